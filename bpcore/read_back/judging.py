"""Judging: a statement of a page and its table of symbols in, a verdict out.

An equality is tried at numbers; a worked line at those that the page gives.  Nothing passes that
was not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import partial
from itertools import product
from typing import Any

from arithmetic import Table, Value, five_points, flat, rows, sides, slopes, value
from kinks import NO_VALUE
from pages import BOUNDS, Statement, split
from precision import MOST, alike, close, mp
from reading import Ambiguous, Parser, Tree, Unreadable, spelled, tokens
from symbols import (
    ONES,
    PRIMES,
    Point,
    Symbols,
    count_ones,
    has_ones,
    named_in,
    renamed,
    slope_of,
    with_lengths,
)
from tables import functions, letters, ranges
from trying import (
    KINDS,
    Need,
    Refuted,
    TooFine,
    Trial,
    Undecided,
    equal,
    free_letters,
    short,
    steadily,
)

STEPS = tuple(mp.mpf(10) ** -power for power in (3, 6, 12))  # of differences, the first that fits
NUMBERS = Table(values={})  # what a line of numbers is read with: no symbols at all


DECIMALS = Context(prec=MOST, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True)
class Verdict:
    """What became of a statement."""

    kind: str
    line: int
    tex: str
    found: str  # confirmed, refuted or unreadable
    why: str = ""


def judged(kind: str, line: int, tex: str, check: Callable[[], None]) -> Verdict:
    """Return a verdict: confirmed if a check raises nothing."""
    found, why = "confirmed", ""
    try:
        check()
    except Refuted as refusal:
        found, why = "refuted", str(refusal)
    except Exception as refusal:  # whatever goes wrong, nothing is confirmed
        found, why = "unreadable", f"{type(refusal).__name__}: {refusal}"
    return Verdict(kind, line, tex, found, why)


class Judge:
    """Goes through the statements of one page in reading order."""

    def __init__(self, find: Callable[[str, str], Symbols], page: str, versions: list[str]) -> None:
        """Take what finds the table of a page (in a version), the page, and its versions."""
        self.find, self.page, self.versions = find, page, versions or [""]
        self.current: dict[str, str] = {}
        self.given: dict[str, list[tuple[str, ...]]] = {}

    def verdict(self, statement: Statement) -> Verdict:
        """Return what becomes of a statement."""
        shown = " ".join((*statement.parts, *statement.at))

        def check() -> None:
            for symbols in self.tables(statement):
                self.check(statement, symbols)

        return judged(statement.kind, statement.line, shown, check)

    def of_the_table(self) -> Iterator[Verdict]:
        """Yield what becomes of what the table of symbols says: bounds, functions, letters."""
        for symbols in [self.find(self.page, version) for version in self.versions]:
            for kind, tex, check in (*ranges(symbols), *functions(symbols), *letters(symbols)):
                yield judged(kind, 0, tex, check)

    def tables(self, statement: Statement) -> Iterator[Symbols]:
        """Yield the tables of symbols with which a statement is read: one for each version."""
        file, _, ending = statement.link.partition("#")[0].rpartition(".")
        page = file if ending in ("html", "md") and "/" not in file else self.page
        version = statement.version if statement.version in self.versions else ""
        if page != self.page:
            yield self.find(page, "")
        else:
            for one in [version] if version else self.versions:
                yield self.find(page, one)

    def check(self, statement: Statement, symbols: Symbols) -> None:
        """Raise unless a statement holds."""
        match statement.kind:
            case "claim" | "in words" | "step":
                self.equality(statement, symbols)
            case "definition":
                self.definition(statement, symbols)
            case "bounds":
                bounds(statement, symbols)
            case "given":
                self.keep(statement, symbols)
            case "worked":
                self.somewhere(statement, symbols, worked)
            case "compared":
                self.somewhere(statement, symbols, compared)
            case "mistake":
                self.mistake(statement, symbols)

    # -- equalities -----------------------------------------------------------------------------

    def equality(self, statement: Statement, symbols: Symbols) -> None:
        """Raise unless both sides are equal at generic numbers."""
        left, sign, right = statement.parts
        trees: tuple[Tree, ...] = symbols.tree(left), symbols.tree(right)
        if sign != "=":
            raise Unreadable(f"{sign} between two sides")
        if left == right:
            raise Refuted("both sides are written alike")
        if has_ones(trees):
            trees = symbols.measured(trees)
        check_said(trees, symbols)
        check_every(trees, statement)
        needs = condition(statement, symbols)
        self.with_meanings(trees, symbols, lambda _, meant: equal(meant, symbols, needs))

    def with_meanings(
        self,
        trees: tuple[Tree, ...],
        symbols: Symbols,
        judge: Callable[[Mapping[str, str], tuple[Tree, ...]], None],
    ) -> None:
        """Judge some trees with what their symbols mean here; raises if that fails.

        A symbol with two meanings has the one that was introduced last; if that fails, the others
        are tried.
        """
        refusals: list[Exception] = []
        for names, meant in self.choices(trees, symbols):
            try:
                return judge(names, meant)
            except (Refuted, Unreadable, Undecided, TooFine, *NO_VALUE) as refusal:
                refusals.append(refusal)
        raise refusals[0]

    def choices(
        self, trees: tuple[Tree, ...], symbols: Symbols
    ) -> list[tuple[dict[str, str], tuple[Tree, ...]]]:
        """Return which keys the symbols of some trees may stand for, and the trees with them.

        What is differentiated is, in the last choice, what depends on that by which it is.
        """
        found = sorted(named_in(trees) - {ONES})
        many = [keys for keys in map(symbols.meanings, found) if len(keys) > 1]
        if not many:
            return [({}, trees)]
        here = {key: self.current.get(key, key) for key in (keys[0] for keys in many)}
        names = [here]
        for one in product(*many):
            other = {keys[0]: key for keys, key in zip(many, one, strict=True)}
            names += [other] if other not in names else []
        chosen = [(one, renamed(trees, one)) for one in names]
        return [*chosen, ({}, reached(trees, symbols))]

    def definition(self, statement: Statement, symbols: Symbols) -> None:
        """Raise unless a name is what is displayed; from here on it has this meaning."""
        name, _, meant = statement.parts
        symbol = symbols.tree(name)
        if symbol[0] != "symbol":
            raise Unreadable(f"a definition of something that is no name: {name}")
        key = symbols.defined_as(symbol[1], meant)
        if key:
            self.current[symbol[1]] = key
        self.equality(statement, symbols)

    # -- numbers --------------------------------------------------------------------------------

    def keep(self, statement: Statement, symbols: Symbols) -> None:
        """Remember given numbers; raises if they are not those of the table of symbols."""
        given_point(statement.at, symbols)
        told = [{tuple(split(line)) for line in given} for given in symbols.numbers]
        if {tuple(split(line)) for line in statement.at} not in told:
            raise Refuted("the table of symbols has other numbers")
        self.given.setdefault(symbols.version, []).append(statement.at)

    def somewhere(
        self,
        statement: Statement,
        symbols: Symbols,
        judge: Callable[[Statement, tuple[Tree, ...], Table], None],
    ) -> None:
        """Raise unless a line holds at given numbers, those given last being tried first."""
        trees = tuple(symbols.tree(side) for side in sides_of(statement))
        if has_ones(trees):
            trees = symbols.measured(trees)
        refusals: list[Exception] = []
        for given in [*reversed(self.given.get(symbols.version, [])), *symbols.numbers]:
            for names, meant in self.choices(trees, symbols):
                try:
                    if len(meant) == 2:
                        point = given_point(given, symbols, names)
                        Trial(meant, symbols).settle(point, {})
                    return steadily(
                        partial(at_given, judge, statement, meant, symbols, given, names)
                    )
                except (Refuted, Unreadable, TooFine, *NO_VALUE) as refusal:
                    refusals.append(refusal)
        raise refusals[0] if refusals else Unreadable("no numbers are given")

    def mistake(self, statement: Statement, symbols: Symbols) -> None:
        """Raise unless two sides differ at the numbers that stand below them."""
        left, sign, right, *shown = statement.parts
        if sign != r"\neq":
            raise Unreadable(f"{sign} where two sides differ")
        trees = tuple(symbols.tree(tex) for tex in (left, right))
        if has_ones(trees):
            trees = symbols.measured(trees)

        def judge(names: Mapping[str, str], meant: tuple[Tree, ...]) -> None:
            point = given_point(statement.at, symbols, names)
            try:
                Trial(meant, symbols).settle(point, {})
            except Refuted:
                steadily(lambda: numbers(names, meant))
            else:
                worth = short(value(meant[0], symbols.table(point)))
                raise Refuted(f"both sides are {worth} at these numbers")

        def numbers(names: Mapping[str, str], meant: tuple[Tree, ...]) -> None:
            table = symbols.table(given_point(statement.at, symbols, names))
            for tree, line in zip(meant, shown, strict=True):
                one_side(tree, line, value(tree, table), table)

        self.with_meanings(trees, symbols, judge)


def condition(statement: Statement, symbols: Symbols) -> list[Need] | None:
    """Return where an equality is claimed; None if the page gives no evidence for it.

    Raises `Refuted` unless the page tells a condition exactly where the table has one; a kink may
    be told with the result that a chain leads to.
    """
    proof = statement.proof
    if not proof.name:
        return None
    told = symbols.needs.get(proof.name, [])
    if proof.conditional and not told:
        raise Refuted("the page tells a condition that the table of symbols does not have")
    kinks = statement.kind == "step" and all(row.get("kink") for row in told)
    if proof.conditional is False and told and not kinks:
        raise Refuted("the table of symbols has a condition that the page does not tell")
    return [need_of(row, symbols) for row in told]


def need_of(row: Mapping[str, Any], symbols: Symbols) -> Need:
    """Return one thing that a condition asks for."""
    if row["kind"] not in KINDS:
        raise Unreadable(f"a condition of a kind that is not known: {row['kind']}")
    return Need(row["kind"], symbols.tree(row["of"]), row["kink"])


def reached(tree: Any, symbols: Symbols) -> Any:
    """Return a tree in which what is differentiated rests on that by which it is, if it can."""
    if not isinstance(tree, tuple):
        return tree
    if tree[:1] == ("derivative",) and tree[1][0] == "symbol":
        for key in symbols.meanings(tree[1][1]):
            if named_in(tree[2]) & symbols.under[key]:
                return ("derivative", ("symbol", key), *tree[2:])
    return tuple(reached(part, symbols) for part in tree)


def at_given(
    judge: Callable[[Statement, tuple[Tree, ...], Table], None],
    statement: Statement,
    meant: tuple[Tree, ...],
    symbols: Symbols,
    given: tuple[str, ...],
    names: Mapping[str, str],
) -> None:
    """Judge a line at given numbers, which are read with as many digits as there are now."""
    judge(statement, meant, symbols.table(given_point(given, symbols, names)))


def sides_of(statement: Statement) -> tuple[str, ...]:
    """Return the LaTeX of a statement that has symbols in it."""
    return statement.parts[:1] if statement.kind == "compared" else statement.parts[:3:2]


def check_said(tree: Any, symbols: Symbols, held: tuple[str, ...] = ()) -> None:
    """Raise `Ambiguous` for a partial derivative that does not say what moves.

    That is one of something that shows the variable and a name that depends on it, which is neither
    held nor an abbreviation.
    """
    if not isinstance(tree, tuple):
        return None
    if tree[:1] == ("held",):
        return check_said(tree[1], symbols, tree[2])
    if tree[:1] in (("derivative",), ("operator",)) and tree[3] == r"\partial":
        (variable,) = named_in(tree[2])
        of = tree[1]
        shown = symbols.shown(symbols.definitions.get(of[1], of) if of[0] == "symbol" else of)
        moved = [name for name in shown if variable in symbols.under.get(name, ())]
        if variable in shown and (loose := sorted(set(moved) - set(held))):
            raise Ambiguous(f"does {loose[0]} move with {variable} here, or is it held?")
    for part in tree:
        check_said(part, symbols)
    return None


def check_every(trees: tuple[Tree, ...], statement: Statement) -> None:
    """Raise `Refuted` unless a line says of an index on one side only that it may be any."""
    left, right = map(free_letters, trees)
    missing, idle = sorted((left ^ right) - statement.every), sorted(statement.every - left - right)
    if missing and statement.kind != "definition":
        raise Refuted(f"{missing[0]} is on one side only, and nothing says that it may be any")
    if idle:
        raise Refuted(f"{idle[0]} may be any, it says, but is on neither side")


def bounds(statement: Statement, symbols: Symbols) -> None:
    """Raise unless the bounds on display are those of the table."""
    found = statement.parts
    trees = [symbols.tree(side) for side in found[::2]]
    names = [tree[1] for tree in trees if tree[0] == "symbol"]
    if len(names) != 1 or not set(found[1::2]) <= BOUNDS:
        raise Unreadable(f"these are no bounds of a name: {' '.join(found)}")
    at = [tree[0] == "symbol" for tree in trees].index(True)
    ends = (
        [value(tree, NUMBERS) for tree in trees[:at]],
        [value(t, NUMBERS) for t in trees[at + 1 :]],
    )
    signs = (found[1::2][:at], found[1::2][at:])
    reached = tuple(sign == (r"\le",) for sign in signs)
    wanted = tuple(None if not end else end[0] for end in ends)
    for row in (symbols.by_key[key] for key in symbols.meanings(names[0])):
        numbers = tuple(
            None if end is None else mp.mpf(end.numerator) / end.denominator for end in row.between
        )
        if (numbers, row.closed) == (wanted, reached):
            return
    raise Refuted("the table of symbols has other bounds")


# -- numbers on display ---------------------------------------------------------------------------


def literal(tex: str) -> Value:
    """Return a number or an array of numbers that is written out."""
    return value(Parser(tokens(tex), NUMBERS).whole(), NUMBERS)


def given_point(given: Iterable[str], symbols: Symbols, names: Mapping[str, str] = {}) -> Point:
    """Return the point that displayed numbers give, with the widths that follow from them."""
    worth: dict[str, Value] = {}
    sizes: dict[str, int] = {}
    for line in given:
        name, _, number = split(line)
        tree = symbols.tree(name)
        if tree[0] != "symbol":
            raise Unreadable(f"{name} is no name that could be given")
        key = names.get(tree[1], tree[1])
        found = literal(number)
        shape = symbols.by_key[key].shape
        if bool(shape) != rows(found):
            raise Unreadable(f"{name} has another shape than its numbers")
        for width, size in zip(shape, sides(found), strict=False):
            meant = int(width) if isinstance(width, int) or width.isdigit() else 0
            if (meant or sizes.setdefault(str(width), size)) != size:
                raise Unreadable(f"{name} has another shape than its numbers")
        worth[key] = found
    return Point({**symbols.sizes(0), **sizes}, given=worth)


def worked(statement: Statement, trees: tuple[Tree, ...], table: Table) -> None:
    """Raise unless the numbers that are put into a claim give the result shown."""
    _, _, _, put_in, numbers, *rest = statement.parts
    worth = [value(tree, table) for tree in trees]
    calculator(trees[1], put_in, numbers, rest, table, worth[1])


def calculator(
    tree: Tree, put_in: str, numbers: str, rest: list[str], table: Table, truth: Value
) -> None:
    """Raise unless the numbers on display come from the tree and give what is displayed."""
    result = numbers if not rest else rest[1]
    exact = put_in == "=" and (not rest or rest[0] == "=")
    displayed, again = reading_of_numbers(numbers, table, truth)
    if rest:
        sign = rest[0]
        check_digits(again, result, exact=sign == "=")
    check_digits(truth, result, exact=exact)
    put_in_places(tree, displayed, table, exact=put_in == "=")


def reading_of_numbers(tex: str, table: Table, truth: Value) -> tuple[Tree, Value]:
    """Return the tree of a line of numbers, and what a calculator makes of it.

    A column of ones is as long as it has to be.
    """
    known = Table(values={ONES: None}, functions=table.functions)
    tree = Parser(tokens(tex), known).whole()
    lengths = [
        str(n)
        for n in range(
            1,
            2
            + max(
                map(
                    max,
                    map(sides, arrays_in(tree)),
                ),
                default=1,
            ),
        )
    ]
    for chosen in product(lengths, repeat=count_ones(tree)):
        found = with_lengths(tree, list(chosen))
        try:
            worth = value(found, known)
        except Unreadable:
            if not chosen:
                raise
            continue
        if sides(worth) == sides(truth):
            return found, worth
    raise Unreadable(f"these numbers have another shape: {tex}")


def arrays_in(tree: Any) -> list[Value]:
    """Return the arrays that are written out in a tree."""
    if not isinstance(tree, tuple):
        return []
    if tree[:1] == ("rows",):
        return [[list(row) for row in tree[1]]]
    return [array for part in tree for array in arrays_in(part)]


def check_digits(worth: Value, shown: str, *, exact: bool) -> None:
    """Raise unless a value is displayed like this: exactly, or to the last digit."""
    tree = Parser(tokens(shown), NUMBERS).whole()
    if not fits(tree, worth, exact=exact):
        raise Refuted(f"{shown} is displayed, it is {short(worth)}")


def fits(tree: Tree, worth: Value, *, exact: bool) -> bool:
    """Tell whether displayed numbers are a value, exactly or to their last digit."""
    tree = bare(tree)
    if tree[0] == "rows":
        lines = tree[1]
        if not rows(worth) or sides(worth) != (len(lines), len(lines[0])):
            return False
        return all(
            fits(cell, entry, exact=exact)
            for line, entries in zip(lines, worth, strict=True)
            for cell, entry in zip(line, entries, strict=True)
        )
    if rows(worth):
        return False
    text = number_text(tree)
    if text is None or exact:
        return alike(value(tree, NUMBERS), worth)
    return rounds_to(worth, text)


def number_text(tree: Tree) -> str | None:
    """Return the digits of a displayed number, or nothing if it is a fraction."""
    tree = bare(tree)
    if tree[0] == "neg":
        inner = number_text(tree[1])
        return None if inner is None else f"-{inner}"
    return tree[1] if tree[0] == "number" else None


def bare(tree: Tree) -> Tree:
    """Return a tree without parentheses around it; a number times a power of ten is a number."""
    while tree[0] == "group":
        tree = tree[1]
    match tree:
        case ("product", (("number", digits), ("power", ("number", "10"), power)), _):
            return ("number", f"{digits}e{power}")
    return tree


def rounds_to(worth: Any, text: str) -> bool:
    """Tell whether a number, rounded to the decimals of a text, is that text."""
    mantissa, _, power = text.partition("e")
    places = len(mantissa.partition(".")[2]) - int(power or 0)
    precise = Decimal(mp.nstr(worth, mp.dps - 15, strip_zeros=False))
    rounded = precise.quantize(Decimal(1).scaleb(-places), context=DECIMALS)
    return rounded == Decimal(text)


def put_in_places(tree: Tree, numbers: Tree, table: Table, *, exact: bool) -> None:
    """Raise unless every number on display is what stands in its place in the formula."""
    tree, numbers = bare(tree), bare(numbers)
    if is_literal(numbers):
        worth = value(tree, table)
        if not fits(numbers, worth, exact=exact):
            raise Refuted(f"{shown_as(numbers)} is put in, it is {short(worth)}")
        return None
    if tree[0] == "sum":
        terms = added(tree, table)
        for body, place in reversed(terms[1:]):
            if numbers[0] != "+":
                raise Refuted("a sum is written out with another number of terms")
            put_in_places(body, numbers[2], place, exact=exact)
            numbers = bare(numbers[1])
        return put_in_places(terms[0][0], numbers, terms[0][1], exact=exact)
    if tree[0] == "ones" and numbers[0] == "ones":
        return None
    mine, theirs = parts_of(tree), parts_of(numbers)
    if tree[0] != numbers[0] or len(mine) != len(theirs) or rest_of(tree) != rest_of(numbers):
        raise Refuted(f"the numbers are put into another formula: {tree[0]}, {numbers[0]}")
    for one, other in zip(mine, theirs, strict=True):
        put_in_places(one, other, table, exact=exact)
    return None


def added(tree: Tree, table: Table) -> list[tuple[Tree, Table]]:
    """Return the terms of a sum, each with the table that knows its index."""
    _, letter, width, body = tree
    return [
        (body, replace(table, indices={**table.indices, letter: at}))
        for at in range(1, table.width(width) + 1)
    ]


def is_literal(tree: Tree) -> bool:
    """Tell whether a tree is a number, or an array of numbers."""
    tree = bare(tree)
    if tree[0] == "rows":
        return all(is_literal(cell) for line in tree[1] for cell in line)
    inner = bare(tree[1]) if tree[0] == "neg" else tree
    return bool(inner[0] == "number")


def parts_of(tree: Tree) -> list[Tree]:
    """Return the trees right below a tree."""
    if tree[0] == "product":
        return list(tree[1])
    if tree[0] == "rows":
        return [cell for line in tree[1] for cell in line]
    return [part for part in tree[1:] if isinstance(part, tuple) and part]


def rest_of(tree: Tree) -> list[Any]:
    """Return what a tree holds beside trees: exponents, the names of functions."""
    return [] if tree[0] == "product" else [p for p in tree[1:] if not isinstance(p, tuple)]


def shown_as(tree: Tree) -> str:
    """Return a number on display."""
    return number_text(tree) or short(value(tree, NUMBERS))


def one_side(tree: Tree, line: str, worth: Value, table: Table) -> None:
    """Raise unless one side of a refutation has its numbers and its value on display."""
    found = split(line)
    if len(found) == 1:
        check_digits(worth, found[0], exact=False)
    else:
        numbers, *rest = found
        calculator(tree, r"\approx", numbers, rest, table, worth)


def compared(statement: Statement, trees: tuple[Tree, ...], table: Table) -> None:
    """Raise unless a derivative, and its difference quotient, have the numbers on display.

    Where functions stand before them, those are put in for functions of which nothing is said.
    """
    if statement.at:
        functions = dict(table.functions)
        cells = tuple(map(spelled, statement.at))
        for name, put_in in zip(cells[::2], cells[1::2], strict=True):
            if not {name, put_in} <= set(table.functions):
                raise Unreadable(f"{name} and {put_in} are not both functions")
            for primes in range(PRIMES):
                spelling = " ".join([name, *["'"] * primes])
                functions[spelling] = slope_of(table.functions[put_in], primes)
        table = replace(table, functions=functions, known={}, near={})
    _, formula, quotient, apart = statement.parts
    (tree,) = trees
    if tree[0] == "held":
        tree, table = tree[1], table.holding(tree[2])
    if tree[0] not in ("derivative", "operator"):
        raise Unreadable("no derivative in the first column")
    exactly = value(tree, table)
    check_digits(exactly, formula, exact=False)
    for step in STEPS:
        try:
            roughly = slopes(tree[1], tree[2], table, partial(five_points, step=step))
            check_digits(roughly, quotient, exact=False)
            check_apart(exactly, roughly, apart)
        except (Refuted, Unreadable, *NO_VALUE):
            if step == STEPS[-1]:
                raise
        else:
            return


def check_apart(exactly: Value, roughly: Value, apart: str) -> None:
    """Raise unless slopes and differences are as far apart as is displayed, where none is zero."""
    ratio = max(
        (
            abs(a - b) / max(abs(a), abs(b))
            for a, b in zip(flat(exactly), flat(roughly), strict=True)
            if min(abs(a), abs(b)) > close() ** 2
        ),
        default=mp.mpf(0),
    )
    if not same_size(ratio, apart):
        raise Refuted(f"{apart} is displayed, the relative difference is {mp.nstr(ratio, 3)}")


def same_size(ratio: Any, shown: str) -> bool:
    """Tell whether a relative difference is displayed like this, to two digits."""
    if shown == "0":
        return bool(ratio < close())
    digits, _, power = "".join(shown.split()).partition(r"\cdot10^")
    exponent = int(power.strip("{}")) if power else 0
    decimals = len(digits.partition(".")[2])
    return rounds_to(ratio / mp.mpf(10) ** exponent, digits) and decimals == 1
