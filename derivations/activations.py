"""Activations and losses

Every activation with its value, its slope, and its slope from the value; every loss with its
slope. Source 001 promises that slopes can often be computed from values; here is when.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
entry: partial(f[j], zeta[k]) = (j == k) * s_prime(zeta[j]): proved for any width
jacobian: partial(f, zeta) = diag(s_prime(zeta)): proved for any width
identity: d(c, z) = 1: proved for all values
sigmoid: d(a, z) = sigmoid(z) * (1 - sigmoid(z)): proved for all values
sigmoid_from_value: d(a, z) = a * (1 - a): proved for all values
sigmoid_steepest: d(a, z) = 1/4 - (a - 1/2)**2: proved for all values
sigmoid_mirrored: sigmoid(-z) = 1 - sigmoid(z): proved for all values
tanh_as_sigmoid: tanh(z) = 2 * sigmoid(2 * z) - 1: proved for all values
tanh: d(t, z) = 1 - tanh(z)**2: proved for all values
tanh_from_value: d(t, z) = 1 - t**2: proved for all values
relu: d(r, z) = (z > 0): proved for all values where z differs from zero
relu_from_value: d(r, z) = (r > 0): proved for all values where z differs from zero
relu_mirrored: relu(z) - relu(-z) = z: proved for all values
relu_jacobian: partial(relu(zeta), zeta) = diag((zeta > 0)): proved for any width where no entry \
of zeta is zero
leaky_relu: d(l, z) = (z > 0) + 1/100 * (1 - (z > 0)): proved for all values where z differs from \
zero
leaky_relu_from_value: d(l, z) = (l > 0) + 1/100 * (1 - (l > 0)): proved for all values where z \
differs from zero
softplus: d(q, z) = sigmoid(z): proved for all values
softplus_from_value: d(q, z) = 1 - exp(-q): proved for all values
softplus_mirrored: softplus(z) - softplus(-z) = z: proved for all values
silu: d(u, z) = sigmoid(z) * (1 + z * (1 - sigmoid(z))): proved for all values
gelu: d(g, z) = Phi(z) + z * phi(z): proved for all values
silu_with_value: d(u, z) = sigmoid(z) + u * (1 - sigmoid(z)): proved for all values
half_squared_error: d(Q, y_hat) = y_hat - y: proved for all values
binary_cross_entropy: d(E, h) = (h - y) / (h * (1 - h)): proved for all values
categorical_cross_entropy: partial(H, o[j]) = -v[j] / o[j]: proved for any width
pair: (h - y) / (h * (1 - h)) * (h * (1 - h)) = h - y: proved for all values
"""

from bpcore import (
    N,
    Page,
    algebra,
    by,
    chain_rule,
    column,
    d,
    definition,
    diag,
    elementary,
    elementwise,
    exp,
    gate,
    gelu,
    index,
    kronecker,
    leaky_relu,
    let,
    log,
    normal_cdf,
    normal_pdf,
    partial,
    positive_part,
    product_rule,
    proved,
    quotient_rule,
    relu,
    scalar,
    sigmoid,
    silu,
    softplus,
    stacked,
    tanh,
    total,
    unspecified,
)
from bpcore.drawing import curves
from bpcore.example import example_network
from bpcore.iris import FLOWERS, flower


