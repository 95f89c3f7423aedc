"""The page: what an author writes on, one statement after another.

Every method proves what it is given before it puts it down, so a page never holds an unproved
equality.  The page knows blocks and claims; it knows neither Markdown nor files.  Claims of other
pages reach it through the ``find`` function it is made with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial as bind
from types import MappingProxyType
from typing import Any

from bpcore.alike import Seen
from bpcore.anchor import Anchors
from bpcore.arguments import described, with_checked_methods
from bpcore.blocks import (
    Block,
    CallOut,
    Code,
    Compared,
    Definition,
    Derivation,
    Explorer,
    Given,
    Heading,
    Instances,
    Kind,
    Misfit,
    Picture,
    Prose,
    Result,
    Reveal,
    RuledPage,
    RulesUsed,
    Symbols,
    Tab,
    Table,
    Tabs,
    Worked,
    Wrong,
    claims,
    every,
    placed,
    versions,
)
from bpcore.choice import Choice, as_parts, read
from bpcore.claim import Chain, Claim, accepted, named, proved, proved_chain
from bpcore.dependence import check_depends, check_namesakes, leans_on
from bpcore.errors import (
    CannotBeChosen,
    NameClash,
    NotAnExpression,
    NothingChecked,
    Refusal,
    ResultMissing,
    ShapesDiffer,
    TypedByHand,
)
from bpcore.explorer import Exploration
from bpcore.expr import Apply, At, Derivative, Expr, Index, Name, Ones, Operand, expr
from bpcore.function import Function, functions_in
from bpcore.given import Given as GivenNumbers
from bpcore.given import written
from bpcore.inline import BEGINS, ENDS, resolve
from bpcore.ladder import check_interval
from bpcore.prose import checked, in_code, in_picture, meaning, plain, row_of_a_table, unmet
from bpcore.rules import Reason, covered
from bpcore.session import parsed, run_session
from bpcore.slips import Question, check_shown
from bpcore.tex import latex
from bpcore.tree import everything_under, walk
from bpcore.verdict import check_demand, check_met
from bpcore.worked import Numbers

PICTURE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WORD = re.compile(r"-?[\w. -]+", re.ASCII)
EVERY_VALUE = re.compile(  # of a condition in words: there is none
    r"\b(?:(?:any|all|every|each) (?:real )?(?:numbers?|values?)|everywhere|always|"
    r"without (?:any )?(?:exceptions?|conditions?)|unconditionally)\b",
    re.IGNORECASE,
)
ANCHOR = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)


@with_checked_methods
class Page:
    """One derivation, from its title to its last example.

    What is put on it stands there in that order. A method that shows an equality proves it first,
    and raises a `Refusal` for one that does not hold.

    >>> from bpcore import *
    >>> page = Page("squared_error", "The slope of a squared error")
    >>> a, y = scalar("a", "the prediction"), scalar("y", "the target")
    >>> L = let("L", N(1, 2) * (a - y) ** 2, "the error")
    >>> page.text(f"How does {L} change with {a}?")
    >>> page.symbols(a, y)
    >>> page.define(L)
    >>> slope = page.chain(d(L, a), elementary("half a square"), a - y, name="dL_da")
    >>> here = page.numbers({a: N(3, 4), y: 1})
    >>> page.worked(here, slope)
    >>> page.compare(here, slope.left)
    >>> page.finish()
    >>> print(page.results["dL_da"])
    d(L, a) = a - y: proved for all values
    """

    def __init__(
        self,
        name: str,
        title: str,
        find: Callable[[str], Claim] | None = None,
        others: Callable[[str], Iterable[RuledPage]] | None = None,
        chosen: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Take the page's name (its script's) and title.

        ``find`` finds claims of other pages, ``others`` the derivations of all pages but the one
        named; ``chosen`` is what was chosen for this copy, by name.
        """
        self.name, self.title = name, title
        self.blocks: list[Block] = []
        self.results: dict[str, Claim] = {}
        self.cited: list[Claim] = []
        self._names: set[str] = set()  # of results, former ones too
        self._chains: dict[Claim, Chain] = {}  # by the claim that each comes to
        self.examples: list[Numbers] = []
        self._open = self.blocks
        self._find = find
        self._others = others
        self._anchors = Anchors()
        self._chosen = chosen
        self.choices: dict[str, Choice] = {}
        self.required = ""
        self._session: dict[str, object] = {"__name__": "__session__"}
        self.unclaimed: list[str] = []  # words said to claim nothing, in the order of the page
        self._lines: list[str] = []  # code that states an equality

    # -- choices ----------------------------------------------------------------------------

    def choice(self, name: str, default: Any, meaning: str, among: Iterable[int | str] = ()) -> Any:
        """Return what was chosen for this copy of the page under a name, or else the default.

        The default is a whole number, several in a tuple, or a word, and so is what is chosen;
        ``among`` lists what can be. Raises `CannotBeChosen` for anything else, and `NameClash` for
        a name that is asked for twice.

        >>> Page("p", "P").choice("flower", 17, "the number of the flower", range(1, 151))
        17
        >>> Page("p", "P", chosen={"hidden": "6,3"}).choice("hidden", (5,), "widths")
        (6, 3)
        """
        if name in self.choices:
            raise NameClash(f"{name} is asked for twice on the page {self.name}")
        self._anchor(name)
        self._prose(meaning)
        if name in self._chosen:
            found = read(name, default, meaning, among, self._chosen[name])
        else:
            found = Choice(name, meaning, default, chosen=False)
        for word in as_parts(found.value):
            if not WORD.fullmatch(str(word)):
                raise CannotBeChosen(f"{name} cannot be {word!r}: a number or one word is chosen")
        self.choices[name] = found
        return found.value

    # -- words ------------------------------------------------------------------------------

    def text(self, prose: str, covers: str = "") -> None:
        """Put down a paragraph; expressions stand in it as ``{a}`` in an f-string.

        Raises `TypedByHand` if mathematics is typed.

        >>> from bpcore import *
        >>> page, z = Page("p", "P"), scalar("z")
        >>> page.text(f"How steep is {z**2} at {z}?")
        >>> page.text("where z = 0")
        Traceback (most recent call last):
        bpcore.errors.TypedByHand: '=' is typed in 'where z = 0' (equals sign); mathematics ...
        """
        self._put(Prose(self._prose(prose), covers=covered(covers)))

    def part(self, heading: str, anchor: str = "", covers: str = "") -> None:
        """Begin a part of the page.

        >>> Page("p", "P").part("With numbers", anchor="numbers")
        """
        if anchor:
            self._anchor(anchor)
        self._put(Heading(self._heading(heading), 2, anchor=anchor, covers=covered(covers)))

    def question(self, question: str, answer: str, covers: str = "") -> None:
        """Put down a question that readers ask, and its answer.

        >>> Page("p", "P").question("Why the half?", "So that it meets the two of the square.")
        """
        heading, said = self._heading(question), self._prose(answer)
        checked(f"{heading} {said}")
        self._put(Heading(heading, 3, covers=covered(covers)))
        self._put(Prose(said))

    def symbols(self, *names: Name) -> None:
        """Put down what letters stand for; each name must have been given its meaning.

        Raises `TypedByHand` for a name without a meaning.

        >>> from bpcore import *
        >>> Page("p", "P").symbols(scalar("z", "the pre-activation"), row("x", 4, "the input"))
        """
        for name in names:
            if not name.meaning:
                raise TypedByHand(
                    f"{name.text} has no meaning to show; give it one where it is made"
                )
            self._meaning(name)
        self._put(Symbols(names))

    def table(
        self,
        headings: tuple[str, ...],
        *rows: tuple[str | Expr | Claim, ...],
        covers: str = "",
        no_claim: str = "",
    ) -> None:
        """Put down a table of words, names and claims, of which both sides are shown.

        What is more than a name stands in a claim, or a reader would take it for the other side of
        what is beside it; so would two names in one row be. A table that compares how things are
        written says in ``no_claim`` what it is instead of a table of equalities, and that is
        counted in the report.

        Raises `NothingChecked` for a row with more or fewer cells than there are headings, and for
        a claim that was not proved; `TypedByHand` for a row that can be read as an equality.

        >>> from bpcore import *
        >>> a, page = scalar("a"), Page("p", "P")
        >>> page.table(("loss", "slope"), ("half the square", proved(d(a**2 / 2, a), a)))
        >>> page.table(("loss", "slope"), ("half the square", 2 * a))
        Traceback (most recent call last):
        bpcore.errors.TypedByHand: 2 * a stands in a row of a table ...
        """
        for row in rows:
            if not isinstance(row, tuple):
                raise NotAnExpression(f"a row of a table is a tuple of cells, not {described(row)}")
            if len(row) != len(headings):
                raise NothingChecked(f"a row of {len(row)} cells under {len(headings)} headings")
        if no_claim:
            self.unclaimed.append(self._prose(no_claim))
        found = tuple(tuple(self._cell(cell, no_claim) for cell in row) for row in rows)
        titles = tuple(self._heading(heading) for heading in headings)
        for row in () if no_claim else rows:
            self._lines += row_of_a_table(row, titles)
        self._put(Table(titles, found, covers=covered(covers)))

    def _cell(self, cell: str | Expr | Claim, unclaimed: str) -> str | Expr | Claim:
        if isinstance(cell, str):
            if unclaimed:  # said once, of the whole table
                checked(f"{BEGINS}{cell}{ENDS}", alone=True)
                return " ".join(cell.split())
            return self._prose(cell, alone=True)
        if isinstance(cell, Claim):
            return accepted(cell)
        found = expr(cell)
        check_depends(found)
        return found

    def rules_used(self, *first: str, covers: str = "") -> None:
        """Put down which rule stands at which step, for every derivation of all other pages.

        ``first`` names pages in reading order; the others follow by name.  Raises `ResultMissing`
        for a page that does not exist, and on a page that stands alone.

        >>> Page("p", "P").rules_used()
        Traceback (most recent call last):
        bpcore.errors.ResultMissing: this page stands alone: there are no other pages to look at
        """
        if self._others is None:
            raise ResultMissing("this page stands alone: there are no other pages to look at")
        pages = {page.name: page for page in self._others(self.name)}
        for name in first:
            if name not in pages:
                raise ResultMissing(f"there is no other page {name}; there are {sorted(pages)}")
        order = [*first, *sorted(set(pages) - set(first))]
        found = tuple(pages[name] for name in order)
        self._put(RulesUsed(found, covers=covered(covers)))

    # -- claims -----------------------------------------------------------------------------

    def require(self, demand: str) -> None:
        """Demand ``any width`` of every equality on the page: a proof at some does not suffice.

        A chain is refused at once, other claims when the page is finished. A book demands it of all
        its pages with ``require = "any width"`` in its `book.toml`.

        Raises `NotAnExpression` for another demand.

        >>> Page("p", "P").require("any width")
        """
        self.required = check_demand(demand)

    def define(self, *names: Name | Expr, covers: str = "") -> None:
        """Put down what names mean, and check that their values lie where they are said to.

        An author's own function is introduced by what it is of a name, such as ``square(z)``.

        Raises `NothingChecked` for a name without a definition, and `StepIsFalse` if a value is
        found outside the bounds that the name promises.

        >>> from bpcore import *
        >>> z = scalar("z")
        >>> Page("p", "P").define(let("a", sigmoid(z), "the activation", between=(0, 1)))
        >>> Page("p", "P").define(let("b", z**2, between=(0, 1)))
        Traceback (most recent call last):
        bpcore.errors.StepIsFalse: b is said to lie ...
        """
        for name in names:
            if isinstance(name, Apply) and isinstance(name.operand, Name):
                self._introduce(name, covers)
                continue
            if not isinstance(name, Name):
                raise NothingChecked(f"{name!r} is no name, and no function of a name")
            if name.definition is None:
                raise NothingChecked(f"{name.text} has no definition")
            check_interval(name)
            self._meaning(name)
            self._put(Definition(name, covers=covered(covers)))

    def _introduce(self, applied: Apply, covers: str) -> None:
        """Put down what a function is of a name."""
        function = applied.function
        if function.meaning is None:
            raise NothingChecked(f"{function.text} has no definition to show")
        claim = proved(applied, function.meaning(applied.operand))
        self._put(Prose(f"The function of this page: {claim}.", covers=covered(covers)))

    def chain(
        self,
        start: Operand,
        *rest: Reason | Operand,
        name: str = "",
        title: str = "",
        when: str = "",
        covers: str = "",
        formerly: str = "",
        require: str = "",
        every: Index | tuple[Index, ...] = (),
    ) -> Claim:
        """Prove and put down a chain of equalities: a line, then a reason and a line for each step.

        Returns the claim that the first line equals the last.  With a ``name`` that claim becomes
        a result, which other pages cite as ``page/name``; ``when`` adds conditions in words, and
        ``formerly`` lists names that it had before, under which links still find it. With
        ``require="any width"`` a proof at some widths does not suffice. An index in ``every`` may
        be free on one side only, because every value of it is meant, and the page says so.

        Raises what `prove` raises, with the number of the step and its reason, and `WrongRule` for
        a step that holds but not by the rule beside it.

        >>> from bpcore import *
        >>> z = scalar("z")
        >>> slope = d(z, z) * exp(z) + z * d(exp(z), z)
        >>> page = Page("p", "P")
        >>> claim = page.chain(
        ...     d(z * exp(z), z),
        ...     product_rule("one after the other"),
        ...     slope,
        ...     elementary("both slopes"),
        ...     1 * exp(z) + z * exp(z),
        ...     algebra("take the exponential out"),
        ...     (1 + z) * exp(z),
        ...     name="slope",
        ...     title="The slope",
        ... )
        >>> print(claim)
        d(z * exp(z), z) = (1 + z) * exp(z): proved for all values
        >>> page.chain(slope, elementary("both slopes"), exp(z) - z * exp(z))
        Traceback (most recent call last):
        bpcore.errors.StepIsFalse: step 1 (both slopes): d(z, z) * exp(z) + z * ... is not ...
        """
        for reason in rest[::2]:
            if isinstance(reason, Reason):
                self._prose(reason.text)
                self._note_citations(reason)
        chain = proved_chain(start, *rest, require=require or self.required, every=every)
        rows = covered(covers)
        self._put(Derivation(chain, covers=rows if not name else ()))
        self._chains[chain.claim] = chain
        if not name:
            return chain.claim
        return self._result(chain.claim, name, title, when, rows, formerly)

    def _note_citations(self, reason: Reason) -> None:
        for claim in map(accepted, reason.cites):
            if not claim.name:
                raise ResultMissing(f"{claim.label} has no name: only a result can be cited")
            if claim.page != self.name and claim not in self.cited:
                self.cited.append(claim)

    def result(
        self,
        claim: Claim,
        name: str,
        title: str = "",
        when: str = "",
        covers: str = "",
        formerly: str = "",
    ) -> Claim:
        """Put a proved claim down as a result, which other pages cite as ``page/name``.

        ``formerly`` lists names that it had before, under which links still find it.

        >>> from bpcore import *
        >>> page, a, b = Page("p", "P"), scalar("a"), scalar("b")
        >>> page.result(proved((a + b) * (a - b), a**2 - b**2), "squares")
        (a + b) * (a - b) = a**2 - b**2
        """
        return self._result(claim, name, title, when, covered(covers), formerly)

    def cite(self, result: str) -> Claim:
        """Return a claim that another page proves, called ``page/name``.

        Raises `ResultMissing` if there is no such page or result, and on a page that stands alone.

        >>> Page("p", "P").cite("sigmoid/dsigma_dz")
        Traceback (most recent call last):
        bpcore.errors.ResultMissing: sigmoid/dsigma_dz: this page stands alone and can cite nothing
        """
        if self._find is None:
            raise ResultMissing(f"{result}: this page stands alone and can cite nothing")
        claim = self._find(result)
        if claim not in self.cited:
            self.cited.append(claim)
        return claim

    def mistake(
        self,
        title: str,
        left: Operand,
        right: Operand,
        at: GivenNumbers,
        covers: str = "",
        formerly: str = "",
    ) -> bind[None]:
        """Put down a false equality with the numbers that refute it, in a box of its own.

        ``formerly`` lists anchors that it had before, under which links still find it.

        Raises `NothingChecked` if the equality holds at these numbers.

        Returns a function that puts words into the box: why it is tempting, what is right.

        >>> from bpcore import *
        >>> z = scalar("z")
        >>> remark = Page("p", "P").mistake("The two was lost", d(z**2, z), z, at={z: 3})
        >>> remark("The power comes down as a factor.")
        """
        refutation = Numbers(at).refute(expr(left), expr(right))
        box = self._mistake(title, covers, formerly, refutation.left, refutation.right)
        box.blocks.append(Wrong(refutation))
        self._put(box)
        return bind(self._add_to, box)

    def misfit(
        self, title: str, build: Callable[[], object], covers: str = "", formerly: str = ""
    ) -> Callable[[str], None]:
        """Put down what the checker says to an expression that cannot even be written.

        ``build`` tries to write it; raises `NothingChecked` if its shapes fit.  ``formerly`` lists
        anchors that it had before, under which links still find it.

        >>> from bpcore import *
        >>> W, x = matrix("W", "n", "m"), column("x", "n")
        >>> remark = Page("p", "P").misfit("A transpose was lost", lambda: W @ x)
        >>> remark("The weights have a column for each input.")
        """
        try:
            built = build()
        except ShapesDiffer as refusal:
            box = self._mistake(title, covers, formerly, str(refusal))
            box.blocks.append(Misfit(str(refusal)))
            self._put(box)
            return bind(self._add_to, box)
        except Refusal:
            raise
        except Exception as error:
            raise NothingChecked(f"what was to be written raised {error!r}") from error
        raise NothingChecked(f"{built!r} can be written: its shapes fit")

    def _mistake(self, title: str, covers: str, formerly: str, *said: object) -> CallOut:
        """Return an empty box for a mistake; its anchor comes from what it says."""
        former = tuple(formerly.split())
        for one in former:
            self._anchor(one)
        return CallOut(
            Kind.MISTAKE,
            self._heading(title),
            anchor=self._anchors.new("mistake", *said),
            covers=covered(covers),
            formerly=former,
        )

    def _add_to(self, box: CallOut, prose: str) -> None:
        box.blocks.append(Prose(self._prose(prose)))

    # -- numbers ----------------------------------------------------------------------------

    def numbers(self, given: GivenNumbers, *, show: bool = True) -> Numbers:
        """Put down the numbers a worked example starts from, and return what reads claims there.

        >>> from bpcore import *
        >>> z, x = scalar("z"), column("x", 2)
        >>> here = Page("p", "P").numbers({z: N(1, 2), x: [[1], [-3]]})
        >>> print(here.line(proved(z * x[2], x[2] * z)).claim)
        z * x[2] = x[2] * z: proved for all values
        """
        found = Numbers(given)
        self.examples.append(found)
        if show:
            values = tuple((name, written(value)) for name, value in found.given.items())
            self._put(Given(values, found))
        return found

    def worked(self, numbers: Numbers, *worked: Claim | Name, covers: str = "") -> None:
        """Put down claims (or definitions) with numbers put in; every digit recomputes.

        >>> from bpcore import *
        >>> page, z = Page("p", "P"), scalar("z")
        >>> page.worked(page.numbers({z: 2}), proved(d(z**3, z), 3 * z**2))
        """
        lines = tuple(numbers.line(as_claim(claim)) for claim in worked)
        self._put(Worked(lines, numbers, covers=covered(covers)))

    def compare(self, numbers: Numbers, *derivatives: Expr, covers: str = "") -> None:
        """Put down derivatives beside five-point differences of what they differentiate.

        Raises `NothingChecked` for what is no derivative.

        >>> from bpcore import *
        >>> page, z = Page("p", "P"), scalar("z")
        >>> page.compare(page.numbers({z: 2}), d(sigmoid(z), z))
        """
        checks = []
        for derivative in derivatives:
            if not isinstance(derivative, Derivative):
                raise NothingChecked(f"{derivative!r} is not a derivative")
            checks.append(numbers.check(derivative))
        self._put(Compared(tuple(checks), numbers, covers=covered(covers)))

    def instances(
        self,
        numbers: Numbers,
        claims: Iterable[Claim],
        *cases: Mapping[Function, Function],
        at: Mapping[Index, At] = MappingProxyType({}),
        covers: str = "",
    ) -> None:
        """Put down formulas proved for unspecified functions, with given ones put in for these.

        Each formula is worked out, and compared with a five-point difference of what it is the
        derivative of; ``at`` says which entry is taken where a formula is about any entry.

        >>> from bpcore import *
        >>> page, z, g = Page("p", "P"), scalar("z"), unspecified("g")
        >>> square = page.chain(d(g(z) ** 2, z), chain_rule("inside"), 2 * g(z) * g.prime(z))
        >>> page.instances(page.numbers({z: 1}), [square], {g: tanh}, {g: sigmoid})
        """
        chosen = [accepted(claim) for claim in claims]
        found = [
            (numbers.instance(claim, case, at), tuple(case.items()))
            for case in cases
            for claim in chosen
        ]
        if not found:
            raise NothingChecked("no formula, or no functions to put in")
        checks, put_in = zip(*found, strict=True)
        self._put(Instances(checks, numbers, put_in, covers=covered(covers)))

    def code(self, source: str, covers: str = "", **given: object) -> Mapping[str, Any]:
        """Run Python statements, and put them down with what they print.

        Returns what the page's session knows afterwards, by name: what a picture is drawn from.

        >>> Page("p", "P").code("print(sum(numbers))", numbers=[1, 2, 3])["numbers"]
        [1, 2, 3]
        """
        parsed(source)
        in_code(source)
        self._session.update(given)
        self._put(Code(run_session(source, self._session), covers=covered(covers)))
        return MappingProxyType(self._session)

    def slips(self, numbers: Numbers, question: Question) -> None:
        """Put down what usual slips give at these numbers, beside what may have happened.

        Raises `SlipHides` where a slip cannot be told from the right answer, or from another one.

        >>> from bpcore import *
        >>> from bpcore.slips import Question, Slip
        >>> page, z = Page("p", "P"), scalar("z")
        >>> asked = Question(d(z**2, z), [Slip("the two was lost", z), Slip("no slope", z**2)])
        >>> page.slips(page.numbers({z: 3}), asked)
        >>> page.slips(page.numbers({z: 2}), asked)
        Traceback (most recent call last):
        bpcore.slips.SlipHides: no slope: z**2 is 4 at these numbers, and the right answer ...
        """
        shown = check_shown(numbers, question)
        self.table(
            ("what you found, rounded", "what may have happened"),
            *((value, slip.words) for slip, value in zip(question.slips, shown, strict=True)),
        )

    # -- pictures ---------------------------------------------------------------------------

    def picture(self, name: str, svg: str, alt: str, caption: str = "", covers: str = "") -> None:
        """Put down a picture that a function of `bpcore.drawing` drew.

        ``alt`` says in plain words what it shows, for whoever cannot see it; the ``caption`` is
        prose. The name is that of the file, behind the page's own.

        Raises `NameClash` for a name that is taken or cannot be a file's, `NothingChecked` for what
        is no SVG, and `TypedByHand` for mathematics in the words.

        >>> from bpcore.drawing import curves
        >>> line = curves(("a line", [0, 1], [0, 2]), x="input", y="output")
        >>> Page("p", "P").picture("line", line, "A line that rises from left to right.")
        """
        if not PICTURE_NAME.fullmatch(name):
            raise NameClash(f"a picture is called by small letters, digits and -, not {name!r}")
        if any(isinstance(block, Picture) and block.name == name for block in every(self.blocks)):
            raise NameClash(f"the picture {name} stands twice on the page {self.name}")
        if not svg.startswith("<svg "):
            raise NothingChecked(f"the picture {name} is no SVG: it begins with {svg[:20]!r}")
        in_picture(svg)
        said, below = plain(alt, f"the picture {name}"), self._prose(caption)
        self._put(Picture(name, svg, said, below, covers=covered(covers)))

    def explorer(self, shown: Exploration, covers: str = "") -> None:
        """Put down a network whose numbers a reader can change, with a symbol beside each.

        What it is made of is told at `bpcore.explorer.exploration`.

        An example is the page `derivations/forward_pass.py` of the first book.
        """
        for part in shown.parts:
            plain(part.title, "a part of an explorer")
            for one in part.quantities:
                plain(one.words, "a quantity of an explorer")
        self._put(Explorer(shown, covers=covered(covers)))

    # -- boxes ------------------------------------------------------------------------------

    @contextmanager
    def note(self, title: str, covers: str = "") -> Iterator[None]:
        """Put what follows inside ``with`` into a box for a remark.

        >>> page = Page("p", "P")
        >>> with page.note("In passing"):
        ...     page.text("This is the rule from school.")
        """
        with self._inside(CallOut(Kind.NOTE, self._heading(title), covers=covered(covers))):
            yield

    @contextmanager
    def important(self, title: str, covers: str = "") -> Iterator[None]:
        """Put what follows inside ``with`` into a box that should not be missed.

        >>> page = Page("p", "P")
        >>> with page.important("In short"):
        ...     page.text("Follow every path.")
        """
        with self._inside(CallOut(Kind.IMPORTANT, self._heading(title), covers=covered(covers))):
            yield

    @contextmanager
    def try_first(self, task: str, covers: str = "") -> Iterator[None]:
        """Hide what follows inside ``with`` until the reader asks for it.

        >>> page = Page("p", "P")
        >>> with page.try_first("Try it first: the slope of a square"):
        ...     page.text("The power comes down.")
        """
        with self._inside(Reveal(self._heading(task), covers=covered(covers))):
            yield

    @contextmanager
    def tabs(self) -> Iterator[None]:
        """Put the tabs inside ``with`` beside one another; the site remembers the one chosen.

        >>> page = Page("p", "P")
        >>> with page.tabs():
        ...     with page.tab("In entries"):
        ...         page.text("One number at a time.")
        ...     with page.tab("As matrices"):
        ...         page.text("All of them at once.")
        """
        with self._inside(Tabs()):
            yield

    @contextmanager
    def tab(self, title: str, covers: str = "") -> Iterator[None]:
        """Put what follows inside ``with`` under a title of its own among `tabs`, in plain words.

        >>> page = Page("p", "P")
        >>> with page.tabs(), page.tab("In entries"):
        ...     page.text("One number at a time.")
        """
        with self._inside(Tab(plain(title, "a tab"), covers=covered(covers))):
            yield

    @contextmanager
    def _inside(self, box: CallOut | Reveal | Tabs | Tab) -> Iterator[None]:
        self._put(box)
        outer, self._open = self._open, box.blocks
        try:
            yield
        finally:
            self._open = outer

    # -- keeping the page honest ------------------------------------------------------------

    def _put(self, block: Block) -> None:
        self._open.append(block)

    def _prose(self, text: str, *, condition: bool = False, alone: bool = False) -> str:
        """Return words that passed the gate, without what was only meant for it."""
        found = checked(text, condition=condition, alone=alone)
        for thing in tokens(found.text):
            if isinstance(thing, Expr):
                check_depends(thing)
        self.unclaimed += found.unclaimed
        self._lines += found.lines
        return found.text

    def _heading(self, text: str) -> str:
        """Return a title that passed the gate; a condition has no room behind it.

        Raises `TypedByHand` for a claim with a condition: in a title it would be read without.
        """
        for one in tokens(text):
            if isinstance(one, Claim) and one.verdict.condition:
                raise TypedByHand(
                    f"a claim with a condition does not stand in a title: {one!r} holds where "
                    f"{one.verdict.condition}; put it into the text, where the condition is printed"
                )
        return self._prose(text)

    def _meaning(self, name: Name) -> None:
        """Check the words beside a name, which would else be a second definition."""
        found = meaning(name)
        self.unclaimed += found.unclaimed
        self._lines += found.lines

    def _anchor(self, anchor: str) -> None:
        """Raise `NameClash` for what cannot be linked to."""
        if not ANCHOR.fullmatch(anchor):
            raise NameClash(f"{anchor!r} is no anchor: letters, digits, _, . and - make one")

    def _result(
        self,
        claim: Claim,
        name: str,
        title: str,
        when: str,
        rows: tuple[str, ...],
        formerly: str = "",
    ) -> Claim:
        for each in (name, *formerly.split()):
            if each in self._names:
                raise NameClash(f"the result {each} stands twice on the page {self.name}")
            self._anchor(each)
            self._names.add(each)
        if claim.verdict.condition and (more := EVERY_VALUE.search(when)):
            raise TypedByHand(
                f"when= says {more[0]!r}, and the claim holds only where {claim.verdict.condition}"
            )
        found = named(claim, self.name, name, self._prose(when, condition=True))
        self.results[name] = found
        number = len(self.results)
        former = tuple(formerly.split())
        said = self._heading(title)
        proof = self._chains.get(claim)
        self._put(Result(found, said, number, proof, anchor=name, formerly=former, covers=rows))
        return found

    def finish(self) -> None:
        """Check the page as a whole: its title, that something was derived, all its letters.

        Raises `NothingChecked` if nothing was derived, and `NameClash` if two different things are
        printed alike. A book does this for each of its pages.

        >>> Page("p", "P").finish()
        Traceback (most recent call last):
        bpcore.errors.NothingChecked: the page p proves nothing
        """
        self._heading(self.title)
        for line in unmet(
            self._lines, (b.session for b in every(self.blocks) if isinstance(b, Code))
        ):
            raise TypedByHand(
                f"the code `{line}` states an equality, and is no line of a session on this page: "
                "print it from a claim, let a session run it, or say whose it is with quoted(…)"
            ).at(f"the page {self.name}")
        if not any(isinstance(block, (Derivation, Result)) for block in every(self.blocks)):
            raise NothingChecked(f"the page {self.name} proves nothing")
        for claim in (one for block in every(self.blocks) for one in every_claim(block)):
            check_met(f"on the page {self.name}, {claim.label}", claim.verdict, self.required)
        for node in (shown for block in every(self.blocks) for shown in displayed(block)):
            for name in everything_under(node):
                check_interval(name)
        self._check_slopes()
        try:
            check_introduced(self.blocks)
            seen = Seen()
            for block, place in placed(self.blocks):
                for shown in displayed(block):
                    seen.look(shown, place)
            for version in versions(self.blocks):
                check_namesakes(shown for block in version for shown in displayed(block))
        except NameClash as clash:
            raise clash.at(f"the page {self.name}") from None

    def _check_slopes(self) -> None:
        """Check that every derivative on display says beyond doubt what moves, and that it does."""
        told = {block.name.tex for block in every(self.blocks) if isinstance(block, Definition)}
        for block in every(self.blocks):
            if not isinstance(block, Wrong):  # what is wrong about a mistake is said beside it
                check_depends(*displayed(block))
            for node in (part for shown in displayed(block) for part in walk(shown)):
                for name in leans_on(node) if isinstance(node, Derivative) else ():
                    if name.tex not in told:
                        raise NothingChecked(
                            f"{node!r} is clear only because {name.text} is an abbreviation, and "
                            f"the page {self.name} does not say so: define {name.text} on it"
                        )


