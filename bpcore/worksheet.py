"""A worksheet: a worked example as NumPy statements, each value checked against the page.

It starts from given numbers.  A name is worked out from its definition, a derivative from what was
proved to be equal to it; where nothing was, by the rules of school, or else from differences.
Knows claims and numbers, and no page: the claims that it may use are handed to it.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from textwrap import indent

from bpcore.claim import Claim
from bpcore.code import as_code
from bpcore.decimals import numbers_in
from bpcore.errors import NotDifferentiable
from bpcore.evaluate import Value, each
from bpcore.expr import Apply, Array, At, Derivative, Entry, Expr, Index, Name, Num, Transpose
from bpcore.function import Function
from bpcore.numpy_code import NotInNumPy, as_numpy, number
from bpcore.school import prime, slope
from bpcore.shape import Width
from bpcore.tex import decimal_text
from bpcore.tree import (
    depends,
    everything_under,
    gathered,
    indices_at,
    key,
    moves,
    names,
    reindexed,
    walk,
)
from bpcore.unfold import filled, unfolded
from bpcore.worked import Check, Line, Numbers

HELPERS = ("agree", "compare", "five_points")
RESERVED = frozenset({*keyword.kwlist, *dir(builtins), *HELPERS, "np", "math", "found"})
SHORT = 60  # characters of a label
LONG = 90  # characters of a line before rows get lines of their own
GIVEN = {
    "exp": "np.exp",
    "log": "np.log",
    "gate": "return np.where(np.asarray(t) > 0, 1.0, 0.0)",
    "Phi": "return np.vectorize(lambda s: 0.5 * (1 + math.erf(s / math.sqrt(2))))(t)",
    "phi": "return np.exp(-np.square(t) / 2) / np.sqrt(2 * np.pi)",
}
Candidates = Sequence[tuple[Expr, Expr]]


@dataclass
class Sheet:
    """Statements on the same numbers, in one space of names.

    ``taken`` are names that must keep what they stand for; ``functions`` says which function stands
    for an unspecified one.  ``lines`` are the statements that nobody has fetched yet; the first
    ones are the numbers that everything starts from.
    """

    numbers: Numbers
    claims: Sequence[Claim]
    taken: Collection[str] = ()
    functions: Mapping[Function, Function] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    prints: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    by_differences: list[str] = field(default_factory=list)
    rough: bool = False  # a value that others are worked out from came from differences
    _called: dict[object, str] = field(default_factory=dict)
    _defined: set[Function] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.top = Level(self)
        for name, value in self.numbers.given.items():
            self.lines.append(f"{self.top.given(name)} = {as_data(value)}")

    def fetch(self) -> str:
        """Return the statements since the last time."""
        lines, self.lines = self.lines, []
        return "\n".join(lines).strip("\n")

    def printed(self) -> str:
        """Return what these statements print, since the last time."""
        prints, self.prints = self.prints, []
        return "\n".join(prints)

    def agree(self, said: str, source: str, shown: str, *, rough: bool = False) -> None:
        """Put down that a value is checked against the digits shown; differences are rougher."""
        less = ", within=1e-9" if rough or self.rough else ""
        self.lines.append(f'agree("{said}", {source}, "{shown}"{less})')
        self.prints.append(f"{said} = {shown} ✓")

    @property
    def own_names(self) -> set[str]:
        """The names that this sheet has given a value."""
        return set(self._called.values()) | {"found"}

    # -- what the cells say -----------------------------------------------------------------

    def put_in(self, functions: Mapping[Function, Function]) -> None:
        """Let functions stand for unspecified ones from here on, and work everything out anew."""
        if functions != self.functions:
            self.functions = functions
            self.top = Level(self)
            said = [f"{name.text} is {meant.text}" for name, meant in functions.items()]
            self.lines += ["", f"# Where {' and '.join(said)}:"] if said else []

    def worked(self, line: Line) -> None:
        """Put down a claim: its right side worked out, and checked against the digits shown."""
        claim = line.claim
        try:
            shown_digits = digits(line.result)
            source = self.tried(lambda: as_numpy(claim.right, self.top))
        except NotInNumPy as refusal:
            self.leave_out(claim.label, refusal)
            return
        called = self.top.store(claim.left, source)
        shown = label(claim.left) if called == "found" else called
        self.agree(shown, called, shown_digits)

    def compared(self, check: Check) -> None:
        """Put down a derivative: by its formula, by differences, and as the page shows it."""
        derivative = check.derivative
        try:
            shown = digits(check.formula)
            slopes = self.tried(lambda: self.top.difference(derivative))
        except NotInNumPy as refusal:
            self.leave_out(as_code(derivative), refusal)
            return
        try:
            formula = self.tried(lambda: self.top.formula(derivative, check.formula_of))
            if as_code(derivative) in self.by_differences:
                raise NotInNumPy("two differences would be compared")
        except NotInNumPy:
            self.by_differences.append(as_code(derivative))
            self.agree(label(derivative), slopes, shown, rough=True)
            return
        self.agree(formula, formula, shown)
        self.lines.append(f'compare("{formula}", {formula}, {slopes})')
        self.prints.append(f"{formula}: formula and differences agree ✓")

    def leave_out(self, what: str, refusal: NotInNumPy) -> None:
        """Say that a line of the page is not worked out, and why."""
        self.left_out.append(f"{what}: {refusal}")
        self.lines.append(f"# Not worked out here: {what} ({refusal})")

    def tried(self, write: Callable[[], str]) -> str:
        """Return what is written, or raise `NotInNumPy` with nothing put down for it."""
        kept = len(self.lines), dict(self._called), set(self._defined), self.top.copied()
        try:
            return write()
        except NotInNumPy:
            count, self._called, self._defined, self.top.values = kept
            del self.lines[count:]
            raise

    # -- names ------------------------------------------------------------------------------

    def called(self, thing: object, wanted: str) -> str:
        """Return what a thing is called: as wanted, or with something behind it if that is taken.

        The same thing is always called the same.
        """
        if thing not in self._called:
            others = set(self._called.values())
            name = wanted
            while name in RESERVED or name in self.taken or name in others:
                name += "_"
            self._called[thing] = name
        return self._called[thing]

    def function(self, function: Function) -> str:
        """Return what a function is called, defined before it is used."""
        base = function.base or function
        if base.unspecified:
            if base not in self.functions:
                raise NotInNumPy(f"{base.text} may be any function")
            meant = self.functions[base]
            for _ in range(function.primes):
                meant = meant.prime
            return self.function(meant)
        if GIVEN.get(function.text, "").startswith("np."):
            return GIVEN[function.text]
        name = self.called(function, function.text)
        if function not in self._defined:
            body = self.body(function)
            self.top.define(name, "t", body)
            self._defined.add(function)
        return name

    def body(self, function: Function) -> str:
        """Return what a function returns at t."""
        if function.given:
            return GIVEN[function.text]
        t = Name("t", "t")
        if function.meaning is not None:
            return f"return {as_numpy(function.meaning(t), Argument(self, t))}"
        for formula in self.slopes_of(function, t):
            return f"return {as_numpy(formula, Argument(self, t))}"
        return f"return {as_numpy(prime(function, t), Argument(self, t))}"

    def slopes_of(self, function: Function, t: Name) -> Iterator[Expr]:
        """Yield formulas at t that were proved for the derivative of a function."""
        for claim in self.claims:
            left = claim.left
            match left:
                case Apply(function=one, operand=Name() as at) if one is function:
                    pass
                case Derivative(of=Apply(function=one, operand=Name() as at), by=by) if (
                    by is at and one.prime is function
                ):
                    pass
                case _:
                    continue
            fits = names(claim.right) <= {at} and not any(
                isinstance(node, Derivative)
                or (isinstance(node, Apply) and node.function in (function,))
                for node in walk(claim.right)
            )
            if fits and at.independent and not at.shape:
                yield filled(claim.right, {at: t})

    # -- what was proved --------------------------------------------------------------------

    def equals(self, node: Expr) -> list[Expr]:
        """Return what was proved to be equal to a node, without derivatives first."""
        found = []
        for claim in self.claims:
            right = put_at(claim.left, claim.right, node)
            if right is None and isinstance(claim.left, Transpose):
                turned = put_at(claim.left.operand, claim.right, node)
                right = None if turned is None else Transpose(turned)
            if right is not None:
                found.append(right)
        return sorted(found, key=lambda one: any(isinstance(n, Derivative) for n in walk(one)))


def by_rules(node: Derivative) -> Expr:
    """Return the derivative of a number by a number, by the rules of school.

    Raises `NotDifferentiable` if they do not suffice.
    """
    variable = node.variable
    if node.of.shape or node.by is not variable or variable.shape:
        raise NotDifferentiable(f"{as_code(node)} is no slope of a number by a number")
    held = frozenset(node.held)
    apart = {name for name in everything_under(node.of) if not moves(name, variable, held)}
    return slope(unfolded(node.of, holding=frozenset({variable, *apart})), variable)


def put_at(left: Expr, right: Expr, node: Expr) -> Expr | None:
    """Return the right side of an equality whose left side is a node, at the node's places.

    None if it is another left side.
    """
    if type(left) is not type(node) or left.shape != node.shape:
        return None
    if key(left) == key(node):
        return right
    pairs = list(zip(places(left), places(node), strict=False))
    put: dict[Index, At] = {}
    for old, new in pairs:
        if isinstance(old, Index) and put.setdefault(old, new) is not new and put[old] != new:
            return None
    for old, new in put.items():
        left, right = reindexed(left, old, new), reindexed(right, old, new)
    return right if key(left) == key(node) else None


def places(node: Expr) -> list[At]:
    """Return the places at a node and beneath it."""
    return [at for part in walk(node) for at in indices_at(part)]


class Level:
    """Where a statement stands: at the top, or in a function of one name.

    Inside a function everything that depends on its name is worked out again, and the rest is
    taken from around it.
    """

    def __init__(
        self,
        sheet: Sheet,
        around: Level | None = None,
        held: Name | None = None,
        apart: frozenset[Name] = frozenset(),
    ) -> None:
        """Take the sheet, and for a function what is around it and what it is a function of.

        Names in ``apart`` stay as they are around it, whatever the function is given.
        """
        self.sheet, self.around, self.held, self.apart = sheet, around, held, apart
        self.values: dict[object, str] = {}
        self.own_lines: list[str] = []
        self.asking: list[tuple[object, ...]] = []

    @property
    def lines(self) -> list[str]:
        """The lines of this level."""
        return self.own_lines if self.around else self.sheet.lines

    def copied(self) -> dict[object, str]:
        """Return what is known here, to come back to."""
        return dict(self.values)

    def given(self, name: Name) -> str:
        """Return the variable of a name that has its value already."""
        self.values[name] = self.sheet.called(name, identifier(name.text))
        return self.values[name]

    def store(self, left: Expr, source: str) -> str:
        """Return the variable in which the value of a left side is kept from now on."""
        if isinstance(left, Name):
            thing: object = left
            called = self.sheet.called(left, identifier(left.text))
        elif isinstance(left, Derivative):
            thing = key(left)
            called = self.sheet.called(thing, label(left))
        else:
            self.lines.append(f"found = {source}")
            return "found"
        if source != called:
            self.lines.append(f"{called} = {source}")
        self.values[thing] = called
        return called

    # -- what numpy_code asks ---------------------------------------------------------------

    def name(self, name: Name) -> str:
        """Return the variable of a name, worked out before it is used."""
        if name in self.values:
            return self.values[name]
        if self.around and not moves(name, self.held_name, self.apart):
            return self.around.name(name)
        if not self.around and name in self.sheet.numbers.given:
            return self.given(name)
        if name.definition is None:
            raise NotInNumPy(f"{name.text} has no value here")
        return self.store(name, as_numpy(name.definition, self))

    @property
    def held_name(self) -> Name:
        """The name that the function around is a function of."""
        assert self.held is not None
        return self.held

    def derivative(self, node: Derivative) -> str:
        """Return what holds the value of a derivative: by a formula, or else by differences."""
        if self.around and not any(depends(part, self.held_name) for part in (node.of, node.by)):
            return self.around.derivative(node)
        try:
            return self.formula(node)
        except NotInNumPy:
            if self.around:
                raise
        try:
            return self.store(node, as_numpy(by_rules(node), self))
        except (NotInNumPy, NotDifferentiable):
            pass
        source = self.difference(node)
        self.sheet.by_differences.append(as_code(node))
        self.sheet.rough = True
        return self.store(node, f"{source}  # by differences: no formula for it on this page")

    def formula(self, node: Derivative, known: Expr | None = None) -> str:
        """Return what holds the value of a derivative by what was proved of it, or is ``known``.

        Raises `NotInNumPy` if nothing was.
        """
        this = key(node)
        if this in self.values:
            return self.values[this]
        if this in self.asking:
            raise NotInNumPy(f"{as_code(node)} is told by itself")
        self.asking.append(this)
        try:
            for right in [known] if known is not None else self.sheet.equals(node):
                try:
                    return self.store(node, as_numpy(right, self))
                except NotInNumPy:
                    continue
            whole = gathered(node)
            if whole is None or any(isinstance(at, Index) for at in whole[1]):
                raise NotInNumPy(f"nothing was proved of {as_code(node)}")
            array, at = whole
            if not isinstance(at[0], int) or not isinstance(at[1], int):
                raise NotInNumPy(f"nothing was proved of {as_code(node)}")
            return f"{self.formula(array)}[{at[0] - 1}, {at[1] - 1}]"
        finally:
            self.asking.pop()

    def difference(self, node: Derivative) -> str:
        """Return a call that works a derivative out from differences."""
        if any(isinstance(at, Index) for at in places(node)):
            raise NotInNumPy(f"{as_code(node)} stands for any of its places")
        whole = isinstance(node.by, Entry) and bool(node.of.shape)
        if whole or self.around:
            raise NotInNumPy(f"{as_code(node)} is no slope that differences are taken of here")
        variable = node.variable
        inside = Level(self.sheet, self, variable, frozenset(node.held))
        here = self.name(variable)
        inside.values[variable] = here
        source = as_numpy(node.of, inside)
        still = ["holding", *map(self.name, node.held)] if node.held else []
        said = "_".join([part(node.of), "of", here, *still])
        f = self.sheet.called(("function", key(node.of), variable, *map(id, node.held)), said)
        if ("defined", f) not in self.values:
            self.define(f, here, returning(inside.own_lines, source))
            self.values["defined", f] = f
        return f"five_points({f}, {here}){entry(node.by)}"

    def define(self, called: str, argument: str, body: str) -> None:
        """Put down a function, apart from what stands around it."""
        apart = [""] if self.lines and self.lines[-1] else []
        self.lines.extend([*apart, f"def {called}({argument}):", indent(body, "    "), ""])

    def function(self, function: Function) -> str:
        """Return what a function is called."""
        return self.sheet.function(function)

    def index(self, index: Index) -> str:
        """Return the variable of an index."""
        return self.sheet.called(index, index.letter)

    def width(self, width: Width) -> int:
        """Return a width as a number; raises `NotInNumPy` for a letter that none is given for."""
        if isinstance(width, str) and width not in self.sheet.numbers.at.widths:
            raise NotInNumPy(f"the width {width} may be any number")
        return self.sheet.numbers.at.width(width)


class Argument(Level):
    """Inside the definition of a function of t: there is t, and nothing else."""

    def __init__(self, sheet: Sheet, t: Name) -> None:
        """Take the name of the argument."""
        super().__init__(sheet)
        self.values[t] = "t"

    def name(self, name: Name) -> str:
        """Return t; raises `NotInNumPy` for any other name."""
        if name not in self.values:
            raise NotInNumPy(f"{name.text} is not known inside a function")
        return self.values[name]


def returning(lines: list[str], source: str) -> str:
    """Return the body of a function: lines, and the source of what it returns."""
    if lines and lines[-1].startswith(f"{source} = "):
        *lines, last = lines
        source = last.removeprefix(f"{source} = ")
    return "\n".join([*lines, f"return {source}"])


def identifier(text: str) -> str:
    """Return the name of a variable in Python.

    >>> identifier("W^[1]"), identifier("a^[l-1]"), identifier("y_hat"), identifier("lambda")
    ('W_1', 'a_l_minus_1', 'y_hat', 'lambda_')
    """
    words = text.replace("-", " minus ").replace("+", " plus ")
    found = re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_")
    return f"{found}_" if keyword.iskeyword(found) else found


def part(node: Expr) -> str:
    """Return how a quantity is called inside a longer name."""
    match node:
        case Name(text=text):
            return identifier(text)
        case Entry(array=Name(text=text), at=at):
            return "_".join([identifier(text), *(str(one) for one in at if isinstance(one, int))])
        case Apply(function=function, operand=Name(text=text)):
            return f"{function.text}_{identifier(text)}"
    return "f"


def label(node: Expr) -> str:
    """Return what a quantity is called where it has no name of its own.

    >>> from bpcore.language import array, partial, scalar
    >>> W, C = array("W^[1]", 3, 4), scalar("C")
    >>> label(partial(C, W[2, 1])), label(W[2, 1])
    ('dC_dW_1_2_1', 'W_1_2_1')
    """
    if isinstance(node, Derivative):
        said = "_".join(["", "holding", *map(part, node.held)]) if node.held else ""
        return f"d{part(node.of)}_d{part(node.by)}{said}"
    said = part(node)
    if said != "f":
        return said
    whole = as_code(node)
    return whole if len(whole) <= SHORT else "this"


def entry(node: Expr) -> str:
    """Return how one entry is taken of the slopes by a whole array."""
    if not isinstance(node, Entry):
        return ""
    row, column = node.position
    assert isinstance(row, int)
    assert isinstance(column, int)
    return f"[{row - 1}, {column - 1}]"


def digits(shown: Num | Array) -> str:
    """Return displayed numbers as `bpcore.agreement.agree` reads them.

    Raises `NotInNumPy` for one with a power of ten, which doubles need not reach.
    """
    if any(one.power for one in numbers_in(shown)):
        raise NotInNumPy("the page shows it with a power of ten")
    flat = [decimal_text(one.value, one.digits or 0) for one in numbers_in(shown)]
    if isinstance(shown, Num):
        return flat[0]
    long = len(shown.rows[0])
    rows: Iterable[list[str]] = (flat[k : k + long] for k in range(0, len(flat), long))
    return "; ".join(" ".join(row) for row in rows)


def as_data(value: Value) -> str:
    """Return a given number or array as NumPy source."""
    shown = each(value, as_float)
    if not isinstance(shown, tuple):
        return str(shown)
    rows = [f"[{', '.join(row)}]" for row in shown]
    short = f"np.array([{', '.join(rows)}])"
    if len(short) <= LONG:
        return short
    lines: list[str] = []
    for row in rows:  # as many rows to a line as fit
        if lines and len(lines[-1]) + len(row) + 2 <= LONG and len(rows) > 8:
            lines[-1] += f" {row},"
        else:
            lines.append(f"    {row},")
    return "\n".join(["np.array([", *lines, "])"])


def as_float(value: Fraction) -> str:
    """Return an exact number as NumPy takes it: with a point, so that nothing is a whole number."""
    source, _ = number(value)
    return f"{source}.0" if value.denominator == 1 else source
