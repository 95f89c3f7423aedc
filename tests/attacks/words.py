"""Words: an equality that is typed, or told in words, wherever a reader sees words."""

from bpcore import (
    N,
    Page,
    algebra,
    column,
    d,
    index,
    let,
    matrix,
    no_claim,
    partial,
    proved,
    quoted,
    scalar,
    sigmoid,
)
from bpcore.errors import CannotBeChosen, NameClash, Refusal, TypedByHand
from tests.attacks import Try, false, true

z, y = scalar("z", "a number"), scalar("y", "a target")
a = let("a", sigmoid(z), "the activation", between=(0, 1))
L = let("L", N(1, 2) * (a - y) ** 2, "the loss")
n, m = "n", "m"
W, x = matrix("W", n, m, "weights"), column("x", m, "inputs")
k, j = index("k", over=n), index("j", over=n)
SQUARE = proved(d(z**2, z), 2 * z)
SLOPE = d(L, z)


def page() -> Page:
    """Return a page."""
    return Page("tried", "A page")


def says(text: str) -> Try:
    """Return a try to put down a paragraph."""

    def run() -> object:
        found = page()
        found.text(text)
        found.chain((z + 1) ** 2, algebra("expand"), z**2 + 2 * z + 1)
        found.finish()
        return found

    return run


def tabled(headings: tuple[str, ...], *row: object) -> Try:
    """Return a try to put down a table of one row."""
    return lambda: page().table(headings, row)  # type: ignore[arg-type]


TYPED = {
    "an equals sign": "the slope = three times the input",
    "identical to": "the slope ≡ the loss",
    "an arrow between quantities": "the loss → the slope",
    "a nabla": "∇ of the loss",
    "a capital sigma": "Σ over the neurons",
    "a root": "√ of the variance",
    "a raised two": "the error² is the loss",
    "an entity": "the slope &equals; the error",
    "an entity by its number": "the slope &#61; the error",
    "an entity in hexadecimal": "the slope &#x3d; the error",
    "an entity without its end": "the slope is 3&times 4",
    "a fullwidth equals sign": "the slope ＝ the error",
    "a mathematical letter": "the slope is 𝑦",
    "a mathematical letter in bold": "the slope is 𝐲",
    "a fullwidth letter": "the slope is ｙ",
    "a plus and minus": "the loss ± the slope",
    "a times sign": "weights × inputs",
    "a dot in the middle": "weights · inputs",
    "a minus sign of its own": "answer − target",
    "a stroke through an equals sign, combined": "the slope =\u0338 the error",
    "a bar over a letter, combined": "the mean x\u0304 of it",
    "a small modifier letter": "the weights Wᵀ turned round",
    "a subscript": "the weight w₁ of it",
    "a Greek letter": "the error δ of a layer",
    "a partial sign": "the slope ∂ of it",
    "an infinity": "until ∞ it goes",
    "a fraction in one sign": "the loss is ½ of the square",
    "an equals sign among the pictures": "the slope 🟰 the error",
    "a colon and equals": "the slope ≔ the error",
    "approximately": "the slope ≈ three",
    "proportional": "the slope ∝ the error",
    "a quotient of differentials": "dL/dz equals y minus a",
    "a quotient of letters": "the share a/b of it",
    "a product by its sign": "the product 3*z of both",
    "a power by its sign": "the power z^2 of it",
    "a difference": "the error a - y of it",
    "a difference of an expression": f"the error {a} - {y} of it",
    "a difference by a long dash": f"the error {a} – {y} of it",
    "a product of two expressions": f"the product {a} {y} of it",
    "a product without a space": f"the product {a}{y} of it",
    "a factor before an expression": f"the slope of it, 3{z}, is small",
    "a letter before an expression": f"the differential d{z} of it",
    "a function before an expression": f"its value g({z}) is small",
    "parentheses behind an expression": f"its value {a}({y}) is small",
    "a prime": f"the slope {a}' of it",
    "a minus before an expression": f"the slope -{a} of it",
    "TeX between dollars": "the slope $3z$ of it",
    "TeX between parentheses": r"the slope \(3z\) of it",
    "a tag": "the slope <b>of</b> it",
    "a comment": "the slope <!-- of --> it",
    "letters spelled out": "dL equals y minus a",
    "letters squared in words": "the loss is y squared",
    "a picture in words": "![the slope](https://example.org/x.png)",
    "a title of a link": 'see [the slope](neuron.md "dL/dz = 3z") of it',
    "an address that is none": "see [the slope](=3z) of it",
    "a list of attributes": "the slope {: title='3z'}",
    "a bar": "the size |z| of it",
    "a sign without width": "the slope\u200b= it",
}
for title, text in TYPED.items():
    false(f"typed: {title}", TypedByHand)(says(text))