def check_introduced(blocks: list[Block]) -> None:
    """Raise `NameClash` for an author's function that is used before the page says what it is."""
    known: set[Function] = set()
    for block in every(blocks):
        stated = [one for text in words(block) for one in tokens(text) if isinstance(one, Claim)]
        for claim in (*stated, *claims(block)):
            of = claim.left
            if not isinstance(of, Apply) or not isinstance(of.operand, Name):
                continue
            meant = of.function.meaning
            if meant is not None and latex(meant(of.operand)) == latex(claim.right):
                known.add(of.function)
        for function in (one for node in displayed(block) for one in functions_under(node)):
            own = function.base or function
            if own.meaning is not None and not own.of_the_field and own not in known:
                raise NameClash(
                    f"the function {own.text} is used before the page says what it is: "
                    f"introduce it first, with define({own.text}(…)) of a name"
                )


def functions_under(node: Expr) -> Iterator[Function]:
    """Yield the functions of an expression, and those in the definitions that it leads to."""
    names = (name.definition for name in everything_under(node) if name.definition is not None)
    for part in (one for whole in (node, *names) for one in walk(whole)):
        if isinstance(part, Apply):
            yield from functions_in(part.function)


def as_claim(claim: Claim | Name) -> Claim:
    """Return a claim, or the claim that a name equals its definition."""
    if isinstance(claim, Claim):
        return accepted(claim)
    if claim.definition is None:
        raise NothingChecked(f"{claim.text} has no definition to work out")
    return proved(claim, claim.definition)