def derive(p: Page) -> None:
    """Derive the slope of every activation and loss, and tell which values tell their slope."""
    z = scalar("z", "the pre-activation of a neuron")
    j, k = index("j", over="n"), index("k", over="n")
    slight = N(1, 100)

    p.text(
        "A neuron adds up a number and then makes something of it. What can it make of it, how "
        "steep is that, and does one have to remember the number to know how steep? And how steep "
        "are the losses at the other end of the network?"
    )
    with p.important("In short"):
        p.text(
            "For most activations the value alone tells the slope: identity, sigmoid, tanh, ReLU, "
            "leaky ReLU, softplus and softmax. For SiLU and GELU it does not, for they take some "
            "values twice, once falling and once rising. ReLU has a kink, where there is no slope "
            "and a program has to choose one. Sigmoid and tanh are flat far from zero. "
            "[One table](#table) has all of it."
        )
    p.text(
        "You need derivatives of functions of one number: chain rule, product rule and quotient "
        "rule; for the parts on layers, the [Jacobian](jacobian.md). The exponential and the "
        "logarithm are taken as known."
    )
    p.symbols(z)

    p.part("Entry by entry", covers="S1-46")
    s = unspecified("s")
    x = column("zeta", "n", "the pre-activations of a layer, in a column of their own")
    p.text(
        "A layer has many neurons. Its activations are usually written as a column, with the same "
        f"function applied to every entry. That says more than it seems to: activation {j} depends "
        f"on pre-activation {j} and on no other. Write {s(z)} for any such function. The sign "
        f"{kronecker(j, k)} is one where both indices agree, and zero elsewhere."
    )
    p.symbols(x)
    f = let("f", s(x), "the activations of the layer")
    p.define(f)
    own = p.chain(
        partial(f[j], x[k]),
        elementwise("each activation sees its own pre-activation only"),
        kronecker(j, k) * s.prime(x[j]),
        name="entry",
        title="An elementwise activation, entry by entry",
    )
    p.chain(
        partial(f, x),
        stacked(own, "a row for each activation, a column for each pre-activation"),
        diag(s.prime(x)),
        name="jacobian",
        title="The Jacobian of an elementwise activation",
        when="an activation that works on each entry by itself, so not for softmax",
    )
    p.text(
        "So one function of one number is enough, and this page mostly speaks of such functions. "
        "The exception is [softmax](#softmax). The article writes activations entry by entry from "
        "the start, which does not fit the softmax that it takes as its example later."
    )

    p.part("In code")
    p.text(
        "The table of this page also exists as NumPy functions: each activation with its value, "
        "its slope, and its slope from the value if there is one. The pictures below are drawn "
        "from these numbers."
    )
    seen = p.code(
        """
        import numpy as np
        from bpcore.activations import ACTIVATIONS
        tanh = ACTIVATIONS["tanh"]
        z = np.array([-2.0, 0.0, 0.5])
        a = tanh.value(z)
        tanh.slope(z).round(4)
        tanh.slope_from_value(a).round(4)
        drawn = {}
        for name, one in ACTIVATIONS.items():
            if one.elementwise:
                along = np.linspace(-5, 1.5 if name in ("silu", "gelu") else 5, 200)
                drawn[name] = along, one.value(along).round(6), one.slope(along).round(6)

        list(drawn)
        """
    )

    pictures = {
        name: curves(("value", *both[:2]), ("slope", *both[::2]), x=z)
        for name, both in seen["drawn"].items()
    }

    p.part("The identity")
    c = let("c", z, "the identity: no activation")
    p.text("The last layer of a network that predicts a quantity often has no activation at all.")
    p.define(c)
    identity = p.chain(
        d(c, z),
        definition("the value is the pre-activation itself"),
        d(z, z),
        elementary("a quantity grows as fast as itself"),
        N(1),
        name="identity",
        title="The slope of the identity",
    )
    p.picture(
        "identity",
        pictures["identity"],
        "A straight line that rises by one for every one to the right, and a level line at one.",
        "The identity and its slope.",
    )
    p.text("It is the same everywhere, so there is nothing that the value would have to tell.")

    p.part("The sigmoid")
    a = let("a", sigmoid(z), "the sigmoid, as an activation", between=(0, 1))
    p.text("A number between zero and one, which can be read as a probability.")
    p.define(a)
    p.chain(sigmoid(z), definition("what the sigmoid means"), 1 / (1 + exp(-z)))
    dsigma_dz = p.cite("sigmoid/dsigma_dz")
    sigmoid_slope = p.chain(
        d(a, z),
        definition("write out the name"),
        d(sigmoid(z), z),
        by(dsigma_dz),
        sigmoid(z) * (1 - sigmoid(z)),
        name="sigmoid",
        title="The slope of the sigmoid",
    )
    sigmoid_value = p.chain(
        d(a, z),
        by(sigmoid_slope),
        sigmoid(z) * (1 - sigmoid(z)),
        definition("the sigmoid is the value"),
        a * (1 - a),
        name="sigmoid_from_value",
        title="The slope of the sigmoid, from its value",
    )
    p.picture(
        "sigmoid",
        pictures["sigmoid"],
        "The value rises from zero to one in the form of an S, through a half at zero. The "
        "slope is a bell, a quarter high at zero, and vanishes on both sides.",
        "The sigmoid and its slope.",
    )
    p.text("How steep can it be? Complete the square:")
    p.chain(
        d(a, z),
        by(sigmoid_value),
        a * (1 - a),
        algebra("add a quarter and take it away again"),
        N(1, 4) - (a - N(1, 2)) ** 2,
        name="sigmoid_steepest",
        title="The sigmoid is nowhere steeper than a quarter",
    )
    p.text(
        "A square is never negative. So the slope is a quarter where the value is a half, and "
        "smaller everywhere else. Each sigmoid that a slope passes on its way back divides it by "
        "four at least, for this is the factor that it brings in. And the curve is symmetric "
        "about its middle:"
    )
    negative = -z
    p.chain(
        sigmoid(negative),
        definition("what the sigmoid means"),
        1 / (1 + exp(-negative)),
        algebra("numerator and denominator times the same exponential"),
        exp(-z) / (exp(-z) + 1),
        algebra("add one in the numerator and take it away again"),
        1 - 1 / (1 + exp(-z)),
        definition("the fraction is the sigmoid"),
        1 - sigmoid(z),
        name="sigmoid_mirrored",
        title="The sigmoid of the negative",
    )

    p.part("The tanh")
    t = let("t", tanh(z), "the hyperbolic tangent", between=(-1, 1))
    p.text("The same form, stretched: its values lie between minus one and one, around zero.")
    p.define(t)
    p.chain(
        tanh(z),
        definition("what the hyperbolic tangent means"),
        (exp(z) - exp(-z)) / (exp(z) + exp(-z)),
        algebra("numerator and denominator divided by the larger exponential"),
        (1 - exp(-(2 * z))) / (1 + exp(-(2 * z))),
        algebra("write the one above as two minus one"),
        2 * (1 / (1 + exp(-(2 * z)))) - 1,
        definition("the fraction is a sigmoid of the double"),
        2 * sigmoid(2 * z) - 1,
        name="tanh_as_sigmoid",
        title="The tanh is a stretched sigmoid",
    )
    top, bottom = exp(z) - exp(-z), exp(z) + exp(-z)
    tanh_slope = p.chain(
        d(t, z),
        definition("write out the name"),
        d(top / bottom, z),
        quotient_rule("each of the two, differentiated, is the other"),
        (bottom * bottom - top * top) / bottom**2,
        algebra("divide both products"),
        1 - (top / bottom) ** 2,
        definition("the quotient is the tanh"),
        1 - tanh(z) ** 2,
        name="tanh",
        title="The slope of the tanh",
    )
    tanh_value = p.chain(
        d(t, z),
        by(tanh_slope),
        1 - tanh(z) ** 2,
        definition("the tanh is the value"),
        1 - t**2,
        name="tanh_from_value",
        title="The slope of the tanh, from its value",
    )
    p.picture(
        "tanh",
        pictures["tanh"],
        "The value rises from minus one to one in the form of an S, through zero at zero. The "
        "slope is a bell, one high at zero, and vanishes on both sides.",
        "The tanh and its slope.",
    )
    p.text("It is steepest where its value is zero, and there its slope is one.")

    p.part("ReLU")
    r = let("r", relu(z), "the rectified linear unit")
    p.text(
        "The activation of most hidden layers: what is negative becomes zero, what is positive "
        "stays as it is.",
        covers="S1-111",
    )
    p.define(r)
    p.chain(
        relu(z),
        definition("the larger of zero and the number"),
        positive_part(z),
        definition("written with a gate"),
        z * gate(z),
    )
    p.text(
        f"The *gate* {gate(z)} is one where its number is above zero, and zero elsewhere. It is a "
        "switch: open, or shut. Its own slope is zero on both sides, for it does not change there."
    )
    relu_slope = p.chain(
        d(r, z),
        definition("write out the name"),
        d(z * gate(z), z),
        product_rule("one factor after the other"),
        d(z, z) * gate(z) + z * d(gate(z), z),
        elementary("a switch that is not at its switching point does not move"),
        1 * gate(z) + z * 0,
        algebra("tidy up"),
        gate(z),
        name="relu",
        title="The slope of ReLU",
        covers="S1-112",
    )
    relu_value = p.chain(
        d(r, z),
        by(relu_slope),
        gate(z),
        algebra("what the gate lets through is positive exactly where the gate is open"),
        gate(z * gate(z)),
        definition("what is inside is the value"),
        gate(r),
        name="relu_from_value",
        title="The slope of ReLU, from its value",
    )
    p.picture(
        "relu",
        pictures["relu"],
        "The value is zero left of zero and then rises as a straight line. The slope is zero on "
        "the left and jumps to one at zero.",
        "ReLU and its slope, which jumps at zero.",
    )
    p.text("A ReLU and its mirror image put the number together again:")
    p.chain(
        relu(z) - relu(-z),
        definition("both written with gates"),
        z * gate(z) - (-z) * gate(-z),
        algebra("take the number out"),
        z * (gate(z) + gate(-z)),
        algebra("one of the gates is open, or the number is zero"),
        z,
        name="relu_mirrored",
        title="A ReLU less its mirror image",
    )

    p.part("At the kink")
    p.text(
        "And at zero? There ReLU has no derivative. Difference quotients from the right, from the "
        "left and from both sides do not agree, however small the step:"
    )
    p.code(
        """
        def relu(z):
            return max(0, z)

        for h in (1, 1 / 8, 1 / 1024):
            right, left = (relu(h) - relu(0)) / h, (relu(0) - relu(-h)) / h
            print(right, left, (relu(h) - relu(-h)) / (2 * h))
        """
    )
    p.text(
        "So a program has to choose. Any number from zero to one would do; nearly all choose zero, "
        "and so does the article, whose second case includes the kink. This is a convention, not a "
        "theorem. The proofs of this book say nothing about the kink: a derivative of ReLU has no "
        "value there, so nothing is compared. It matters little in training, since a sum of "
        "measured numbers is hardly ever exactly zero. It is zero where the bias is and everything "
        "below says zero: above a layer that is off, or if all weights and biases start at zero; "
        "then every neuron sits on its kink. And a gradient checker that moves a number from the "
        "kink to both sides reports a half; that is no mistake in the gradient."
    )
    number = p.choice("flower", 17, "the number of the flower", range(1, FLOWERS + 1))
    network, measured = example_network(), flower(number).features
    sums, off = network.pre_activations(measured), network.off(measured)
    p.part("ReLU in a layer", covers="S1-113")
    p.text(
        "The article says that the derivative of ReLU is a matrix of ones and zeros. Which matrix? "
        "By the [Jacobian](#jacobian) above, for one flower it is square, with the gates on its "
        "diagonal and zeros elsewhere:"
    )
    layer = p.chain(
        partial(relu(x), x),
        elementwise("each activation sees its own pre-activation only"),
        diag(gate(x)),
        name="relu_jacobian",
        title="The Jacobian of a layer of ReLU",
    )
    p.text(
        f"Here are the five hidden neurons of the example network and flower {number}. "
        + (f"Neurons that are off: {', '.join(map(str, off))}." if off else "None of them is off.")
    )
    hidden = p.numbers({x: [[value] for value in sums]})
    p.worked(hidden, layer)
    p.text(
        "Nobody stores that matrix. Its diagonal is enough: a column of five for one flower, and "
        "for a batch an array with one row of five for each flower. That array multiplies "
        "elementwise."
    )

    p.part("Leaky ReLU")
    leak = let("l", leaky_relu(z), "the leaky rectified linear unit")
    p.text(
        "A ReLU that is shut learns nothing, for its slope is zero. The leaky one lets a little "
        "through, a hundredth in this book."
    )
    p.define(leak)
    p.chain(
        leaky_relu(z),
        definition("all of what is positive, a hundredth of what is negative"),
        z * gate(z) + slight * z * (1 - gate(z)),
    )
    leaky_slope = p.chain(
        d(leak, z),
        definition("write out the name"),
        d(z * gate(z) + slight * z * (1 - gate(z)), z),
        product_rule("the gates do not move"),
        1 * gate(z) + slight * (1 - gate(z)),
        algebra("a factor of one changes nothing"),
        gate(z) + slight * (1 - gate(z)),
        name="leaky_relu",
        title="The slope of leaky ReLU",
    )
    leaky_value = p.chain(
        d(leak, z),
        by(leaky_slope),
        gate(z) + slight * (1 - gate(z)),
        algebra("a number and a hundredth of it have the same sign"),
        gate(z * gate(z) + slight * z * (1 - gate(z)))
        + slight * (1 - gate(z * gate(z) + slight * z * (1 - gate(z)))),
        definition("what is inside the gates is the value"),
        gate(leak) + slight * (1 - gate(leak)),
        name="leaky_relu_from_value",
        title="The slope of leaky ReLU, from its value",
    )
    p.picture(
        "leaky-relu",
        pictures["leaky_relu"],
        "The value falls very slowly to the left of zero and rises as a straight line to the "
        "right. The slope is a hundredth on the left and jumps to one at zero.",
        "Leaky ReLU and its slope: left of zero neither is quite zero.",
    )
    p.text(
        "It has a kink at zero as well, with slopes of one on the right and a hundredth on the "
        "left. Programs take the slope on the left there, as they do for ReLU."
    )

    p.part("Softplus")
    q = let("q", softplus(z), "softplus", between=(0, None))
    p.text("A ReLU without a kink.")
    p.define(q)
    p.chain(softplus(z), definition("what softplus means"), log(1 + exp(z)))
    softplus_slope = p.chain(
        d(q, z),
        definition("write out the name"),
        d(log(1 + exp(z)), z),
        chain_rule("one over what is in the logarithm, times its slope"),
        1 / (1 + exp(z)) * exp(z),
        algebra("numerator and denominator divided by the exponential"),
        1 / (1 + exp(-z)),
        definition("that is the sigmoid"),
        sigmoid(z),
        name="softplus",
        title="The slope of softplus is the sigmoid",
    )
    softplus_value = p.chain(
        d(q, z),
        by(softplus_slope),
        sigmoid(z),
        definition("what the sigmoid means"),
        1 / (1 + exp(-z)),
        algebra("numerator and denominator times the exponential, then split"),
        1 - 1 / (1 + exp(z)),
        algebra("one over a number is an exponential of minus its logarithm"),
        1 - exp(-log(1 + exp(z))),
        definition("the logarithm is the value"),
        1 - exp(-q),
        name="softplus_from_value",
        title="The slope of softplus, from its value",
    )
    p.picture(
        "softplus",
        pictures["softplus"],
        "The value rises smoothly from zero, bends around zero, and nears a straight line. The "
        "slope is an S from zero to one.",
        "Softplus and its slope, the sigmoid.",
    )
    p.text("It shares a property with ReLU:")
    p.chain(
        softplus(z) - softplus(-z),
        definition("what softplus means"),
        log(1 + exp(z)) - log(1 + exp(-z)),
        algebra("a difference of logarithms is the logarithm of a quotient"),
        log((1 + exp(z)) / (1 + exp(-z))),
        algebra("the numerator is the denominator times an exponential"),
        log(exp(z)),
        algebra("the logarithm undoes the exponential"),
        z,
        name="softplus_mirrored",
        title="A softplus less its mirror image",
    )
    p.text(
        f"Both are above zero, and far above zero {softplus(-z)} is tiny. Far below, "
        f"{softplus(z)} is tiny itself. Far from zero it is ReLU."
    )

    p.part("SiLU")
    u = let("u", silu(z), "the sigmoid linear unit, also called swish")
    p.text("A number times its own sigmoid: a gate that opens gradually.")
    p.define(u)
    p.chain(silu(z), definition("what SiLU means"), z * sigmoid(z))
    silu_slope = p.chain(
        d(u, z),
        definition("write out the name"),
        d(z * sigmoid(z), z),
        product_rule("one factor after the other"),
        1 * sigmoid(z) + z * d(sigmoid(z), z),
        by(dsigma_dz),
        1 * sigmoid(z) + z * (sigmoid(z) * (1 - sigmoid(z))),
        algebra("take the sigmoid out"),
        sigmoid(z) * (1 + z * (1 - sigmoid(z))),
        name="silu",
        title="The slope of SiLU",
    )
    p.picture(
        "silu",
        pictures["silu"],
        "From the left the value falls slowly from zero to its lowest point near minus one and a "
        "quarter, and then rises ever more steeply. The slope is below zero left of that point and "
        "above zero right of it.",
        "SiLU and its slope, which changes its sign.",
    )

    p.part("GELU")
    g = let("g", gelu(z), "the Gaussian error linear unit")
    p.text(
        "The same idea with another gradual gate, from the normal distribution. Draw a number from "
        f"the standard normal distribution. Then {normal_cdf(z)} is the chance that it lies below "
        f"a given number. In the same way {normal_pdf(z)} is the height of the bell there. It is "
        "the slope of the chance, because the chance grows by what lies under the bell. These two "
        "functions are "
        "[given](../how-it-is-checked.md#what-switches-on-and-off); they are not put together "
        "from others."
    )
    p.define(g)
    p.chain(gelu(z), definition("what GELU means"), z * normal_cdf(z))
    gelu_slope = p.chain(
        d(g, z),
        definition("write out the name"),
        d(z * normal_cdf(z), z),
        product_rule("one factor after the other"),
        1 * normal_cdf(z) + z * d(normal_cdf(z), z),
        elementary("the slope of the chance is the height of the bell"),
        1 * normal_cdf(z) + z * normal_pdf(z),
        algebra("a factor of one changes nothing"),
        normal_cdf(z) + z * normal_pdf(z),
        name="gelu",
        title="The slope of GELU",
    )
    p.picture(
        "gelu",
        pictures["gelu"],
        "From the left the value falls slowly from zero to its lowest point near minus three "
        "quarters, and then rises. The slope is below zero left of that point and above zero "
        "right of it.",
        "GELU and its slope, which changes its sign.",
    )
    p.text(
        "Some programs replace it by a formula with a tanh, which is close to it and not the same; "
        "its slope is then not quite this one."
    )

    p.part("Softmax")
    p.text(
        "Softmax turns all pre-activations of a layer into shares that add up to one. Each share "
        "depends on every pre-activation, so there is not one slope but a [full "
        "matrix](softmax.md#jacobian). It is made of the shares alone: softmax too tells its "
        "slopes by its values. [Softmax and cross-entropy](softmax.md) is its page."
    )

    p.part("When does the value tell the slope?", covers="S1-52")
    p.text(
        "The article says that the slope can *often* be computed from the value of the activation, "
        "which the forward pass has stored anyway. When exactly? When equal values have equal "
        "slopes."
    )
    p.text(
        "An activation that always rises takes no value twice. Then the value tells the "
        "pre-activation, and that tells the slope; identity, sigmoid, tanh, leaky ReLU and "
        "softplus are of this kind, and the formulas above do it without the detour. ReLU takes "
        "one value many times, zero, but with the same slope each time. SiLU and GELU "
        "come down from just below zero, turn, and rise again. Every value between the lowest one "
        "and zero they take twice: once falling, with a negative slope, and once rising, with a "
        "positive one. Look for two such points, halving an interval over and over:"
    )
    searched = p.code(
        """
        def root(f, low, high):
            for _ in range(80):
                middle = (low + high) / 2
                if f(low) * f(middle) > 0:
                    low = middle
                else:
                    high = middle
            return low

        lowest = {}
        for name, value in (("silu", -0.2), ("gelu", -0.1)):
            one = ACTIVATIONS[name]
            turn = root(one.slope, -3.0, 0.0)
            lowest[name] = float(one.value(turn))
            print(f"{name} turns at {turn:.4f}, where its value is {lowest[name]:.4f}")
            for low, high in ((-9.0, turn), (turn, 0.0)):
                z = root(lambda z: one.value(z) - value, low, high)
                print(f"value {one.value(z):.4f} at {z:.4f}, slope {one.slope(z):.4f}")
        """
    )
    p.text(
        "One value, two slopes: no formula in the value alone can give both. A program has to keep "
        "the pre-activation, or the sigmoid beside the value; with both at hand the slope of SiLU "
        "is short:"
    )
    p.chain(
        d(u, z),
        by(silu_slope),
        sigmoid(z) * (1 + z * (1 - sigmoid(z))),
        algebra("multiply out"),
        sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z)),
        definition("the product is the value"),
        sigmoid(z) + u * (1 - sigmoid(z)),
        name="silu_with_value",
        title="The slope of SiLU, from its value and the sigmoid",
    )

    p.part("Far from zero")
    p.text(
        "Sigmoid and tanh flatten out on both sides. A neuron whose sum is ten has a slope of next "
        "to nothing, and whatever error arrives from above is multiplied by it:"
    )
    far = p.numbers({z: 10})
    p.worked(far, sigmoid_value, tanh_value)
    p.text(
        "That is called *saturation*. Through many layers such slopes are "
        "[multiplied](vanishing_gradients.md), and little is left. Softplus, ReLU, SiLU and GELU "
        "are flat on one side only. And softplus is hardly to be told from ReLU there:"
    )
    p.code(
        """
        soft, hard = ACTIVATIONS["softplus"], ACTIVATIONS["relu"]
        for place in (0.0, 2.0, 5.0, 10.0):
            both = np.array([-place, place])
            print(place, (soft.value(both) - hard.value(both)).round(6))
        """
    )

    lowest = searched["lowest"]
    p.part("The table", anchor="table")
    p.text(
        "Every formula in the table is an equality that was proved. The slope from the value has "
        "no pre-activation in it."
    )
    p.table(
        ("activation", "value", "slope", "slope from the value", "values", "what to know"),
        ("identity", proved(c, z), identity, "one, whatever it is", "all numbers", "straight"),
        (
            "sigmoid",
            proved(a, sigmoid(z)),
            sigmoid_slope,
            sigmoid_value,
            "between zero and one",
            "flat in both tails; steepest at zero, a quarter",
        ),
        (
            "tanh",
            proved(t, tanh(z)),
            tanh_slope,
            tanh_value,
            "between minus one and one",
            "flat in both tails; steepest at zero, one",
        ),
        (
            "ReLU",
            proved(r, positive_part(z)),
            relu_slope,
            relu_value,
            "zero and above",
            "kink at zero; flat below",
        ),
        (
            "leaky ReLU",
            proved(leak, z * gate(z) + slight * z * (1 - gate(z))),
            leaky_slope,
            leaky_value,
            "all numbers",
            "kink at zero; nowhere flat",
        ),
        (
            "softplus",
            proved(q, log(1 + exp(z))),
            softplus_slope,
            softplus_value,
            "above zero",
            "smooth; ReLU in both tails",
        ),
        (
            "SiLU",
            proved(u, z * sigmoid(z)),
            silu_slope,
            "no",
            f"from about {lowest['silu']:.4f}",
            "smooth; falls, then rises",
        ),
        (
            "GELU",
            proved(g, z * normal_cdf(z)),
            gelu_slope,
            "no",
            f"from about {lowest['gelu']:.4f}",
            "smooth; falls, then rises",
        ),
        (
            "softmax",
            "[shares](softmax.md)",
            "[a matrix](softmax.md#jacobian)",
            "[the same matrix](softmax.md#jacobian)",
            "between zero and one, adding up to one",
            "not elementwise",
        ),
    )
    p.text(
        "Are they the slopes of the curves? Take three pre-activations, one below zero and two "
        "above. The slopes stand on the diagonal of each Jacobian:"
    )
    three = p.numbers({x: [[-2], [N(1, 2)], [3]]})
    p.compare(
        three,
        *(partial(one(x), x) for one in (sigmoid, tanh, relu, leaky_relu, softplus, silu, gelu)),
    )

    p.part("Losses")
    y = scalar("y", "the target")
    w = scalar("y_hat", "an answer: any number")
    h = scalar("h", "an answer between zero and one", between=(0, 1))
    o = column("o", "n", "answers between zero and one, one for each species", between=(0, 1))
    v = column("v", "n", "targets, one for each species")
    Q = let("Q", N(1, 2) * (w - y) ** 2, "half the squared error")
    B = let("E", -(y * log(h) + (1 - y) * log(1 - h)), "binary cross-entropy")
    K = let("H", -total(k, v[k] * log(o[k])), "categorical cross-entropy")
    p.text(
        "At the other end of the network a loss compares answer and target. What its slope by the "
        "answer is does not depend on how the answer came about."
    )
    p.symbols(y, w, h, o, v)
    p.define(Q)
    half = p.chain(
        d(Q, w),
        chain_rule("outer derivative times inner derivative, which is one"),
        N(1, 2) * (2 * (w - y)),
        algebra("the two meets the half"),
        w - y,
        name="half_squared_error",
        title="The slope of half the squared error",
    )
    p.define(B)
    binary = p.chain(
        d(B, h),
        chain_rule("both logarithms; the second one brings a minus sign"),
        -(y / h - (1 - y) / (1 - h)),
        algebra("over one denominator"),
        (-y * (1 - h) + (1 - y) * h) / (h * (1 - h)),
        algebra("multiply out; the products cancel"),
        (h - y) / (h * (1 - h)),
        name="binary_cross_entropy",
        title="The slope of binary cross-entropy",
    )
    p.define(K)
    categorical = p.chain(
        partial(K, o[j]),
        chain_rule("one logarithm holds this answer"),
        -(v[j] / o[j]),
        name="categorical_cross_entropy",
        title="The slope of categorical cross-entropy",
    )
    p.table(
        ("loss", "for", "slope by the answer", "what to know"),
        ("half the squared error", "quantities", half, "grows with the distance, no more"),
        ("binary cross-entropy", "yes or no", binary, "without limit near the wrong end"),
        (
            "categorical cross-entropy",
            "one of several",
            categorical,
            "without limit where the right share is near zero; zero for the wrong species",
        ),
    )
    p.text(
        "With several outputs the first two losses are summed over the outputs, and each answer "
        "keeps its slope: [half the squared error](conditions.md#dQ_da_entry), [binary "
        "cross-entropy](conditions.md#dE_dh). Differences confirm all three:"
    )
    at = p.numbers(
        {y: 1, w: N(5, 2), h: N(1, 5), o: [[N(1, 5)], [N(1, 2)], [N(3, 10)]], v: [[0], [1], [0]]}
    )
    p.compare(at, d(Q, w), d(B, h), partial(K, o))

    p.part("Pairs", covers="S1-101")
    p.text(
        "The article notes that the error of the last layer usually has a closed form, because "
        "activation and loss are chosen beforehand. For an elementwise activation it is the slope "
        "of the loss times the slope of the activation, so both columns above can be multiplied. "
        "For a sigmoid, the denominator of the one is the other:"
    )
    p.chain(
        (h - y) / (h * (1 - h)) * (h * (1 - h)),
        algebra("the slope of the sigmoid cancels"),
        h - y,
        name="pair",
        title="Slope of the loss times slope of the activation",
    )
    p.text(
        "For softmax the slopes of the loss go through its matrix instead, and with its own loss "
        "the end is the same. So three pairs end in the short line of *answer minus target*, and "
        "they are the pairs that one chooses:"
    )
    p.table(
        ("last activation", "loss", "error", "proved on"),
        (
            "identity",
            "half the squared error",
            "answer minus target",
            "[other pairings](pairings.md#dQ_dz)",
        ),
        (
            "sigmoid",
            "binary cross-entropy",
            "answer minus target",
            "[one neuron](neuron.md#dL_dz), [for a layer](conditions.md#dE_dz)",
        ),
        (
            "softmax",
            "categorical cross-entropy",
            "answer minus target, if the targets add up to one",
            "[softmax](softmax.md#dG_dz)",
        ),
        (
            "sigmoid",
            "half the squared error",
            "answer minus target, times the slope of the sigmoid",
            "[other pairings](pairings.md#dS_dz)",
        ),
        (
            "softmax",
            "any other",
            "a matrix times the slopes of the loss",
            "[softmax](softmax.md#dC_dz)",
        ),
        (
            "any elementwise one",
            "any other",
            "slope of the loss, elementwise times slope of the activation",
            "[four equations](four_equations.md#BP1)",
        ),
    )

    p.part("The key ideas, checked", covers="S1-124")
    p.text(
        "The article closes with five ideas that make backpropagation affordable. A matrix product "
        "carries out the total derivative: [true, one layer back](batches.md#dL_dX), and for a "
        "batch it has a [second role](batches.md#S1-123). Pre-activations by the activations below "
        "are [the weights](batches.md#dz_dx), and by the weights they are [the activations "
        "below](batches.md#dz_dw): both true. The error of one layer leads to that of the next, at "
        "any depth: [true](four_equations.md#any-depth). And the slope of an activation comes from "
        "its own value: true for all on this page but SiLU and GELU."
    )

    p.part("Questions")
    p.question(
        "Why have an activation at all?",
        "Without one, two layers are no more than one: a weighted sum of weighted sums is a "
        "weighted sum. The bend is what lets a network draw a boundary that is not straight.",
    )
    p.question(
        "My framework gives ReLU another slope at zero. Is it wrong?",
        "No. There is no slope at zero, so every choice between the two sides is as good. But two "
        "programs with different choices can differ when a sum is exactly zero.",
    )
    p.question(
        "What is a neuron that is off for every flower?",
        "Its gate is shut for all of them, so its slopes are zero, and its own weights and bias "
        "do not move while it is off. It is called a *dead neuron*, or a dead ReLU. In the first "
        "hidden layer that is for good, unless something else pulls at the weights; further up "
        "the layers below move on and may bring it back. A leaky ReLU keeps a hundredth of the "
        "slope and can come back by itself.",
    )
    p.question(
        "Which one should I take?",
        "For hidden layers ReLU or one of its smooth relatives, because they are not flat for "
        "positive sums. For the last layer the one whose loss has the short error.",
    )