CODE = {
    "an assignment": "so `dL_dz = y - a` holds",
    "a comparison": "so `dL_dz == y - a` holds",
    "an identity": "so `dL_dz is y` holds",
    "a walrus": "so `(dL_dz := y - a)` holds",
    "an annotation": "so `dL_dz: 3 = y` holds",
    "a keyword that holds an expression": "so `slope(dL_dz=y - a)` holds",
    "Unicode in code": "so `dL_dz ≡ y` holds",
    "two statements": "so `x = 2; y = 3` holds",
    "no Python": "so `dL/dz = 3z` holds",
    "a dictionary of expressions": "so `{'dL_dz': 3 * z}` holds",
    "a command that is none": "so `--dL/dz=3*z` holds",
    "double backticks": "so ``dL_dz = 3`` holds",
    "joined with an expression": f"so `dL_dz` is {3 * z} here",
    "joined with other code": "so `dL_dz` equals `3 * z` here",
}
for title, text in CODE.items():
    false(f"code: {title}", TypedByHand)(says(text))

JOINED = [
    f"The slope {SLOPE} is {3 * z}.",
    f"The slope {SLOPE} equals {3 * z}.",
    f"The slope {SLOPE} gives {3 * z}.",
    f"The slope {SLOPE} becomes {3 * z}.",
    f"The slope {SLOPE} yields {3 * z}.",
    f"The slope {SLOPE} amounts to {3 * z}.",
    f"The slope {SLOPE} comes out as {3 * z}.",
    f"The slope {SLOPE} works out at {3 * z}.",
    f"The slope {SLOPE} simplifies to {3 * z}.",
    f"The slope {SLOPE} coincides with {3 * z}.",
    f"The slope {SLOPE} matches {3 * z}.",
    f"The slope {SLOPE} is nothing but {3 * z}.",
    f"The slope {SLOPE} has the value {3 * z}.",
    f"The slope {SLOPE} can be written as {3 * z}.",
    f"The slope {SLOPE} boils down to {3 * z}.",
    f"The slope {SLOPE} is equal in value to {3 * z}.",
    f"The slope {SLOPE} is the value of {3 * z}.",
    f"The slope {SLOPE}, namely {3 * z}, is small.",
    f"The slope {SLOPE}, or {3 * z}, is small.",
    f"The slope {SLOPE} or {3 * z} is small.",
    f"The slope {SLOPE}, {3 * z}, is small.",
    f"The slope {SLOPE} ({3 * z}) is small.",
    f"The slope {SLOPE}: {3 * z}.",
    f"The slope {SLOPE} i.e. {3 * z}.",
    f"The slope {SLOPE}; that is, {3 * z}.",
    f"The slopes {SLOPE} and {3 * z} are equal.",
    f"The slopes {SLOPE} and {3 * z} are the same.",
    f"Both {SLOPE} and {3 * z} agree.",
    f"What is {SLOPE}? {3 * z}.",
    f"We know {SLOPE}. It is {3 * z}.",
    f"The slope of the loss is {3 * z}.",
    f"The slope of the loss is just {3 * z}.",
    f"The slope of the loss equals the product {3 * z}.",
    f"Slope of the loss: {3 * z}.",
    f"For the slope we get {3 * z}.",
    f"So {3 * z} is {SLOPE}.",
    f"So the loss {L} is {a}.",
    f"So {L} equals {a}.",
    f"So {a} is 3.",
    f"The slope {SLOPE} is 0.25.",
    f"**The slope {SLOPE}** is *{3 * z}*.",
    f"The slope [{SLOPE}](neuron.md) is [{3 * z}](neuron.md).",
    f"The slope {SLOPE} — {3 * z}.",
    f"{SQUARE}, which is {3 * z}.",
    f"{3 * z}",
    f"{SLOPE} {SQUARE}",
]
for number, text in enumerate(JOINED, 1):
    false(f"two expressions joined in words, way {number}", TypedByHand)(says(text))
false("said to claim nothing, and yet joined by is", TypedByHand)(
    says(no_claim(f"The slope {SLOPE} is {3 * z}."))
)