def every_claim(block: Block) -> Iterator[Claim]:
    """Yield the claims of a block, those in its prose too."""
    yield from claims(block)
    for text in words(block):
        yield from (thing for thing in tokens(text) if isinstance(thing, Claim))


def displayed(block: Block) -> Iterator[Expr]:
    """Yield every expression that a block displays, in prose too."""
    match block:
        case Definition(name=name):
            yield name
            if name.definition is not None and not isinstance(name.definition, Ones):
                yield name.definition  # a name for a column of ones says how many there are
        case Symbols(names=names):
            yield from names
        case Wrong(refutation=refutation):
            yield from (refutation.left, refutation.right)
        case Compared(checks=checks):
            yield from (check.derivative for check in checks)
        case Given(values=values):
            yield from (name for name, _ in values)
        case Table(rows=rows):
            yield from (cell for row in rows for cell in row if isinstance(cell, Expr))
        case Explorer(shown=shown):
            quantities = (one for part in shown.parts for one in part.quantities)
            yield from (one.symbol for one in quantities if one.symbol is not None)
    for claim in claims(block):
        yield from (claim.left, claim.right, *claim.verdict.condition.shown)
    for text in words(block):
        yield from inside_prose(text)


def words(block: Block) -> Iterator[str]:
    """Yield the prose of a block: text, titles, reasons."""
    match block:
        case Prose(text=text) | Heading(text=text):
            yield text
        case CallOut(title=title) | Reveal(summary=title) | Tab(title=title):
            yield title
        case Picture(caption=caption):
            yield caption
        case Result(claim=claim, title=title):
            yield from (title, claim.when)
        case Table(headings=headings, rows=rows):
            yield from headings
            yield from (cell for row in rows for cell in row if isinstance(cell, str))
        case Derivation(chain=chain):
            yield from (step.reason.text for step in chain.steps)


def tokens(text: str) -> list[object]:
    """Return the things whose tokens stand in prose."""
    found: list[object] = []

    def collect(thing: object) -> str:
        found.append(thing)
        return ""

    resolve(text, collect)
    return found


def inside_prose(text: str) -> Iterator[Expr]:
    """Yield the expressions whose tokens stand in prose."""
    for thing in tokens(text):
        if isinstance(thing, Claim):
            yield from (thing.left, thing.right, *thing.verdict.condition.shown)
        elif isinstance(thing, Expr):
            yield thing
