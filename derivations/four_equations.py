"""The four equations of backpropagation

BP1 to BP4 of Nielsen's second chapter, of which source 002 proves the third; here all four, for any
width, any depth, any activation and any cost.

>>> from bpcore import run
>>> for name in ("BP1", "BP2", "BP3", "BP4"):
...     print(name + ":", run(derive).results[name])
BP1: delta^[L] = partial(K, a^[L]) * s_prime(z^[L]): proved for any width
BP2: delta^[l] = W^[l+1].T @ delta^[l+1] * s_prime(z^[l]): proved for any width
BP3: partial(C, b^[l]) = delta^[l]: proved for any width
BP4: partial(C, W^[l]) = delta^[l] @ a^[l-1].T: proved for any width
"""

from bpcore import (
    Page,
    algebra,
    by,
    chain_rule,
    column,
    definition,
    elementary,
    elementwise,
    index,
    kronecker,
    let,
    matrix,
    odot,
    opaque,
    over_paths,
    partial,
    scalar,
    spelled,
    stacked,
    total,
    unspecified,
)


def derive(p: Page) -> None:
    """State and prove BP1 to BP4, in components and in matrix form."""
    i, j = index("i", over="m"), index("j", over="n")
    k, q = index("k", over="p"), index("q", over="n")
    s = unspecified("s")

    p.text(
        "Four equations hold all of backpropagation: where the error starts, how it moves one "
        "layer back, and what it says about biases and weights. They are proved here for layers of "
        "any width, for any differentiable activation that works on each entry by itself and for "
        "any differentiable cost, first in components, then with matrices.",
        covers="S2-8",
    )
    p.text(
        "You need the [forward pass](forward_pass.md), the [sum over paths](total_derivative.md) "
        "and the [error of a neuron](error.md)."
    )
    p.part("One layer and what stands above it", covers="S2-3")
    a_0 = column("a^[l-1]", "m", "what the layer receives")
    W = matrix("W^[l]", "n", "m", "the weights of the layer: row for neuron, column for input")
    b = column("b^[l]", "n", "the biases of the layer")
    z = let("z^[l]", W @ a_0 + b, "the pre-activations of the layer")
    a = let("a^[l]", s(z), "the activations of the layer")
    W_1 = matrix("W^[l+1]", "p", "n", "the weights of the next layer")
    b_1 = column("b^[l+1]", "p", "the biases of the next layer")
    z_1 = let("z^[l+1]", W_1 @ a + b_1, "the pre-activations of the next layer")
    C = opaque("C", z_1, meaning="the cost: everything above the next layer")
    layer = scalar("l")
    p.text(
        f"Layer {layer} has any number of neurons, the one before it and the one "
        f"after it too. Of the rest of the network only this is known: the cost {C} depends on the "
        "next layer's pre-activations, in any differentiable way."
    )
    p.symbols(a_0, W, b, W_1, b_1, C)
    for name in (z, a, z_1):
        p.define(name)
    d_0 = let("delta^[l]", partial(C, z), "the error of the layer")
    d_1 = let("delta^[l+1]", partial(C, z_1), "the error of the next layer")
    p.text(
        "The [error](error.md) of a layer is the derivative of the cost by its pre-activations. "
        "It is defined for every layer, not for the last one alone."
    )
    p.define(d_0)
    p.define(d_1)
    with p.note("The Kronecker delta", covers="S2-15"):
        p.text(
            f"{kronecker(q, j)} is one where both indices agree and zero where they do not. It is "
            "written with a capital here, because the small letter is the error. Under a sum it "
            "picks one term and removes the sum."
        )

    p.part("BP3: the bias")
    p.text(
        "The bias comes first, because its proof shows how all of them go. The cost depends on "
        "a bias through the pre-activations of its layer, and through nothing else; that sentence "
        "is the heart of the proof. So the total derivative sums over all of these paths.",
        covers="S2-13",
    )
    dz_db = p.chain(
        partial(z[q], b[j]),
        elementary("each bias is added to its own pre-activation and to no other"),
        kronecker(q, j),
        name="dz_db",
        title="A pre-activation by a bias",
        covers="S2-12",
    )
    bp3 = p.chain(
        partial(C, b[j]),
        over_paths(f"over every pre-activation of the layer, {q} counts them"),
        total(q, partial(C, z[q]) * partial(z[q], b[j])),
        definition("the first factor is the error"),
        total(q, d_0[q] * partial(z[q], b[j])),
        by(dz_db),
        total(q, d_0[q] * kronecker(q, j)),
        algebra("only the term where both indices agree is left", covers="S2-16"),
        d_0[j],
        name="BP3_entry",
        title="BP3, in components",
        covers="S2-1 S2-14",
    )
    p.text("What the last step does, for a layer of three neurons and its second bias:")
    three, t = column("delta", 3), index("r", over=3)
    p.chain(
        total(t, three[t] * kronecker(t, 2)),
        algebra("write the sum out; the terms struck out hold a zero"),
        spelled(total(t, three[t] * kronecker(t, 2))),
        algebra("what is left is multiplied by one"),
        three[2],
    )
    p.chain(
        partial(C, b),
        stacked(bp3, "one below the other"),
        d_0,
        name="BP3",
        title="BP3",
        when="biases that act through their own pre-activation only",
    )

    p.part("BP4: the weights", covers="S2-9")
    dz_dw = p.chain(
        partial(z[q], W[j, i]),
        elementary("a weight stands in one pre-activation only, times its input"),
        kronecker(q, j) * a_0[i],
        name="dz_dw",
        title="A pre-activation by a weight",
    )
    with p.try_first("Try it first: the same proof as for the bias"):
        found = p.chain(
            partial(C, W[j, i]),
            over_paths("over every pre-activation of the layer"),
            total(q, partial(C, z[q]) * partial(z[q], W[j, i])),
            definition("the first factor is the error"),
            total(q, d_0[q] * partial(z[q], W[j, i])),
            by(dz_dw),
            total(q, d_0[q] * (kronecker(q, j) * a_0[i])),
            algebra("only one term is left"),
            d_0[j] * a_0[i],
        )
    bp4 = p.result(found, "BP4_entry", "BP4, in components")
    p.chain(
        partial(C, W),
        stacked(bp4, "arranged like the weights"),
        d_0 @ a_0.T,
        name="BP4",
        title="BP4",
        when="weights that act through their own pre-activation only",
    )

    p.part("BP2: one layer back")
    p.text(
        "A neuron acts on every neuron of the next layer, so here the sum over paths stays: no "
        "delta removes it."
    )
    dz_dz = p.chain(
        partial(z_1[k], z[j]),
        chain_rule(f"{z_1} holds the activation of neuron {j}, times its weight"),
        W_1[k, j] * s.prime(z[j]),
        name="dz_dz",
        title="From one layer to the next",
    )
    bp2 = p.chain(
        d_0[j],
        definition("what the error means"),
        partial(C, z[j]),
        over_paths("over every pre-activation of the next layer"),
        total(k, partial(C, z_1[k]) * partial(z_1[k], z[j])),
        definition("the first factor is the error of the next layer"),
        total(k, d_1[k] * partial(z_1[k], z[j])),
        by(dz_dz),
        total(k, d_1[k] * (W_1[k, j] * s.prime(z[j]))),
        algebra("the slope does not depend on the index of the sum"),
        total(k, d_1[k] * W_1[k, j]) * s.prime(z[j]),
        name="BP2_entry",
        title="BP2, in components",
    )
    p.chain(
        d_0,
        stacked(bp2, "a sum over the rows of the weights is a product with their transpose"),
        odot(W_1.T @ d_1, s.prime(z)),
        name="BP2",
        title="BP2",
        when="an activation that works on each entry by itself",
    )

    p.part("BP1: where it starts")
    z_L = column("z^[L]", "n", "the pre-activations of the last layer")
    a_L = let("a^[L]", s(z_L), "the activations of the last layer")
    K = opaque("K", a_L, meaning="the cost, as a function of what the network says")
    d_L = let("delta^[L]", partial(K, z_L), "the error of the last layer")
    p.text(
        "Above the last layer there is only the cost, and the cost sees what the network says. "
        "Nothing else is known of it."
    )
    p.symbols(z_L, K)
    p.define(a_L)
    p.define(d_L)
    da_dz = p.chain(
        partial(a_L[q], z_L[j]),
        elementwise("an activation depends on its own pre-activation only"),
        kronecker(q, j) * s.prime(z_L[j]),
        name="da_dz",
        title="An activation by a pre-activation",
    )
    bp1 = p.chain(
        d_L[j],
        definition("what the error means"),
        partial(K, z_L[j]),
        over_paths("over every activation of the last layer"),
        total(q, partial(K, a_L[q]) * partial(a_L[q], z_L[j])),
        by(da_dz),
        total(q, partial(K, a_L[q]) * (kronecker(q, j) * s.prime(z_L[j]))),
        algebra("only one term is left"),
        partial(K, a_L[j]) * s.prime(z_L[j]),
        name="BP1_entry",
        title="BP1, in components",
    )
    p.chain(
        d_L,
        stacked(bp1, "one below the other"),
        odot(partial(K, a_L), s.prime(z_L)),
        name="BP1",
        title="BP1",
        when="an activation that works on each entry by itself, so not for softmax",
    )

    p.part("Any depth")
    p.text(
        "Why do four equations about two layers settle a network of any depth? By induction, from "
        "the last layer to the first. *Start:* BP1 gives the error of the last layer. *Step:* "
        f"suppose the error {d_1} of some layer is known. All that the proof of BP2 used of the "
        f"layers above is that the cost depends on {z_1}, differentiably; however many layers "
        "there are, that is true. (For [two layers](hidden_layer.md#two_deep), one on top of the "
        f"other, it is proved in one line.) So BP2 gives {d_0}, one layer below. *Therefore* the "
        "error of every layer is known, and BP3 and BP4 turn it into the slopes of all biases and "
        "weights."
    )
    p.text(
        "Where next? The [translation](translation.md) writes the four in the notation of each "
        "source; [the cost as a composite function](composite.md) goes on with the course. "
        "[The algorithm](algorithm.md) puts all of it into a list. "
        "[When do they hold?](conditions.md) tells what each of them needs, and "
        "[a proof that went wrong](went_wrong.md) takes an attempt at BP3 apart. With one "
        "neuron, BP1 is [answer minus target](neuron.md#dL_dz) and BP4 the "
        "[slope of a weight](neuron.md#dL_dw1)."
    )