PLACES: dict[str, Try] = {
    "a title": lambda: Page("tried", "The slope dL/dz = y - a").finish(),
    "a part": lambda: page().part(f"The slope {SLOPE} is {3 * z}"),
    "a question": lambda: page().question(f"Is {SLOPE} just {3 * z}?", "Yes."),
    "a question and its answer": lambda: page().question(f"What is {SLOPE}?", f"{3 * z}."),
    "an answer": lambda: page().question("What is the slope?", f"It is {3 * z}."),
    "a reason": lambda: page().chain(z + 1, algebra(f"{SLOPE} is {3 * z}"), 1 + z),
    "the title of a result": lambda: page().chain(
        z + 1, algebra("turn"), 1 + z, name="r", title="dL/dz = 3z"
    ),
    "a condition": lambda: page().chain(
        z + 1, algebra("turn"), 1 + z, name="r", when=f"{SLOPE} is {3 * z}"
    ),
    "a meaning": lambda: page().symbols(scalar("q", f"three inputs, {3 * z}")),
    "a meaning that is another name": lambda: page().symbols(scalar("q", f"{z}")),
    "a meaning of a definition": lambda: page().define(let("q", z + 1, f"the same as {3 * z}")),
    "a meaning with an equals sign": lambda: page().symbols(scalar("q", "q = 3z")),
    "a box": lambda: page().note("dL/dz = 3z").__enter__(),
    "a box that matters": lambda: page().important(f"{SLOPE} is {3 * z}").__enter__(),
    "something to try": lambda: page().try_first(f"{SLOPE} is {3 * z}").__enter__(),
    "a tab": lambda: page().tab("dL/dz = y - a").__enter__(),
    "a tab with an expression": lambda: page().tab(f"{3 * z}").__enter__(),
    "a tab that ends its comment": lambda: page().tab("one --> two").__enter__(),
    "the title of a mistake": lambda: page().mistake("dL/dz = 3z", z, z + 1, at={z: 1}),
    "the words of a mistake": lambda: page().mistake("Lost", z, z + 1, at={z: 1})(
        f"Right is {3 * z}."
    ),
    "an alternative text": lambda: page().picture("p", "<svg ></svg>", "dL/dz = 3z"),
    "a caption": lambda: page().picture("p", "<svg ></svg>", "A line.", f"{SLOPE} is {3 * z}"),
    "a text in a picture": lambda: page().picture(
        "p", "<svg ><text>dL/dz = 3z</text></svg>", "A line."
    ),
    "a title in a picture": lambda: page().picture(
        "p", "<svg ><title>dL/dz = 3z</title></svg>", "A line."
    ),
    "a page inside a picture": lambda: page().picture(
        "p", "<svg ><foreignObject>dL</foreignObject></svg>", "A line."
    ),
    "a heading of a table": tabled(("function", "dL/dz = 3z"), "one", "two"),
    "a remark in code": lambda: page().code("q = 2  # dL/dz = 3 * z"),
    "a text in code": lambda: page().code("print('dL/dz = 3z')"),
    "an equality printed by code, in Unicode": lambda: page().code("print('slope ≡ 3z')"),
    "an equality in a docstring": lambda: page().code('def f():\n    """dL/dz = 3z"""'),
    "the meaning of a choice": lambda: page().choice("q", 2, "dL/dz = 3z"),
    "the value of a choice": lambda: page().choice("q", "x = 3z", "a word"),
    "the words of a quotation": lambda: page().text(
        f"The line {quoted('dZ = A', of='dL/dz = 3z')} is short."
    ),
}
for title, run in PLACES.items():
    false(f"in the place of {title}", Refusal)(run)

false("an anchor that breaks out", NameClash)(lambda: page().part("A", anchor='x"><b>'))
false("a result's name that breaks out", NameClash)(lambda: page().result(SQUARE, 'x"></a>dL = 3z'))
false("a former name that breaks out", NameClash)(
    lambda: page().result(SQUARE, "fine", formerly='"onclick="x')
)
false("an anchor of a mistake that breaks out", NameClash)(
    lambda: page().mistake("Lost", z, z + 1, at={z: 1}, formerly='x"><b>')
)
false("a row of the sources that breaks out", NameClash)(
    lambda: page().text("Words.", covers='S1-1"><b>x</b>')
)
false("a row of the sources at a step that breaks out", NameClash)(
    lambda: page().chain(z + 1, algebra("turn", covers='"></a>3z'), 1 + z)
)
false("a choice called by a sentence", Refusal)(lambda: page().choice("x = 3", 2, "a number"))
false("a chosen word of markup", CannotBeChosen)(lambda: page().choice("q", "`x`", "a word"))

