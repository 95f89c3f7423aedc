"""Gradient checking

Is the gradient that your program computes the right one? Differences of the cost can tell, if the
step is well chosen and the numbers are not too tame.

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
slope: d(q, x) = c_1 + 2 * c_2 * x + 3 * c_3 * x**2: proved for all values
two_point: (u - v) / (2 * h) = d(q, x) + c_3 * h**2: proved for all values
slope_quintic: d(r, x) = s: proved for all values
one_step: u_1 - v_1 = 2 * h * s + 2 * h**3 * t + 2 * h**5 * c_5: proved for all values
two_steps: u_2 - v_2 = 4 * h * s + 16 * h**3 * t + 64 * h**5 * c_5: proved for all values
five_point: (8 * (u_1 - v_1) - (u_2 - v_2)) / (12 * h) = d(r, x) - 4 * c_5 * h**4: proved for all \
values
complex_step: ((x**2 - h**2) * h + 2 * x * h * x) / h = 3 * x**2 - h**2: proved for all values
"""

from bpcore import (
    Page,
    algebra,
    by,
    d,
    definition,
    elementary,
    let,
    no_claim,
    scalar,
)
from bpcore.drawing import curves


def derive(p: Page) -> None:
    """Prove what differences err by, measure it, and show what a check can miss."""
    root = 2.0 ** (-53 / 5)  # of what a double rounds away
    x = scalar("x", "where the slope is wanted")
    h = scalar("h", "the step", between=(0, None))
    c = [scalar(f"c_{n}", f"coefficient {n} of a polynomial") for n in range(6)]

    at, above, below = (
        c[0] + c[1] * place + c[2] * place**2 + c[3] * place**3 for place in (x, x + h, x - h)
    )

    p.text(
        "You have written a backward pass. It runs, and the cost even falls. Is the gradient "
        "right? A wrong one often trains too, only worse. This page shows how to find out: move a "
        "parameter a little, see what the cost does, and compare (*finite differences*). It shows "
        "how long the step should be, and which mistakes such a check can overlook."
    )
    p.part("Check your own", anchor="check-your-own")
    p.text(
        "Copy this into your program. It needs nothing but NumPy. It moves each entry of an array "
        "to four places, and compares what your function says with what the cost does:"
    )
    p.code(
        """
        import numpy as np
        def check(cost, gradient, at, step=1e-3):
            at = np.array(at, dtype=float)
            yours, measured = np.asarray(gradient(at)), np.zeros(at.shape)
            if yours.shape != at.shape:
                return f"WRONG: your gradient has the shape {yours.shape}, not {at.shape}"
            for place in np.ndindex(at.shape):
                def moved(steps):
                    there = at.copy()
                    there[place] += steps * step
                    return cost(there)
                near, far = moved(1) - moved(-1), moved(2) - moved(-2)
                measured[place] = (8 * near - far) / (12 * step)
            apart, largest = np.abs(yours - measured), np.abs([yours, measured]).max()
            if largest == 0:
                return "NOTHING SHOWN: no entry moves this cost; take other numbers"
            error, at_worst = apart.max() / largest, np.unravel_index(apart.argmax(), at.shape)
            told = f"at {[int(k) for k in at_worst]} yours is {yours[at_worst]:.4g}, "
            told += f"measured is {measured[at_worst]:.4g}"
            return f"right, error {error:.0e}" if error < 1e-6 else f"WRONG: {told}"
        """
    )
    p.text(
        "Then write down your cost and your gradient as functions of one array, with all else "
        "fixed. Here a layer of two neurons with tanh, five examples, and a gradient; "
        "the second one has forgotten a factor:"
    )
    p.code(
        """
        numbers = np.random.default_rng(0)
        inputs, targets = numbers.normal(size=(5, 3)), numbers.normal(size=(5, 2))
        weights = numbers.normal(size=(2, 3))
        def my_cost(W):
            return ((np.tanh(inputs @ W.T) - targets) ** 2).sum() / 2

        def my_gradient(W):
            A = np.tanh(inputs @ W.T)
            return ((A - targets) * (1 - A ** 2)).T @ inputs

        def forgotten(W):
            return (np.tanh(inputs @ W.T) - targets).T @ inputs

        check(my_cost, my_gradient, weights)
        check(my_cost, forgotten, weights)
        check(my_cost, lambda W: my_gradient(W).T, weights)
        """
    )
    p.text(
        "An error of a millionth or more is a wrong formula, or a kink such as that of ReLU within "
        "the steps. What can hide a mistake from this check is told below; `bpcore.gradient_check` "
        "looks for it, and names the likely cause."
    )

    with p.important("In short"):
        p.text(
            "Use five-point differences in double precision and a step of about a thousandth (in "
            f"theory the best step is about the fifth root of the last digit, {root:.5f}; the "
            "[experiment](#the-step-not-too-long-not-too-short) below finds a shorter one, but the "
            "minimum is broad). Judge the "
            "error relative to the largest derivative of the array, never by an absolute "
            "tolerance. Take several examples, numbers that are neither zero nor one nor tiny nor "
            "symmetric, and look at every output. `bpcore.gradient_check` does all of this, warns "
            "of a weak test, and says what is likely to be wrong."
        )

    p.part("What a two-point difference errs by")
    p.text(
        "A smooth function looks, near a point, like a polynomial: that is Taylor's theorem. So "
        "ask first what a difference does to polynomials. Here a cubic, and its values one step "
        "above and one step below the point:"
    )
    p.symbols(x, h, *c[:4])
    q = let("q", at, "a cubic")
    up, down = (
        let("u", above, "the cubic one step above"),
        let("v", below, "the cubic one step below"),
    )
    for name in (q, up, down):
        p.define(name)
    slope = p.chain(
        d(q, x),
        elementary("power by power"),
        c[1] + 2 * c[2] * x + 3 * c[3] * x**2,
        name="slope",
        title="The slope of the cubic",
    )
    p.chain(
        (up - down) / (2 * h),
        definition("put both values in"),
        (above - below) / (2 * h),
        algebra("multiply out: even powers of the step cancel, odd ones meet"),
        c[1] + 2 * c[2] * x + 3 * c[3] * x**2 + c[3] * h**2,
        by(slope),
        d(q, x) + c[3] * h**2,
        name="two_point",
        title="A two-point difference of a cubic",
    )
    p.text(
        f"The difference is the slope and {c[3] * h**2} more. Halve the step, and the error "
        f"falls to a quarter. The number {c[0]}, however large, does not disturb it: not on paper."
    )

    p.part("Five points do better")
    p.text(
        "The error of a two-point difference is known in form, so a second difference with "
        "twice the step can cancel it. That gives the five-point difference. (The fifth point is "
        "the middle, which gets the weight zero.) Take a polynomial with two powers more:"
    )

    at_5, above_5, below_5, far_above, far_below = (
        c[0] + c[1] * place + c[2] * place**2 + c[3] * place**3 + c[4] * place**4 + c[5] * place**5
        for place in (x, x + h, x - h, x + 2 * h, x - 2 * h)
    )
    r = let("r", at_5, "a quintic")
    u_1, u_2 = (
        let("u_1", above_5, "one step above"),
        let("u_2", far_above, "two steps above"),
    )
    v_1, v_2 = (
        let("v_1", below_5, "one step below"),
        let("v_2", far_below, "two steps below"),
    )
    p.symbols(c[4], c[5])
    for name in (r, u_1, v_1, u_2, v_2):
        p.define(name)
    s = let(
        "s",
        c[1] + 2 * c[2] * x + 3 * c[3] * x**2 + 4 * c[4] * x**3 + 5 * c[5] * x**4,
        "what goes with the step",
    )
    t = let("t", c[3] + 4 * c[4] * x + 10 * c[5] * x**2, "what goes with its third power")
    p.text("When a difference is multiplied out, two sums come up again and again:")
    p.define(s)
    p.define(t)
    slope_5 = p.chain(
        d(r, x),
        elementary("power by power"),
        c[1] + 2 * c[2] * x + 3 * c[3] * x**2 + 4 * c[4] * x**3 + 5 * c[5] * x**4,
        definition("that is the first of the two sums"),
        s,
        name="slope_quintic",
        title="The slope of the quintic",
    )
    one = p.chain(
        u_1 - v_1,
        definition("put both values in"),
        above_5 - below_5,
        algebra("multiply out; even powers of the step cancel"),
        2 * h * (c[1] + 2 * c[2] * x + 3 * c[3] * x**2 + 4 * c[4] * x**3 + 5 * c[5] * x**4)
        + 2 * h**3 * (c[3] + 4 * c[4] * x + 10 * c[5] * x**2)
        + 2 * h**5 * c[5],
        definition("the two sums"),
        2 * h * s + 2 * h**3 * t + 2 * h**5 * c[5],
        name="one_step",
        title="One step up less one step down",
    )
    double = p.chain(
        u_2 - v_2,
        definition("put both values in"),
        far_above - far_below,
        algebra("the same with twice the step"),
        4 * h * (c[1] + 2 * c[2] * x + 3 * c[3] * x**2 + 4 * c[4] * x**3 + 5 * c[5] * x**4)
        + 16 * h**3 * (c[3] + 4 * c[4] * x + 10 * c[5] * x**2)
        + 64 * h**5 * c[5],
        definition("the two sums"),
        4 * h * s + 16 * h**3 * t + 64 * h**5 * c[5],
        name="two_steps",
        title="Two steps up less two steps down",
    )
    p.text(
        "The third power of the step comes eight times as often in the second. So take the first "
        "eight times, and the second away: the third power is gone."
    )
    p.chain(
        (8 * (u_1 - v_1) - (u_2 - v_2)) / (12 * h),
        by(one),
        (8 * (2 * h * s + 2 * h**3 * t + 2 * h**5 * c[5]) - (u_2 - v_2)) / (12 * h),
        by(double),
        (
            8 * (2 * h * s + 2 * h**3 * t + 2 * h**5 * c[5])
            - (4 * h * s + 16 * h**3 * t + 64 * h**5 * c[5])
        )
        / (12 * h),
        algebra("the third powers cancel"),
        s - 4 * c[5] * h**4,
        by(slope_5),
        d(r, x) - 4 * c[5] * h**4,
        name="five_point",
        title="A five-point difference of a quintic",
    )
    p.text(
        f"For a polynomial up to the fourth power {c[5]} is zero, and the difference is the slope "
        f"itself, whatever the step. Otherwise the error has the size {4 * c[5] * h**4}: halve the "
        "step, and it falls to a sixteenth."
    )

    p.part("A step along the imaginary axis")
    p.text(
        "If a program also takes complex numbers, there is a way without any subtraction of "
        "nearly equal numbers: add an imaginary step, and divide the imaginary part of the answer "
        f"by the step. For the third power: the square of the number with real part {x} and "
        f"imaginary part {h} has a real and an imaginary part again. They are told by "
        f"{no_claim(x**2 - h**2)} and {no_claim(2 * x * h)}. "
        "One more multiplication gives the imaginary part of the third power; divided by the step "
        "it is"
    )
    p.chain(
        ((x**2 - h**2) * h + 2 * x * h * x) / h,
        algebra("the step cancels"),
        3 * x**2 - h**2,
        name="complex_step",
        title="A complex step for the third power",
    )
    p.text(
        f"that is, the slope but for {h**2}. No subtraction of nearly equal values is needed, so "
        "the step may be so short that its square vanishes beside the slope; what the formula "
        "itself loses in rounding stays. But the program must treat complex "
        "numbers as its formulas say. An absolute value, a maximum or a comparison does not."
    )

    p.part("The step: not too long, not too short")
    p.text(
        "On paper a shorter step is always better. In a computer each value of the cost is "
        "rounded to about sixteen digits, and that error is divided by the step. So the total "
        f"error is a sum: one part grows with {no_claim(h**2)} or {no_claim(h**4)}, the other with "
        f"{no_claim(1 / h)}. Here is a "
        "function made of sums, products and a quotient, whose slope is known:"
    )
    found = p.code(
        """
        def f(x):
            return 1 / (1 + x * x)

        def slope(x):
            return -2 * x / (1 + x * x) ** 2

        def two_point(x, h):
            return (f(x + h) - f(x - h)) / (2 * h)

        def five_point(x, h):
            return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)

        def complex_step(x, h):
            return f(x + h * 1j).imag / h

        x, steps = 0.3, [float(f"1e-{n}") for n in range(1, 16)]
        def errors(difference):
            return [abs(difference(x, h) / slope(x) - 1) for h in steps]

        two, five, imaginary = errors(two_point), errors(five_point), errors(complex_step)
        for h, *row in list(zip(steps, two, five, imaginary))[:12]:
            print(f"step {h:.0e}:", *(f"{error:.0e}" for error in row))
        for name, row in (("two points", two), ("five points", five)):
            print(name, "are best with a step of", steps[row.index(min(row))])
        """
    )
    p.text(
        "The columns are the relative errors of two points, five points and a complex step. Read "
        "the first rows downwards: ten times shorter a step makes the two-point error a hundred "
        "times smaller and the five-point error ten thousand times, as proved. Then both turn "
        "round, and each shorter step makes them about ten times worse: that is rounding."
    )
    steps = found["steps"]
    p.picture(
        "steps",
        curves(
            *(
                (name, steps, [max(float(f"{error:.2g}"), 1e-17) for error in found[key]])
                for name, key in (
                    ("two points", "two"),
                    ("five points", "five"),
                    ("complex step", "imaginary"),
                )
            ),
            x="step",
            y="relative error",
            log_x=True,
            log_y=True,
            marks=True,
        ),
        "Three curves of the relative error over the step, on logarithmic axes. The two-point "
        "curve falls and turns round near a step of "
        + f"{steps[found['two'].index(min(found['two']))]:.0e}, the five-point curve near "
        + f"{steps[found['five'].index(min(found['five']))]:.0e} and much lower; the curve of the "
        "complex step falls and then stays at the bottom.",
        "How far three ways of measuring a slope are off. An error below the last digit of a "
        "number is drawn at the bottom.",
    )
    for which, key, words, power, until in (
        ("theory", "two", "two points", 2, 8),
        ("theory-five", "five", "five points", 4, 5),
    ):
        of_step = {2: "square of step", 4: "fourth power of step"}[power]
        start = found[key][0]
        p.picture(
            which,
            curves(
                ("measured", steps, [max(float(f"{e:.2g}"), 1e-17) for e in found[key]]),
                (
                    of_step,
                    steps[:until],
                    [float(f"{start * (h_ / steps[0]) ** power:.3g}") for h_ in steps[:until]],
                ),
                ("rounding", steps[1:], [2.0**-53 / h_ for h_ in steps[1:]]),
                x="step",
                y="relative error",
                log_x=True,
                log_y=True,
            ),
            f"The measured error of {words}, with a straight line that falls with the {of_step} "
            "through its first point, and one that rises as the step gets shorter.",
            f"The error of {words} and its two parts in theory: the {of_step}, and rounding "
            "divided by the step.",
        )

    p.part("Kinks")
    p.text(
        "Differences need a function that is smooth within the step. ReLU is not, at zero. A "
        "two-point difference across the kink gives one half, which is the slope on neither side. "
        "Even a kink that lies *near* spoils a difference whose step reaches across it. "
        "`check_gradient` compares the slopes to the left and to the right, and tries a shorter "
        "step, before it blames the gradient:"
    )
    p.code(
        """
        import textwrap
        import numpy as np
        from bpcore.gradient_check import GradientIsWrong, check_gradient
        def relu_sum(z):
            return np.maximum(0, z).sum()

        def gate(z):
            return (z > 0) * 1.0

        def say(*args, **options):
            try:
                result = check_gradient(*args, **options)
                print("passes;", *(result.warnings or ["no warning"]))
            except GradientIsWrong as refusal:
                print(textwrap.fill(str(refusal), 80))

        say(relu_sum, gate, np.array([0.0, 2.0, -1.0]))
        say(relu_sum, gate, np.array([0.0001, 2.0, -1.0]))
        say(relu_sum, gate, np.array([0.0001, 2.0, -1.0]), step=1e-5)
        """
    )

    p.part("What a check can miss")
    p.text(
        "A check compares numbers at one point. A wrong formula that gives the right numbers "
        "there passes. In all six cases below the mistake is a real one, and the first, tame "
        "numbers hide it. The second numbers find it. Where `check_gradient` can see that the "
        "numbers are tame, it warns."
    )
    p.text(
        "**Zero weights.** The backward step through tanh has lost the slope of tanh. With "
        "weights zero that slope is one."
    )
    p.code(
        """
        rng = np.random.default_rng(4)
        X, Y, W = rng.normal(size=(5, 3)), rng.normal(size=(5, 2)), rng.normal(size=(2, 3))
        def cost(W):
            return ((np.tanh(X @ W.T) - Y) ** 2).sum() / (2 * len(X))

        def without_slope(W):
            return (np.tanh(X @ W.T) - Y).T @ X / len(X)

        say(cost, without_slope, 0 * W)
        say(cost, without_slope, W)
        """
    )
    p.text(
        "**Tiny weights.** The same mistake; now the slope is one but for far decimals. The check "
        "passes, and says that this does not mean much. At weights of ordinary size it does not "
        "pass."
    )
    p.code(
        """
        say(cost, without_slope, 0.0001 * W)
        say(cost, without_slope, W)
        """
    )
    p.text("**A batch of one.** The losses are summed where their mean was meant.")
    p.code(
        """
        def linear_cost(X, Y):
            return lambda W: ((X @ W.T - Y) ** 2).sum() / (2 * len(X))

        def summed(X, Y):
            return lambda W: (X @ W.T - Y).T @ X

        say(linear_cost(X[:1], Y[:1]), summed(X[:1], Y[:1]), W, examples=1)
        say(linear_cost(X, Y), summed(X, Y), W, examples=5)
        """
    )
    p.text(
        "**A scale of one.** A layer multiplies each input by a scale, called gamma, which "
        "starts at one. The gradient by the inputs has lost the scale."
    )
    p.code(
        """
        def scaled(z, gamma):
            return ((gamma * z) ** 2).sum() / 2

        def without_scale(z, gamma):
            return {"z": gamma * z, "gamma": gamma * z * z}

        z = np.array([0.5, -1.5, 2.0])
        say(scaled, without_scale, {"z": z, "gamma": np.ones(3)})
        say(scaled, without_scale, {"z": z, "gamma": np.array([1.5, 0.7, -2.0])})
        """
    )
    p.text(
        "**Square matrices.** The way back to the inputs has lost its transpose. With unequal "
        "widths the product could not even be formed. Between layers of equal width it can, and "
        "with symmetric weights nobody notices."
    )
    p.code(
        """
        def through(x, M):
            return ((M @ x) ** 2).sum() / 2

        def without_transpose(x, M):
            return {"x": M @ (M @ x), "M": np.outer(M @ x, x)}

        M = np.array([[1.0, 2.0, 0.5], [-1.0, 0.3, 1.0], [0.2, -0.6, 2.0]])
        say(through, without_transpose, {"x": z, "M": M + M.T})
        say(through, without_transpose, {"x": z, "M": M})
        """
    )
    p.text(
        "**An output that is not used.** A function with several outputs is checked with a "
        "weight for each, the *upstream* gradient. With weight zero an output is not looked at, "
        "and its slope may be anything."
    )
    p.code(
        """
        def wrong_at_the_end(upstream):
            def gradient(z):
                slopes = 1 - np.tanh(z) ** 2
                slopes[-1] = -slopes[-1]
                return upstream * slopes
            return gradient

        for upstream in (np.array([1.0, -2.0, 0.0]), np.array([1.0, -2.0, 0.5])):
            say(np.tanh, wrong_at_the_end(upstream), z, upstream=upstream)
        """
    )

    p.part("Why no absolute tolerance")
    p.text(
        "Many checkers accept two numbers if they differ by little *or* by a small share. The "
        "first alternative lets every small gradient pass, whatever its sign. Gradients are small "
        "more often than not: behind a flat sigmoid, or late in training."
    )
    p.code(
        """
        def small(w):
            return 1e-9 * (w ** 2).sum()

        w = np.array([0.4, -0.2, 0.3])
        np.allclose(-2e-9 * w, 2e-9 * w)
        say(small, lambda w: -2e-9 * w, w)
        say(small, lambda w: 2e-9 * w, w)
        """
    )
    p.text(
        "NumPy's `allclose` with its usual tolerances takes a gradient for its own opposite. "
        "`check_gradient` has no such door. If rounding leaves too few digits to decide, it "
        "refuses with `GradientUndecided` rather than pass."
    )

    p.part("Before you trust a check")
    p.table(
        ("choose", "because"),
        ("unequal widths and no symmetric matrix", "a missing transpose has to show"),
        ("several examples", "a sum has to differ from a mean"),
        ("parameters that are not zero, one, equal or tiny", "a missing factor has to show"),
        ("an upstream gradient with different entries, none zero", "every output has to count"),
        ("points away from kinks", "a difference needs a smooth function"),
        ("a gradient spoiled on purpose", "a check that cannot fail shows nothing"),
    )
    with p.try_first("How does the check answer a gradient that is right?"):
        p.code(
            """
            def gradient(W):
                A = np.tanh(X @ W.T)
                return ((A - Y) * (1 - A ** 2)).T @ X / len(X)

            say(cost, gradient, W, examples=5)
            check_gradient(cost, gradient, W, method="complex step").passed
            """
        )
