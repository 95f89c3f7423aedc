"""Numerical safety: selectors, clamping, logits

The handwritten notes divide by the answer and by one minus the answer. What happens when one of
them rounds to zero, and what helps?

>>> from bpcore import run
>>> for name, claim in run(derive).results.items():
...     print(name + ":", claim)
dL_dyhat: d(L, y_hat) = -y / y_hat + (1 - y) / (1 - y_hat): proved for all values
dyhat_dz: d(y_hat, z) = y_hat * (1 - y_hat): proved for all values
dL_dz: d(L, z) = y_hat - y: proved for all values
clamped: c * d(y_hat, z) = (1 - y_hat) * (c * y_hat): proved for all values
softplus: softplus(z) = log(1 + exp(z)): true by definition
from_logit: L = softplus(z) - z * y: proved for all values
above: softplus(r) = r + log(1 + exp(-r)): proved for all values
below: softplus(-r) = log(1 + exp(-r)): true by definition
slope_from_logit: d(softplus(z) - z * y, z) = sigmoid(z) - y: proved for all values
log_sum_exp: m + log(sum(exp(t[k] - m) for k in 1..n)) = log(sum(exp(t[k]) for k in 1..n)): \
proved for all values at widths n = 2 and n = 3
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
    elementary,
    exp,
    index,
    let,
    log,
    positive_part,
    scalar,
    sigmoid,
    softplus,
    total,
)
from bpcore.drawing import curves


def derive(p: Page) -> None:
    """Compare four ways of computing the loss and its slope, and derive the safe one."""
    z = scalar("z", "the logit: the weighted sum of the last neuron")
    y = scalar("y", "the target", between=(0, 1))
    a = let("y_hat", sigmoid(z), "the answer", between=(0, 1))

    p.text(
        "In the last layer of the handwritten notes the slope of the loss is a "
        "difference of two quotients. In a computer a denominator can round to zero. The notes "
        "know this and propose two cures: target values that *select* one of the quotients, and a "
        "*clamp* that holds the quotient in a reasonable range. This page asks whether they help, "
        "and shows a third way that needs no division at all."
    )
    p.text(
        "The notation is that of the notes, see [one page of translation](translation.md); the "
        "layer's number is left away."
    )
    p.symbols(z, y)
    p.define(a)
    L = let("L", -(y * log(a) + (1 - y) * log(1 - a)), "the loss: binary cross-entropy")
    p.define(L)

    p.part("What the quotients are for")
    by_answer = p.chain(
        d(L, a),
        chain_rule("the slope of each logarithm"),
        -(y / a) + (1 - y) / (1 - a),
        name="dL_dyhat",
        title="The loss by the answer: two quotients",
    )
    slope = p.chain(
        d(a, z),
        elementary("the [slope of the sigmoid](sigmoid.md#dsigma_dz)"),
        a * (1 - a),
        name="dyhat_dz",
        title="The slope of the sigmoid",
    )
    p.chain(
        d(L, z),
        chain_rule("through the answer"),
        d(L, a) * d(a, z),
        by(by_answer),
        (-(y / a) + (1 - y) / (1 - a)) * d(a, z),
        by(slope),
        (-(y / a) + (1 - y) / (1 - a)) * (a * (1 - a)),
        algebra("each denominator cancels"),
        a - y,
        name="dL_dz",
        title="The loss by the logit: no quotient",
    )
    p.text(
        "On paper the denominators cancel. A program that computes the two factors one after the "
        f"other divides first, and then it is too late: at a large {z} the answer rounds to one."
    )

    p.part("Selectors")
    p.text(
        "With a hard target, zero or one, exactly one of the two terms is there, and the other "
        "need not be computed. That avoids zero divided by zero in the term which is *not* "
        "selected. In the selected one it helps nothing: if the answer is confidently wrong, its "
        "denominator is the one that has rounded to zero. And it needs hard targets.",
        covers="S3-19",
    )
    q = scalar("q", "an answer, as a number of its own", between=(0, 1))
    p.symbols(q)
    remark = p.mistake(
        "One term only, with a soft target",
        -(y / q) + (1 - y) / (1 - q),
        -(y / q),
        at={y: N(9, 10), q: N(6, 10)},
        covers="S3-18",
    )
    remark(
        f"Right is {by_answer}, with both terms. It is tempting because with hard targets the "
        "second term is always zero. Soft targets are common: smoothed labels, or the answers of "
        "another network."
    )

    p.part("Clamping")
    c = scalar("c", "where the quotient is clamped", between=(0, None))
    p.text(
        "Suppose the target is zero and the answer close to one. The true slope by the logit is "
        "close to one. The slope by the answer is huge; a clamp puts a fixed number in its place. "
        "Then comes the factor that the chain rule asks for:",
        covers="S3-20",
    )
    p.symbols(c)
    clamped = p.chain(
        c * d(a, z),
        by(slope),
        c * (a * (1 - a)),
        algebra("sort the factors"),
        (1 - a) * (c * a),
        name="clamped",
        title="A clamped quotient times the slope of the sigmoid",
    )
    p.text(
        f"With any fixed {c} this goes to zero as the answer goes to one: {clamped}. It is finite, "
        "and it is wrong: the more wrong the answer, the less the network learns from it."
    )

    p.part("From the logit")
    p.text(
        f"The way out is not to compute {a} first. Two facts about {softplus(z)} are needed. It "
        "is the loss for the target zero; and it can be had without a large exponential."
    )
    soft = p.chain(
        softplus(z),
        definition("what softplus means"),
        log(1 + exp(z)),
        name="softplus",
        title="Softplus",
    )
    p.chain(
        L,
        definition("put the answer in"),
        -(y * log(sigmoid(z)) + (1 - y) * log(1 - sigmoid(z))),
        algebra("the logarithms of the sigmoid and of what it lacks to one"),
        -(y * (z - softplus(z)) + (1 - y) * -softplus(z)),
        algebra("collect"),
        softplus(z) - z * y,
        name="from_logit",
        title="The loss from the logit",
    )
    p.text(
        f"But {soft} overflows at a large logit. Take the positive part out, and what is left has "
        "an exponential of a negative number only. Above zero the positive part is the logit "
        "itself, below zero it is zero:"
    )
    size = scalar("r", "how far the logit lies from zero", between=(0, None))
    p.symbols(size)
    p.chain(
        softplus(size),
        definition("what softplus means"),
        log(1 + exp(size)),
        algebra("take the exponential out of the bracket"),
        size + log(1 + exp(-size)),
        name="above",
        title="A logit above zero",
    )
    p.chain(
        softplus(-size),
        definition("what softplus means"),
        log(1 + exp(-size)),
        name="below",
        title="A logit below zero",
    )
    p.text(
        f"Both cases in one line: the loss is {positive_part(z)}, minus {z * y}, plus the "
        f"logarithm that stands in both results. In both the exponential is that of {-size}, minus "
        "the size of the logit, so it "
        "lies between zero and one. The slope is as simple as before:"
    )
    p.chain(
        d(softplus(z) - z * y, z),
        elementary("the [slope of softplus](activations.md#softplus) is the sigmoid"),
        sigmoid(z) - y,
        name="slope_from_logit",
        title="The slope, from the logit",
    )

    p.part("Four ways, measured")
    p.text(
        "Now the four ways in double precision, beside the truth with a thousand digits. The "
        "target is zero, so a large logit is a confident mistake. The clamp holds quotients below "
        "a million, and answers away from zero and one by a ten-millionth."
    )
    found = p.code(
        """
        import numpy as np
        from mpmath import mp, mpf, exp, log
        mp.dps = 1000  # far more than a hundred digits: e^-800 has 347 zeros behind the point
        def sigma(z):
            return 1 / (1 + np.exp(-z))

        def naive(z, y):
            a = sigma(z)
            loss = -(y * np.log(a) + (1 - y) * np.log(1 - a))
            return loss, (-y / a + (1 - y) / (1 - a)) * (a * (1 - a))

        def selectors(z, y):
            a = sigma(z)
            chosen, sign = (a, -1) if y == 1 else (1 - a, 1)
            return -np.log(chosen), sign / chosen * (a * (1 - a))

        def clamped(z, y):
            a = sigma(z)
            inside = np.clip(a, 1e-7, 1 - 1e-7)
            loss = -(y * np.log(inside) + (1 - y) * np.log(1 - inside))
            quotient = np.nan_to_num(-y / a) if y == 1 else np.nan_to_num(1 / (1 - a))
            return loss, np.clip(quotient, -1e6, 1e6) * (a * (1 - a))

        def logits(z, y):
            tail = np.exp(-abs(z))
            a = 1 / (1 + tail) if z > 0 else tail / (1 + tail)
            return max(z, 0) - z * y + np.log1p(tail), a - y

        def truth(z, y):
            a = 1 / (1 + exp(-mpf(z)))
            return -log(1 - a) if y == 0 else -log(a), a - y

        ways = {"truth": truth, "naive": naive, "selectors": selectors,
                "clamped": clamped, "logits": logits}
        places = [-800, -40, -5, 0, 5, 20, 40, 800]
        def row(way, z, y):
            with np.errstate(all="ignore"):
                return [f"{float(number):.4g}" for number in ways[way](np.float64(z), y)]

        losses = {z: [row(way, z, 0)[0] for way in ways] for z in places}
        slopes = {z: [row(way, z, 0)[1] for way in ways] for z in places}
        zs = [n / 2 for n in range(20, 73)]
        drawn = {way: [float(row(way, z, 0)[1]) for z in zs] for way in ("truth", "clamped")}
        """
    )
    p.text("The loss, for the target zero:")
    headings = ("logit", *found["ways"])
    p.table(headings, *((str(place), *cells) for place, cells in found["losses"].items()))
    p.text("And its slope by the logit:")
    p.table(headings, *((str(place), *cells) for place, cells in found["slopes"].items()))
    p.text(
        "The naive formula gives no number where it is needed most. The selectors cure it where "
        "the answer is right, and not where it is wrong. The clamped loss stops growing, and the "
        "clamped slope falls to zero where the truth is one. The logits agree with the truth in "
        "every row."
    )
    p.picture(
        "slopes",
        curves(
            *((way, found["zs"], found["drawn"][way]) for way in ("truth", "clamped")),
            x="logit",
            y="slope of the loss by the logit",
        ),
        "Two curves over the logit from 10 to 36 for the target zero. The true slope stays at one; "
        "the clamped one falls from one to zero between about 13 and 20.",
        "A confident mistake: what the network should learn from it, and what the clamp leaves.",
    )

    p.part("Many answers: the largest logit goes first")
    n = column("t", "n", "the logits of a softmax layer")
    k = index("k", over="n")
    shift = scalar("m", "any number; a program takes the largest logit")
    p.text(
        "For softmax the loss from the logits needs the logarithm of a sum of exponentials. Here, "
        "too, one large logit overflows, and here, too, it can be taken out. Any number can:"
    )
    p.symbols(n, shift)
    p.chain(
        shift + log(total(k, exp(n[k] - shift))),
        algebra("an exponential of a difference is a product"),
        shift + log(exp(-shift) * total(k, exp(n[k]))),
        algebra("the logarithm of a product is a sum"),
        shift + (-shift + log(total(k, exp(n[k])))),
        algebra("the shift cancels"),
        log(total(k, exp(n[k]))),
        name="log_sum_exp",
        title="The logarithm of a sum of exponentials, with a shift",
    )
    p.text(
        f"If {shift} is the largest logit, no exponent is above zero, and one of the exponentials "
        "is one: nothing overflows, and the sum is never zero. The shares themselves do not change "
        "under a shift either, see [softmax](softmax.md#moved)."
    )

    p.part("In the library")
    p.text(
        "The network of this book never forms a quotient behind a sigmoid or a softmax. Its losses "
        "come from the logits, and its slopes are answer minus target:"
    )
    p.code(
        """
        from bpcore.losses import LOSSES
        from bpcore.network import Network
        binary, many = LOSSES["binary cross-entropy"], LOSSES["categorical cross-entropy"]
        for z in places:
            answers, loss = binary.from_logits(np.array([[float(z)]]), np.array([[0.0]]))
            print(z, f"{loss[0]:.4g}", f"{answers[0, 0]:.4g}", f"{float(truth(z, 0)[0]):.4g}")

        many.from_logits(np.array([[800.0, 0.0, -800.0]]), np.array([[0.0, 1.0, 0.0]]))
        one = Network([[[1.0]]], [[0.0]], ["sigmoid"], "binary cross-entropy")
        one.cost([[800.0]], [[0.0]])
        one.backward(one.forward([[800.0]]), [[0.0]]).delta[1]
        """
    )