ROWS = {
    "function beside slope": tabled(("function", "slope"), z**2, 3 * z),
    "words beside slope": tabled(("function", "slope"), "the square", 3 * z),
    "words around an expression": tabled(("function", "slope"), "the square", f"three, {3 * z}"),
    "a slope beside what it is": tabled(("", ""), SLOPE, 3 * z),
    "two names": tabled(("here", "there"), L, y),
    "a name beside a number": tabled(("quantity", "value"), a, "3"),
    "a claim beside an expression": tabled(("true", "false"), SQUARE, 3 * z),
}
for title, run in ROWS.items():
    false(f"a row of a table: {title}", Refusal)(run)


@false("a row of a table: code that never ran", TypedByHand)
def _() -> None:
    found = page()
    found.table(("function", "slope"), ("the square", "`3 * z`"))
    found.chain((z + 1) ** 2, algebra("expand"), z**2 + 2 * z + 1)
    found.finish()


@false("a line of code that is not the one that ran", TypedByHand)
def _() -> None:
    found = page()
    found.code("z, y = 1, 2\nslope = z - y")
    found.text("The line is `slope = y - z`.")
    found.chain((z + 1) ** 2, algebra("expand"), z**2 + 2 * z + 1)
    found.finish()


PLAIN = [
    f"the loss {L} is small",
    f"{a} is the activation",
    f"{z} is a number",
    f"The loss {L} of one example depends on {z}.",
    f"By how much does {L} change with {z}?",
    f"The slopes {d(L, a)} and {d(a, z)} multiply.",
    f"The path from {z} over {a} to {L}.",
    f"An entry of row {k} belongs to neuron {j}.",
    f"It is one where {k} is {j}, and zero elsewhere.",
    f"So {SQUARE}, as was shown.",
    f"The factors {a * (1 - a)} and {a - y} are small.",
    f"The names {a}, {y} and {z} stand for numbers.",
    f"The derivative {partial(L, z)} belongs to {z}.",
    f"With {a * (1 - a)} in front, the slope is small.",
    f"{z}, a number, moves.",
    f"{SLOPE} is the slope of {L} with everything else held.",
    f"{z}'s slope, and the {k}th neuron.",
    "It calls `f(x)`, `np.sum(axis=0)` and `D.mean(axis=0, keepdims=True)`.",
    "Run `make bench` or `bpcore check derivations --only neuron`; see `docs/index.md`.",
    "The name `dz` is short, and `dL_dw` is one too.",
    "See [the sum](neuron.md#dL_dz) and [a page](https://example.org/a?b=c#d).",
    "About 50% of 150 flowers, in 2D, for the 3rd time; and/or 1990s.",
    "Über *Käfer* – “quoted”, naïve, **bold**, and so on… the author's pre-activation.",
    "This is a well-known, easy-to-read sentence: short; it has marks (and more).",
    "Layer 2 is above layer 1, and chapter 3 has 12 pages.",
    "What is a vector? A list of numbers! Is it e.g. a row?",
    no_claim(f"Programmers call {SLOPE} by a shorter name, {scalar('dz')}."),
    f"The line {quoted('dZ = A - Y', of='the article')} is short.",
]
for number, text in enumerate(PLAIN, 1):
    true(f"ordinary prose, sentence {number}")(says(text))


@true("a table of words, claims that show both sides, and one name")
def _() -> None:
    page().table(("function", "input", "slope"), ("the square", z, SQUARE))
    page().table(("width", "count"), ("three", "3"), ("ten", "10"))
    page().table(("here", "there"), (L, y), no_claim="two ways to write it")


@true("a line of code that ran")
def _() -> None:
    found = page()
    found.code("z, y = 1, 2\nslope = z - y  # the difference\nprint(f'{slope=}')")
    found.text("The line is `slope = z - y`.")
    found.table(("what", "in code"), ("the difference", "`z - y`"))
    found.chain((z + 1) ** 2, algebra("expand"), z**2 + 2 * z + 1)
    found.finish()


@true("pictures, tabs, choices and boxes in plain words")
def _() -> None:
    found = page()
    found.picture("p", "<svg ><title>A line</title><path/></svg>", "A line.", f"The loss {L}.")
    found.tab("As matrices").__enter__()
    found.note("In passing").__enter__()
    found.choice("widths", (4, 3), "the widths of the layers")
    found.choice("activation", "leaky_relu", "the activation")
