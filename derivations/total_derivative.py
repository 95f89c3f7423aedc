"""Chain rule, total derivative, vector chain rule

How fast a result moves when a variable acts on it in several ways: from one path to any number of
paths, and to products of Jacobians.  Second page of the course on source 001.

>>> from bpcore import run
>>> for name in ("one_path", "two_paths", "total", "total_product", "vector", "gradient"):
...     print(name + ":", run(derive).results[name])
one_path: d(r, t) = d(r, x_1) * d(x_1, t): proved for all values
two_paths: d(f, t) = partial(f, x_1) * d(x_1, t) + partial(f, x_2) * d(x_2, t): proved for all \
values
total: d(V, t) = sum(partial(V, v[l]) * d(v[l], t) for l in 1..n): proved for any width
total_product: d(V, t) = partial(V, v).T @ d(v, t): proved for any width
vector: partial(a^[2], a^[0]) = partial(a^[2], a^[1]) @ partial(a^[1], a^[0]): proved for any width
gradient: partial(C, a^[0]) = partial(a^[1], a^[0]).T @ partial(C, a^[1]): proved for any width
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
    dot,
    elementary,
    index,
    let,
    listed,
    matrix,
    no_claim,
    opaque,
    over_paths,
    partial,
    proved,
    scalar,
    spelled,
    stacked,
    total,
    unspecified,
)
from bpcore.drawing import paths
from bpcore.example import example_network
from bpcore.iris import FLOWERS, flower


def derive(p: Page) -> None:
    """Explain the chain rule for one path, for two, for any number, and put it to use."""
    t = scalar("t", "the variable that is moved")
    g, h = unspecified("g"), unspecified("h")

    p.text(
        "A variable acts on a result in several ways at once. How fast does the result move? The "
        "chain rule of school cannot answer, for it knows only one way. This page explains the "
        "rule that can, for any number of ways and in one line of matrices, and shows by how much "
        "the short rule is wrong where it does not fit."
    )
    with p.note("What a verdict means on this page"):
        p.text(
            "The rule itself is what every differentiation in this book is built on, the "
            "checker's too. So it is not proved here: its reason is [a limit](#why-a-sum), told in "
            "words. Where a line below *is* the rule, *proved* means that two programs which "
            "differentiate by it, one with symbols and one with sums over indices or with numbers, "
            "find the same. What the rule is then used for is proved as everywhere."
        )
    p.text(
        "You need [partial derivatives and the Jacobian](jacobian.md), the page before this one."
    )
    with p.important("In short"):
        p.text(
            "Multiply the slopes along each path, then add up all paths. This is the *total "
            "derivative*, in most textbooks the *multivariable chain rule*. Backpropagation uses "
            "it at every layer. With Jacobians the sum over paths becomes a matrix product, the "
            "*vector chain rule*; that looks like the rule of school, and is not.",
        )

    p.part("One path")
    x = let("x_1", g(t), "where the first path leads: any function of the variable")
    r = let("r", h(x), "a second one: any function of the first")
    p.text(
        f"The chain rule of school: {t} moves {x}, and {x} moves {r}. The slopes multiply. If "
        f"{x} moves three times as fast as {t}, and {r} twice as fast as {x}, then {r} moves six "
        f"times as fast as {t}. The functions {g(t)} and {h(t)} can be any with a derivative.",
        covers="S1-2",
    )
    p.symbols(t)
    p.define(x)
    p.define(r)
    one_path = p.chain(
        d(r, t),
        chain_rule(f"the one path from {t} over {x} to {r}"),
        d(r, x) * d(x, t),
        name="one_path",
        title="Chain rule for one path",
        covers="S1-18",
    )
    p.chain(
        d(r, x) * d(x, t),
        definition("write out what the two quantities are"),
        d(h(x), x) * d(g(t), t),
        elementary("a prime means the derivative of a function"),
        h.prime(x) * g.prime(t),
    )

    p.part("Two paths")
    a = let("alpha", t, "the first side of a rectangle")
    b = let("beta", t**2, "the second side")
    A = let("A", a * b, "its area")
    p.text(
        f"Now a rectangle grows. At any time its sides are as long as {no_claim(t)} and "
        f"{no_claim(t**2)}. How fast does its area {A} grow? Time acts twice: it makes the "
        "rectangle longer, and it makes it wider.",
        covers="S1-19",
    )
    for name in (a, b, A):
        p.define(name)
    edges = [(t, a, N(1)), (t, b, 2 * t), (a, A, b), (b, A, a)]
    p.picture(
        "two-paths",
        paths([[t], [a, b], [A]], edges, lit=[[t, a, A], [t, b, A]]),
        "Two paths lead from the time to the area, one over each side; both are lit.",
        "Both paths count. Each arrow bears its slope: how fast its end grows with its beginning.",
    )
    p.text("Here the answer can be had without any chain rule, because the area is one power:")
    p.chain(
        d(A, t),
        definition("write the area and the sides out"),
        d(t * t**2, t),
        elementary("a third power gives three times a square"),
        3 * t**2,
        name="area",
        title="How fast the area grows",
    )
    p.text("And this is what the rule of school gives if one follows the first path only:")
    p.picture(
        "one-path",
        paths([[t], [a, b], [A]], edges, lit=[[t, a, A]]),
        "The same two paths from the time to the area; only the one over the first side is lit.",
        "The rule of school sees one path. The other one is there all the same.",
    )
    remark = p.mistake(
        "The rule of one path where there are two",
        d(A, t),
        partial(A, a) * d(a, t),
        at={t: 1},
        covers="S1-3",
        formerly="mistake-30dd83",
    )
    remark(
        "Right is the sum of what comes in along both paths, [as below](#two_paths). The "
        "rectangle does not only get longer; what comes in along the other path is lost."
    )
    remark(
        "Where it comes from: the formula has the look that one knows, and nothing in it says that "
        "there is another side."
    )
    p.part("Why a sum?")
    p.text(
        "Why are the two added? Let a little time pass. The rectangle gets a strip along each of "
        "two sides, and a small rectangle in the corner where the strips would meet. The strips "
        "shrink with the step; the corner shrinks much faster, and is lost in the limit."
    )
    p.code(
        """
        for step in (0.1, 0.01, 0.001):
            longer, wider = step, (1 + step)**2 - 1
            strips = 1 * longer, 1 * wider, longer * wider
            print(f"step {step:<6}", *(f"{strip / step:.4f}" for strip in strips))
        """
    )
    p.text(
        "Each line: the first strip, the second strip and the corner, divided by the step. They "
        "approach the two paths, and nothing."
    )
    y = let("x_2", h(t), "where the other path leads: another function of the variable")
    f = opaque("f", x, y, meaning="any quantity that depends on both, differentiably")
    p.text(
        f"The same without a rectangle: {x} and {y} are any functions of {t}, and {f} is any "
        "function of these two that is differentiable."
    )
    p.define(y)
    p.symbols(f)
    p.text(
        "*Differentiable* means this. Let both quantities move a little. Then the result moves by "
        f"the one little bit times {partial(f, x)}, by the other times {partial(f, y)}, and by a "
        "rest that is small even beside these little bits: the corner of the rectangle was such a "
        "rest."
    )
    p.text(
        f"Now let {t} make a little step, and divide everything by it. The little bits, divided by "
        f"the step, go to {d(x, t)} and to {d(y, t)}: that is what these slopes are. The rest, "
        "divided by the step, goes to zero, because it is small even beside the little bits, and "
        "these are in proportion to the step, or smaller. Two terms are left."
    )
    two_paths = p.chain(
        d(f, t),
        over_paths(f"one path over {x}, one over {y}"),
        partial(f, x) * d(x, t) + partial(f, y) * d(y, t),
        name="two_paths",
        title="Total derivative over two paths",
        covers="S1-4",
        when="a function that is differentiable in both variables together",
    )
    p.text("For the rectangle, step by step:")
    area = p.chain(
        d(A, t),
        over_paths("one path over each side"),
        partial(A, a) * d(a, t) + partial(A, b) * d(b, t),
        elementary("the area grows with one side as fast as the other side is long"),
        b * d(a, t) + a * d(b, t),
        elementary("how fast the sides grow"),
        b * 1 + a * (2 * t),
        definition("how long the sides are"),
        t**2 * 1 + t * (2 * t),
        algebra("add up"),
        3 * t**2,
    )
    now = p.numbers({t: 1})
    p.worked(now, proved(area.left, partial(A, a) * d(a, t) + partial(A, b) * d(b, t)))
    p.compare(now, area.left)
    p.text(
        f"Read the sum as a weighted one: {d(x, t)} and {d(y, t)} say how fast the quantities in "
        f"between move. Then {partial(f, x)} and {partial(f, y)} are the weights. They say how "
        f"much {f} cares.",
        covers="S1-22",
    )
    p.text(
        f"The signs differ for a reason. {x} and {y} depend on {t} alone, so their derivatives are "
        f"the ordinary ones, with a straight d. {f} depends on two quantities, so its derivative "
        "by one of them is partial: the other one is held. The variable depends on itself alone, "
        f"so its derivative is ordinary too: {proved(d(t, t), N(1))}.",
        covers="S1-23",
    )

    p.part("A petal that grows")
    number = p.choice("flower", 17, "the number of the flower", range(1, FLOWERS + 1))
    petal, network = flower(number), example_network()
    p_0, q_0 = scalar("p_0", "length of the petal, cm"), scalar("q_0", "width of the petal, cm")
    w_1, w_2 = scalar("w_1", "weight of the length"), scalar("w_2", "weight of the width")
    b_0 = scalar("b_0", "bias")
    p_t = let("p", p_0 * t, "the length of the enlarged petal")
    q_t = let("q", q_0 * t, "the width of the enlarged petal")
    z = let("z", w_1 * p_t + w_2 * q_t + b_0, "the pre-activation of a neuron that sees the petal")
    p.text(
        f"A neuron sees the petal of iris flower {number}. Enlarge the petal, length and width by "
        "the "
        "same factor: how fast does the pre-activation move? Two paths again. The weights are "
        "those of the second hidden neuron of the example network."
    )
    p.symbols(p_0, q_0, w_1, w_2, b_0)
    for name in (p_t, q_t, z):
        p.define(name)
    p.chain(
        d(z, t),
        over_paths("one path over the length, one over the width"),
        partial(z, p_t) * d(p_t, t) + partial(z, q_t) * d(q_t, t),
        elementary("a weighted sum grows with each summand by its weight"),
        w_1 * d(p_t, t) + w_2 * d(q_t, t),
        elementary("and each measurement grows by its first value"),
        w_1 * p_0 + w_2 * q_0,
        name="petal",
        title="A neuron that sees a growing petal",
    )
    iris = p.numbers(
        {
            p_0: petal.petal_length,
            q_0: petal.petal_width,
            w_1: network.W_1[1][2],
            w_2: network.W_1[1][3],
            b_0: network.b_1[1][0],
            t: 1,
        }
    )
    p.worked(iris, z, p.results["petal"])
    p.compare(iris, d(z, t))

    p.part("When the variable is also an input itself")
    s = let("s", t, "the variable once more, as an input of its own")
    F = opaque("F", s, x, y, meaning="any quantity that depends on the variable directly, too")
    p.text(
        f"Sometimes the result depends on {t} not only through {x} and {y} but also directly. Then "
        "there is a third path, with nothing between. To keep it apart from the others, the "
        f"direct input gets a letter of its own, {s}."
    )
    p.define(s)
    p.symbols(F)
    p.picture(
        "direct",
        paths(
            [[t], [x, s, y], [F]],
            [(t, x), (t, s), (t, y), (x, F), (s, F), (y, F)],
            lit=[[t, s, F]],
        ),
        "Three paths lead from the variable to the result: over two quantities that depend on it, "
        "and directly. The direct one is lit.",
        f"The direct path is lit; on it {s} moves as {t} itself does.",
    )
    p.chain(
        d(F, t),
        over_paths("the direct path, and the two others"),
        partial(F, s) * d(s, t) + partial(F, x) * d(x, t) + partial(F, y) * d(y, t),
        elementary("the variable grows as fast as itself"),
        partial(F, s) * 1 + partial(F, x) * d(x, t) + partial(F, y) * d(y, t),
        name="direct",
        title="Total derivative with a direct path",
        when="a function that is differentiable in all three together",
        covers="S1-20",
    )
    B = let("B", a * b + 5 * s, "the area, and a strip that grows all by itself")
    p.text(
        f"Textbooks have no letter {s}. They write a partial derivative by {t} for the direct path "
        f"and a derivative with a straight d for the whole. Two different questions: with the "
        f"straight d, {t} moves and *all that follows from it moves along*; for the direct path, "
        "only the direct input moves and *everything else is held*. The answers differ:"
    )
    p.define(B)
    whole = partial(B, s) * d(s, t) + partial(B, a) * d(a, t) + partial(B, b) * d(b, t)
    p.worked(now, proved(d(B, t), whole))
    p.compare(now, partial(B, s), d(B, t))
    T = opaque("T", t, y, meaning="any quantity that shows the variable and what follows from it")
    held = partial(T, t, holding=y)
    p.text(
        f"Without a letter for the direct input, a curly sign alone does not say which of the two "
        f"is asked for: if {T} shows both {t} and {y}, does {y} move along or not? So what is held "
        f"is written as a subscript. {held} is the slope of {T} by {t} with {y} held where it is. "
        f"The whole slope has a straight sign, {d(T, t)}. The law of the total derivative says "
        "how they differ:"
    )
    p.symbols(T)
    p.chain(
        d(T, t),
        over_paths(f"directly, and over {y}"),
        held + partial(T, y, holding=t) * d(y, t),
        name="law",
        title="The law of the total derivative",
        when="a function that is differentiable in both together",
    )
    U = let("U", t * b, "the area of a rectangle of which one side is the time itself")
    p.text("A rectangle again, one side of which is the time itself:")
    p.define(U)
    p.chain(
        d(U, t),
        over_paths("directly, and over the second side"),
        partial(U, t, holding=b) + partial(U, b, holding=t) * d(b, t),
        elementary("the area grows with one side as fast as the other side is long"),
        b + t * d(b, t),
        elementary("how fast the second side grows"),
        b + t * (2 * t),
        definition("how long the second side is"),
        t**2 + t * (2 * t),
        algebra("add up"),
        3 * t**2,
        name="law_area",
        title="The whole slope of the area",
    )
    p.compare(now, partial(U, t, holding=b), partial(U, b, holding=t), d(U, t))
    remark = p.mistake(
        "One side held where the whole slope is asked for",
        d(U, t),
        partial(U, t, holding=b),
        at={t: 1},
        formerly="mistake-d810be",
    )
    remark(
        "The right side is the strip along one side only, as if the other did not grow. It comes "
        "about where the subscript is left out, because then both are read in the same way. "
        "In this book a curly sign without a subscript stands only where no other name on display "
        "moves along, or where that name is declared an abbreviation, which always does."
    )
    p.text("The article says that a term is zero, and writes the wrong sign for it:")
    remark = p.mistake(
        "The straight d where the curly one is meant",
        d(A, t) * d(t, t),
        0,
        at={t: 1},
        covers="S1-21",
    )
    remark(
        f"The area {A} does not depend on {t} directly. So the *partial* derivative by the direct "
        "input is zero, and the first term of the [sum over three paths](#direct) falls away. The "
        "straight d asks for the whole growth of the area, and that is not zero."
    )
    remark(
        "Where it comes from: both signs are read aloud in the same way, and in a formula with one "
        "path they mean the same."
    )

    p.part("When does one path remain?")
    P = let("P", a + b, "half the perimeter of the rectangle")
    p.text(
        f"The article says that the rule of school comes back if {x} is a function of {t} only. "
        f"But in the rectangle each side is a function of {t} only, and there are two paths:"
    )
    p.define(P)
    remark = p.mistake(
        "One side depends on time only, so one path is enough",
        d(P, t),
        partial(P, a) * d(a, t),
        at={t: 1},
        covers="S1-24",
        formerly="mistake-f09b2b",
    )
    remark(
        f"What must be true is that *only* {x} depends on {t}, and {y} does not: then there is no "
        "second path. The little word stands in the wrong place. Shown next."
    )
    c = scalar("c", "a quantity that does not move with the variable")
    G = opaque("G", x, c, meaning="any quantity that depends on one that moves and one that stays")
    p.symbols(c, G)
    p.chain(
        d(G, t),
        over_paths("over both quantities"),
        partial(G, x) * d(x, t) + partial(G, c) * d(c, t),
        elementary(f"{c} stays where it is"),
        partial(G, x) * d(x, t) + partial(G, c) * 0,
        algebra("one path is left"),
        partial(G, x) * d(x, t),
        name="only_one_moves",
        title="If only one of them moves",
        when="a second quantity that does not depend on the variable",
    )

    p.part("The quantities between, as a vector")
    u = let("u", listed(x, y, s), "everything between the variable and the result")
    K = opaque("R", u, meaning="any quantity that depends on all entries")
    i = index("i", over=3)
    p.text(
        f"Put the quantities between into a column {u}. Then the result is a function of one "
        "vector, which is a function of one number.",
        covers="S1-25",
    )
    p.text(
        f"The article makes {t} itself the last entry, as a direct input, so that no path is "
        "forgotten. Then the total derivative is one sum, with as many terms as there are "
        "entries; here there are three."
    )
    p.define(u)
    p.symbols(K)
    terms = total(i, partial(K, u[i]) * d(u[i], t))
    p.chain(
        d(K, t),
        over_paths(f"over every entry of {u}"),
        terms,
        algebra("term by term"),
        spelled(terms),
        definition("what the entries are"),
        partial(K, u[1]) * d(x, t) + partial(K, u[2]) * d(y, t) + partial(K, u[3]) * d(s, t),
        name="three_entries",
        title="The total derivative as a sum over entries",
        covers="S1-26",
    )
    p.text(
        "The article now writes the curly sign everywhere, because, it says, all of these are "
        f"functions of several variables. For {K} that is so. For the entries of {u} it is only "
        f"so if they depend on several variables. Here each depends on {t} alone, and {d(u[i], t)} "
        "is an ordinary derivative, as it was [before](#S1-23). A curly sign there is not wrong, "
        "since there is nothing else to hold; but it says nothing.",
        covers="S1-27",
    )

    p.part("Any number of paths")
    v_w, v_c = column("omega_0", "m", "any numbers"), column("c_0", "m", "any numbers")
    M = matrix("N", "n", "m", "any numbers")
    v = let("v", M @ g(t * v_w + v_c), "any number of quantities that follow from the variable")
    Y = opaque("V", v, meaning="any quantity that depends on all of them")
    j = index("l", over="n")
    weights = let("omega", partial(Y, v), "the weights: how much the result cares for each entry")
    speeds = let("rho", d(v, t), "the speeds: how fast each entry moves")
    p.text(
        "Three can be any number. To write that down, one needs a column of any length whose "
        f"entries follow from {t} in any way. This one will do: sums of any differentiable "
        "function, stretched, shifted and weighted at will. Only two things about the entries "
        "enter the rule, their values and their slopes at one moment, and these can be any. Take "
        f"neither function nor weights: then {proved(d(t * v_w + v_c, t), v_w)}, any slopes, and "
        f"at time zero {proved(0 * v_w + v_c, v_c)}, any values."
    )
    p.symbols(v_w, v_c, M)
    p.define(v)
    p.symbols(Y)
    every = p.chain(
        d(Y, t),
        over_paths("over every entry, however many there are"),
        total(j, partial(Y, v[j]) * d(v[j], t)),
        name="total",
        title="Total derivative: the sum over all paths",
        when="everything differentiable, with no path left out",
    )
    p.text(
        "A sum of products of this kind is a scalar product: the weights times the speeds. And a "
        "scalar product is a row times a column. The row is the Jacobian of the result, that is, "
        "[its gradient laid down](jacobian.md#gradient)."
    )
    p.define(weights)
    p.define(speeds)
    p.chain(
        d(Y, t),
        by(every),
        total(j, partial(Y, v[j]) * d(v[j], t)),
        definition("weights and speeds"),
        total(j, weights[j] * speeds[j]),
        algebra("a scalar product", covers="S1-28"),
        dot(weights, speeds),
        algebra("a row times a column"),
        weights.T @ speeds,
        definition("what the two are"),
        partial(Y, v).T @ d(v, t),
        name="total_product",
        title="Total derivative as a product",
        when="everything differentiable",
        covers="S1-29",
    )

    p.part("The vector chain rule")
    a_0 = column("a^[0]", "k", "what a first layer receives")
    W_1, b_1 = matrix("W^[1]", "n", "k", "its weights"), column("b^[1]", "n", "its biases")
    a_1 = let("a^[1]", g(W_1 @ a_0 + b_1), "what it puts out")
    W_2, b_2 = matrix("W^[2]", "m", "n", "weights of the next"), column("b^[2]", "m", "its biases")
    a_2 = let("a^[2]", h(W_2 @ a_1 + b_2), "what the next layer puts out")
    first = let("M^[1]", partial(a_1, a_0), "the Jacobian of the first layer")
    second = let("M^[2]", partial(a_2, a_1), "the Jacobian of the second layer")
    out, mid, into = index("o", over="m"), index("l", over="n"), index("j", over="k")
    p.text(
        "Now many variables and many results: two layers of a network, of any widths, with any "
        "activations that work on each entry by itself. How does one output of the second layer "
        "move with one input of the first? The paths lead over all entries in between."
    )
    p.symbols(a_0, W_1, b_1, W_2, b_2)
    p.define(a_1)
    p.define(a_2)
    p.text("Each of the two layers has a Jacobian. They get short names for a moment:")
    p.define(first)
    p.define(second)
    entry = p.chain(
        partial(a_2[out], a_0[into]),
        over_paths("over every output of the first layer"),
        total(mid, partial(a_2[out], a_1[mid]) * partial(a_1[mid], a_0[into])),
        definition("entries of the two Jacobians"),
        total(mid, second[out, mid] * first[mid, into]),
        algebra("row times column"),
        (second @ first)[out, into],
        name="vector_entry",
        title="One output by one input",
    )
    vector = p.chain(
        partial(a_2, a_0),
        stacked(entry, "so for every output and every input"),
        second @ first,
        definition("what the two names mean"),
        partial(a_2, a_1) @ partial(a_1, a_0),
        name="vector",
        title="Vector chain rule: the product of the Jacobians",
        covers="S1-7",
        when="everything differentiable, and Jacobians with a row for each output",
    )
    p.text(
        "So one matrix product adds up all paths, for all outputs and all inputs at once. The "
        "width that vanishes in the product, the inner one, counts the paths. A matrix "
        "product of two fractions is written with a dot, for the eye."
    )
    p.text(
        "That the two are layers was not needed. One output by one input is a [sum over all "
        "paths](#total) whatever the functions are, and so the same product comes out."
    )
    p.text(
        "A cost is a single number, and its derivative is a [gradient](jacobian.md#gradient), a "
        "column. [Transposed](jacobian.md#transpose), the same rule reads:"
    )
    C = opaque("C", a_2, meaning="any cost of what the second layer puts out")
    p.symbols(C)
    p.chain(
        partial(C, a_0),
        over_paths("over every output of the first layer"),
        partial(a_1, a_0).T @ partial(C, a_1),
        name="gradient",
        title="Vector chain rule for a gradient",
        when="everything differentiable",
    )
    p.chain(
        partial(C, a_0),
        by(p.results["gradient"]),
        partial(a_1, a_0).T @ partial(C, a_1),
        over_paths("and over every output of the second layer"),
        partial(a_1, a_0).T @ (partial(a_2, a_1).T @ partial(C, a_2)),
        name="gradient_two",
        title="The same over two layers",
        when="everything differentiable",
    )
    p.text(
        "Read the last line from right to left and it *is* backpropagation: begin with the slopes "
        "of the cost at the end, multiply by the transposed Jacobian of the last layer, then of "
        "the one before. Only columns are ever carried."
    )
    o = column("theta", 2, "two inputs")
    mu = let("mu", listed(o[1] * o[2], o[1] + o[2]), "two quantities between")
    nu = let("nu", listed(mu[1] ** 2, 3 * mu[1] + mu[2]), "two outputs")
    p.text("Small enough to check by hand: two inputs, two quantities between, two outputs.")
    p.symbols(o)
    p.define(mu)
    p.define(nu)
    J_mu = p.chain(
        partial(mu, o),
        elementary("a product and a sum"),
        listed((o[2], o[1]), (1, 1)),
    )
    J_nu = p.chain(
        partial(nu, mu),
        elementary("a square, and a weighted sum"),
        listed((2 * mu[1], 0), (3, 1)),
    )
    here = p.numbers({o: [[2], [1]]})
    product = proved(partial(nu, o), partial(nu, mu) @ partial(mu, o))
    p.worked(here, mu, J_mu, J_nu, product)
    p.compare(here, product.left)
    remark = p.mistake(
        "The Jacobians in the order in which the layers are run through",
        partial(nu, o),
        partial(mu, o) @ partial(nu, mu),
        at={o: [[2], [1]]},
    )
    remark(
        f"Right is {vector}, the last layer first. It comes about because numbers may change "
        "places, and matrices may not; and because in the [other "
        "layout](jacobian.md#the-other-layout) this would be the order."
    )

    p.part("Side by side", covers="S1-32")
    p.text(
        "The rule for vectors has the same look as the rule of school. That is its beauty, and "
        "probably the source of the confusion that the article was written about.",
        covers="S1-31",
    )
    p.table(
        ("", "chain rule of school", "vector chain rule"),
        ("the formula", one_path, vector),
        ("what lies between", "one number", "a vector, any number of numbers"),
        ("each factor", "a number", "a matrix, the Jacobian"),
        ("the product", "of two numbers", "of two matrices: every entry is a sum over all paths"),
        ("order of the factors", "as you like", "last layer first"),
        ("paths", "one", "as many as there are numbers between"),
    )
    p.text(
        "The sign is the only hint: a straight d on the left, a curly one on the right. The "
        "article says that it is curly because the thing between is a vector of functions. What "
        "counts is the inputs: there are several, of which one moves and the others are held. With "
        f"several outputs of a single variable, as in {d(v, t)}, even that hint is gone.",
        covers="S1-30",
    )
    p.text(
        "If a vector has one entry only, its Jacobians are numbers, the sum has one term, and the "
        "right column turns into the left one. So the rule for vectors holds everywhere. But from "
        "the symbols alone one cannot see which of the two is in use. Therefore every step in this "
        "book says it."
    )

    p.part("Is the rule of school wrong, then?", covers="S1-120")
    p.text(
        "The article calls it misleading or wrong to explain backpropagation by the rule of "
        "school. That depends on what the letters stand for and on how many paths there are:"
    )
    p.table(
        ("case", "the rule of school"),
        ("one neuron in each layer, all the way", "right: [there is one path](#one_path)"),
        (
            "several quantities between, only one of them moves",
            "right: [the other paths bring nothing](#only_one_moves)",
        ),
        (
            "an activation that works on each entry by itself",
            "right, entry by entry: [each has one path](conditions.md#jacobian_elementwise)",
        ),
        (
            "the letters stand for vectors, the fractions for Jacobians",
            "right: then it is the [vector chain rule](#vector)",
        ),
        (
            "several quantities between move, and one of them is followed",
            "[wrong](#S1-3): the other paths are missing",
        ),
        (
            "a softmax, or a hidden layer below several neurons",
            "wrong for the same reason: [every output answers](softmax.md)",
        ),
    )
    p.text(
        "So ask two questions at every step: *what lies between?* and *how many of these move?* If "
        "the answer to the second is more than one, there is a sum."
    )

    p.part("Questions")
    p.question(
        "Can I not cancel the differentials, like fractions?",
        f"With one path it seems to work. With two it fails at once: in {two_paths} each of the "
        f"two terms would cancel to the whole of {d(f, t)}, and their sum to twice that. A "
        "derivative is a limit of fractions, each term the share of one path.",
    )
    p.question(
        "What if a path has more than one stop?",
        "Multiply along it all the same; the rule is used once for each stop. That is [the line "
        "with two layers](#gradient_two). The number of paths multiplies from layer to layer, but "
        "nobody lists them: each matrix product adds up all that go through one layer.",
    )
    p.question(
        "Are two derivatives in the two directions enough for the rule?",
        "Not quite. The function must be differentiable in all its variables together, which means "
        "that close to a point it is nearly a plane. Everything in this course is so, except at "
        "the corners of ReLU.",
    )
