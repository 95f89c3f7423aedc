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
clamped_above_answer: d(a_top, z) = (1 - (y_hat - (1 - epsilon) > 0)) * (y_hat * (1 - y_hat)): \
proved for all values where y_hat differs from 1 - epsilon
clamped_above_loss: d(L_top, a_top) = -y / a_top + (1 - y) / (1 - a_top): proved for all values
clamped_above: d(L_top, z) = (y_hat - y) * (1 - (y_hat - (1 - epsilon) > 0)): proved for all \
values where y_hat differs from 1 - epsilon
clamped_below_answer: d(a_bottom, z) = (y_hat - epsilon > 0) * (y_hat * (1 - y_hat)): proved for \
all values where y_hat differs from epsilon
clamped_below_loss: d(L_bottom, a_bottom) = -y / a_bottom + (1 - y) / (1 - a_bottom): proved for \
all values
clamped_below: d(L_bottom, z) = (y_hat - y) * (y_hat - epsilon > 0): proved for all values where \
y_hat differs from epsilon
softplus: softplus(z) = log(1 + exp(z)): true by definition
from_logit: L = softplus(z) - z * y: proved for all values
softplus_safe: softplus(z) = maximum(0, z) + log(1 + exp(-s)): proved for all values
loss_safe: L = maximum(0, z) + log(1 + exp(-s)) - z * y: proved for all values
slope_from_logit: d(softplus(z) - z * y, z) = sigmoid(z) - y: proved for all values
log_sum_exp: log(sum(exp(t[k]) for k in 1..n)) = m + log(sum(exp(t[k] - m) for k in 1..n)): \
proved for any width
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
    gate,
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
    """Compare five ways of computing the loss and its slope, and derive the safe one."""
    z = scalar("z", "the logit: the weighted sum of the last neuron")
    y = scalar("y", "the target: zero, one, or a share between them")
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
        "layer's number is left out."
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
        f"Right is {by_answer}, with both terms. It happens because with hard targets the "
        "second term is always zero. Soft targets are common: smoothed labels, or the answers of "
        "another network."
    )

    p.part("Clamping the quotient")
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
        f"With any fixed {c} the second bracket stays below it, and the first goes to zero as the "
        f"answer goes to one; so the whole does. Therefore {clamped} is finite, "
        "and it is wrong: the more wrong the answer, the less the network learns from it."
    )

    p.part("Clamping the answer")
    epsilon = scalar(
        "epsilon",
        "how near the clamp lets an answer come to zero or one",
        between=(0, N(1, 2).value),
    )
    highest = 1 - epsilon
    top = let(
        "a_top", a - positive_part(a - highest), "the answer, held from above", between=(0, 1)
    )
    bottom = let(
        "a_bottom",
        epsilon + positive_part(a - epsilon),
        "the answer, held from below",
        between=(0, 1),
    )
    p.text(
        "Many programs clamp the answer instead, before the logarithm. What is above the highest "
        "value is cut off, and what is below the lowest is filled up:"
    )
    p.symbols(epsilon)
    p.define(top, bottom)
    held_above = let("L_top", -(y * log(top) + (1 - y) * log(1 - top)), "the loss held from above")
    held_below = let(
        "L_bottom", -(y * log(bottom) + (1 - y) * log(1 - bottom)), "the loss held from below"
    )
    p.define(held_above, held_below)
    p.text(
        f"The slope shows what that does. The sign {gate(a - highest)} stands for one where the "
        "inequality in it holds, and for zero elsewhere:"
    )
    ends = []
    for answer, loss, through, name, held in (
        (
            top,
            held_above,
            1 - gate(a - highest),
            "clamped_above",
            "held from above",
        ),
        (
            bottom,
            held_below,
            gate(a - epsilon),
            "clamped_below",
            "held from below",
        ),
    ):
        p.chain(
            d(answer, z),
            chain_rule("through the answer; beyond the clamp nothing moves"),
            through * d(a, z),
            by(slope),
            through * (a * (1 - a)),
            name=f"{name}_answer",
            title=f"The answer {held}, by the logit",
        )
        p.chain(
            d(loss, answer),
            chain_rule("the slope of each logarithm"),
            -(y / answer) + (1 - y) / (1 - answer),
            name=f"{name}_loss",
            title=f"The loss by the answer {held}",
        )
        ends.append(
            p.chain(
                d(loss, z),
                chain_rule("through the clamped answer"),
                d(loss, answer) * d(answer, z),
                elementary(
                    "both slopes stand above: where the clamp does nothing, the denominators "
                    "cancel; beyond, the second slope is zero"
                ),
                (a - y) * through,
                name=name,
                title=f"The slope of the loss, the answer {held}",
            )
        )
    above, below = ends
    p.text(
        f"Where the clamp does nothing, the slope is the true one, {a - y}. Where it acts, the "
        "clamped answer is a constant, so the clamped loss is a constant, and the slope is zero. "
        f"That is what both results say: {above} and {below}. And where does the clamp act? Just "
        "where the answer is near one or near zero. For a confident mistake the true slope is then "
        "close to one, or to minus one, and the network gets zero instead."
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
    from_logit = p.chain(
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
        f"But {soft} overflows at a large logit. Take the positive part of the logit out of the "
        "logarithm. What is left has the exponential of a number that is never above zero. Above "
        "zero an exponential comes out of the bracket; below zero the positive part is nothing and "
        "nothing happens; at zero both are the same. The proof goes through these three cases. The "
        "size of a logit is its positive part plus that of its opposite, one of which is zero:"
    )
    size = let("s", positive_part(z) + positive_part(-z), "the size of the logit")
    p.define(size)
    safe = p.chain(
        softplus(z),
        definition("what softplus means"),
        log(1 + exp(z)),
        algebra("take the exponential of the positive part out of the bracket"),
        positive_part(z) + log(1 + exp(-(positive_part(z) + positive_part(-z)))),
        definition("name the size"),
        positive_part(z) + log(1 + exp(-size)),
        name="softplus_safe",
        title="Softplus without a large exponential",
    )
    p.chain(
        L,
        by(from_logit),
        softplus(z) - z * y,
        by(safe),
        positive_part(z) + log(1 + exp(-size)) - z * y,
        name="loss_safe",
        title="The loss, as a program computes it",
    )
    p.text(
        f"The exponential {exp(-size)} is above zero and at most one, whatever the logit is. "
        "The slope is as simple as before:"
    )
    p.chain(
        d(softplus(z) - z * y, z),
        elementary("the [slope of softplus](activations.md#softplus) is the sigmoid"),
        sigmoid(z) - y,
        name="slope_from_logit",
        title="The slope, from the logit",
    )

    p.part("Five ways, measured")
    p.text(
        "Now the ways in double precision, beside the truth with a thousand digits. The clamped "
        "quotients stay below a million, and the clamped answers stay a ten-millionth away from "
        "zero and one. The selectors choose the term of the nearer target."
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
            chosen, sign = (a, -1) if y > 0.5 else (1 - a, 1)
            return -np.log(chosen), sign / chosen * (a * (1 - a))

        def quotient(z, y):
            a = sigma(z)
            both = np.nan_to_num(-y / a) + np.nan_to_num((1 - y) / (1 - a))
            return naive(z, y)[0], np.clip(both, -1e6, 1e6) * (a * (1 - a))

        def answer(z, y):
            a = sigma(z)
            held = np.clip(a, 1e-7, 1 - 1e-7)
            loss = -(y * np.log(held) + (1 - y) * np.log(1 - held))
            return loss, (-y / held + (1 - y) / (1 - held)) * (a * (1 - a)) * (held == a)

        def logits(z, y):
            tail = np.exp(-abs(z))
            a = 1 / (1 + tail) if z > 0 else tail / (1 + tail)
            return max(z, 0) - z * y + np.log1p(tail), a - y

        def truth(z, y):
            a = 1 / (1 + exp(-mpf(z)))
            return -(y * log(a) + (1 - y) * log(1 - a)), a - y

        ways = {"truth": truth, "naive": naive, "selectors": selectors,
                "quotient clamped": quotient, "answer clamped": answer, "logits": logits}
        places = [-800, -40, -20, -5, 0, 5, 20, 40, 800]
        targets = [0.0, 1.0, 0.9]
        def result(way, z, y):
            with np.errstate(all="ignore"):
                return [+number for number in ways[way](np.float64(z), y)]

        def written(number):
            too_small = number != 0 and abs(number) < mpf(10) ** -300  # for a double
            return mp.nstr(number, 4) if too_small else f"{float(number) + 0:.4g}"

        def row(kind, z, y):
            return [written(result(way, z, y)[kind]) for way in ways]

        def apart(kind):
            return max(float(abs(mpf(float(result("logits", z, y)[kind]))
                - result("truth", z, y)[kind])) for z in places for y in targets)

        losses = {y: {z: row(0, z, y) for z in places} for y in targets}
        slopes = {y: {z: row(1, z, y) for z in places} for y in targets}
        def line(way, zs, y):
            points = [(z, float(result(way, z, y)[1])) for z in zs]
            return [*zip(*((z, slope) for z, slope in points if np.isfinite(slope)))]

        shown = ["truth", "selectors", "quotient clamped", "answer clamped"]
        wrong_up = {way: line(way, [n / 8 for n in range(80, 337)], 0.0) for way in shown}
        wrong_down = {way: line(way, [n / 8 for n in range(-336, -79)], 1.0) for way in shown}
        ends = wrong_up["selectors"][0][-1]
        farthest = max(apart(0), apart(1))
        assert farthest < 1e-13
        """
    )
    headings = ("logit", *found["ways"])
    for target in found["targets"]:
        for kind in ("losses", "slopes"):
            what = "The loss" if kind == "losses" else "Its slope by the logit"
            p.text(f"{what}, for the target {target:g}:")
            rows = found[kind][target].items()
            p.table(headings, *((str(place), *cells) for place, cells in rows))
    last = found["places"][-1]
    middle = found["places"][-3]
    up, down = (
        float(found["result"]("truth", at, y)[1]) for at, y in ((middle, 0.0), (-middle, 1.0))
    )
    held_up, cut_up = (
        float(found["result"](way, middle, 0.0)[1])
        for way in ("quotient clamped", "answer clamped")
    )
    p.text(
        "The naive formula gives no number where it is needed most. For a hard target the "
        "selectors cure it where the answer is right. Where it is wrong, they last longer below "
        "zero than above: a double can come very near to zero, but not as near to one. At last "
        f"they fail on both sides: at {last} for the target zero and at {-last} for the target one "
        "there is no number. For the soft target they are simply wrong."
    )
    p.text(
        "Both clamps give a slope everywhere, and a false one where they act. For the target "
        "zero and the logit "
        f"{middle} the true slope is {up:.12g}, the clamped quotient makes it {held_up:.4g}, and "
        f"the clamped answer {cut_up:g}. For the target one and the logit {-middle} the true slope "
        f"is {down:.12g}. A clamped quotient does nothing for the loss, and the loss of a clamped "
        "answer stops growing."
    )
    p.text(
        "The logits are at these places nowhere farther from the truth than "
        f"{found['farthest']:.2g}, in the losses and in the slopes. One thing they cannot do "
        "either: where the answer is right and the target one, the slope is the difference of two "
        "numbers that round to the same double, and comes out as zero. There is hardly anything "
        "left to learn there."
    )
    for name, where, side in (
        ("slopes", "wrong_up", "zero"),
        ("slopes-one", "wrong_down", "one"),
    ):
        p.picture(
            name,
            curves(
                *((way, *found[where][way]) for way in found["shown"]),
                x="logit",
                y="slope of the loss by the logit",
            ),
            f"Four curves of the slope over the logit, for the target {side}. The true slope keeps "
            "its size of one. With a clamped answer it drops to zero at once, with a clamped "
            "quotient it falls to zero more gently. "
            + (
                f"The selectors follow the truth as far as {found['ends']:g} and end there."
                if side == "zero"
                else "The selectors follow the truth all along."
            ),
            f"A confident mistake, target {side}: what the network should learn from it, and what "
            "the clamps leave. The logits give the true curve, and the selectors as long as they "
            "give a number.",
        )

    p.part("Many answers: the largest logit goes first")
    n = column("t", "n", "the logits of a softmax layer")
    k = index("k", over="n")
    shift = scalar("m", "any number; a program takes the largest logit")
    p.text(
        "For softmax the loss from the logits needs the logarithm of a sum of exponentials, "
        "*log-sum-exp* for short. Here, too, one large logit overflows, and here, too, it can be "
        "taken out. Any number can:"
    )
    p.symbols(n, shift)
    p.chain(
        log(total(k, exp(n[k]))),
        algebra("an exponential of a sum is a product, and one factor is in every term"),
        log(exp(shift) * total(k, exp(n[k] - shift))),
        algebra("both factors are positive, so the logarithm of the product is a sum"),
        shift + log(total(k, exp(n[k] - shift))),
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
        "come from the logits, and its slopes are answer minus target. These are the two lines of "
        "its source in which the results of this page stand, and what comes out, beside the truth:"
    )
    p.code(
        """
        import inspect
        from bpcore import activations, losses
        from bpcore.network import Network
        def lines_with(word, function):
            return [line.strip() for line in inspect.getsource(function).splitlines()
                    if word in line and "return" in line]

        lines_with("log1p", activations.softplus)
        lines_with("lowered", losses._categorical_from_logits)
        binary = losses.LOSSES["binary cross-entropy"]
        many = losses.LOSSES["categorical cross-entropy"]
        def off(z, y):
            answers, loss = binary.from_logits(np.array([[float(z)]]), np.array([[y]]))
            return abs(mpf(float(loss[0])) / truth(z, y)[0] - 1)

        max(off(z, y) for z in range(-700, 701, 7) for y in targets) < 1e-14
        three = [800, 0, -800]
        answers, loss = many.from_logits(np.array([three], float), np.array([[0.0, 1.0, 0.0]]))
        float(loss[0]), float(log(sum(exp(mpf(t)) for t in three)))
        one = Network([[[1.0]]], [[0.0]], ["sigmoid"], "binary cross-entropy")
        one.cost([[800.0]], [[0.0]])
        one.backward(one.forward([[800.0]]), [[0.0]]).delta[1]
        """
    )
