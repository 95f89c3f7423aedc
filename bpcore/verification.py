"""The verification report: the evidence for every displayed equality, and what is not covered.

It is a page for people and data for programs.  This module knows summaries of pages, and no
files.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from bpcore.edition import Edition
from bpcore.markdown import table
from bpcore.mutants import Slip
from bpcore.summary import Summary, at_named_widths
from bpcore.verdict import in_short

LIBRARIES = ("sympy", "mpmath", "numpy")
NOTICE = Edition().notice("bpcore/verification.py")
UNCOVERED = """\
## What is not covered

* **Definitions.** That a letter means what its definition says is not proved, because nothing can
  be: a definition introduces the letter. If it says between which bounds the values lie, that is
  tried at random points.
* **Words.** A sentence that sets one expression equal to another, or to typed mathematics, is
  refused. What sentences without an expression say is read by people only. Where a reason names a
  rule, the rule is compared with the two sides as far as it can be recognised.
* **That the question is the right one.** A proof shows that a line follows from the definitions
  above it; whether these are what you have in mind is for you to judge.
* **Points where nothing is claimed.** Outside the bounds of the names, and where the condition of
  a line does not hold, as at the kink of a ReLU, nothing is claimed."""
QUOTED = "* **What the sources say.** The source map quotes them, false statements too."
MEANINGS = """\
*Proved for any width*: shown with indices, whatever the numbers of rows and columns are. *Proved
for all values*: both sides were brought to one form by algebra, for letters in place of numbers.
*Proved at these widths only*: the same at the widths that are named, and nothing is claimed of
others. *True by definition*: nothing but definitions was opened. Before each
proof both sides are compared exactly, or to fifty digits, at random points, where a false line
fails. Points prove nothing: a line of which no proof is found is refused."""


def report(pages: Iterable[Summary], edition: Edition, *, quotes: bool = False) -> str:
    """Return the report as Markdown; a book that ``quotes`` has a source map."""
    found, folder = list(pages), edition.folder
    everything = [record for one in found for record in one.equalities]
    tried = sum(one.tried for one in found)
    true = sum(len(one.survivors) for one in found)
    return (
        "\n\n".join(
            part
            for part in [
                "# Verification report",
                NOTICE,
                f"This book displays {len(everything)} equalities on {len(found)} pages. Every one "
                "of them was checked while the pages were written; none is undecided, for an "
                "undecided one stops the run. Then every line was spoilt on purpose, one slip at a "
                f"time: of {tried} spoilt versions, {tried - true} were refused. The other {true} "
                "are true as well: each was proved, or is printed like the line itself or the one "
                f"above.{behind(edition.read_back)} Everything here is counted by the "
                "program that writes the pages; the same as data, one record for each equality, "
                'is in <a href="verification.json">verification.json</a>.',
                "## How the equalities were established",
                by_verdict(everything),
                weaker(found, folder),
                f"What the verdicts mean is told under [how it is checked]({edition.explained})."
                if edition.explained
                else MEANINGS,
                "## What is claimed on a condition",
                on_condition(found, folder),
                "## What became of the spoilt versions",
                "A slip is one change at one place, as a pen would make it. Shapes that do not fit "
                "are refused when the line is written; of the others, every one that differs from "
                "the other side is refused with numbers.",
                by_slip(found),
                "Most assumptions can be removed without harm: that a number lies between 0 and 1 "
                "says where both sides have a value at all. Without it the line holds on that "
                "condition, which then stands beside its verdict.",
                "## Page by page",
                "The last columns give the largest difference between the two sides of any line "
                "at iris flowers in double precision, and between a derivative and its five-point "
                "difference, both relative to the largest entry.",
                by_page(found, folder),
                "## Spoilt versions that are true",
                "They change a factor that is 1, a term that is 0, the order of things that may be "
                "exchanged, or take one name of a quantity for another. Each was proved.",
                *(survivors(one, folder) for one in found),
                "## Mistakes refuted",
                "Every false line that the pages show, with the numbers or the shapes that refute "
                "it. The most common ones are [together on one page]"
                f"({folder}/mistakes.md), with why they are tempting and where they hide."
                if any(one.name == "mistakes" for one in found)
                else "Every false line that the pages show is refuted there.",
                mistakes(found, folder),
                "## Words that claim no equality",
                unclaimed(found, folder),
                uncovered(edition, quotes=quotes),
                "## With what, and how to repeat it",
                versions(),
                f"`bpcore check {folder}` proves and spoils everything again and compares with "
                f"the pages as they stand.{behind(edition.book_checked)}",
            ]
            if part
        )
        + "\n"
    )


def behind(sentence: str) -> str:
    """Return a sentence with a space in front, or nothing."""
    return f" {sentence}" if sentence else ""


def uncovered(edition: Edition, *, quotes: bool) -> str:
    """Return what the checks do not cover."""
    how = f", {edition.checker_checked}" if edition.checker_checked else ""
    checker = f"* **The checker itself.** It is shown able to fail: by the spoilt versions{how}."
    return "\n".join([UNCOVERED, *([QUOTED] if quotes else []), checker])


def on_condition(found: list[Summary], folder: str) -> str:
    """Return a table of the lines that are claimed on a condition, page by page."""
    rows = [
        (page.title, f"[{record['id'].partition('#')[2]}]({folder}/{place(record)})", where)
        for page in found
        for record in page.equalities
        if (where := record["condition"])
    ]
    if not rows:
        return "Nothing: in every line each side has a value wherever the other has one."
    return (
        "In these lines one side has no value where the other has one, but for the condition. In "
        "all others each side has a value wherever the other has one.\n\n"
        f"{table(('page', 'line', 'claimed where'), rows)}"
    )


def place(record: dict[str, Any]) -> str:
    """Return the page and the anchor of a record, as links have them."""
    page, _, anchor = record["id"].partition("#")
    return f"{page}.md#{anchor}"


def by_verdict(found: list[dict[str, Any]]) -> str:
    """Return a table of how many equalities have which verdict."""
    counts = Counter(in_short(record["verdict"]) for record in found)
    rows = [(verdict, str(count)) for verdict, count in counts.most_common()]
    return table(("verdict", "equalities"), [*rows, ("undecided", "0")])


def weaker(found: list[Summary], folder: str) -> str:
    """Return which equalities hold at named widths only, each a link; nothing if there are none."""
    lines = [
        f"[{record['id']}]({folder}/{page.name}.md{record['id'].removeprefix(page.name)})"
        for page in found
        for record in at_named_widths(page)
    ]
    return f"Not proved for any width, but at named widths only: {', '.join(lines)}." * bool(lines)


def by_slip(found: list[Summary]) -> str:
    """Return a table of the kinds of slip: tried, refused by shape, by numbers, true."""
    rows = []
    for slip in Slip:
        counts = [page.slips[slip] for page in found]
        shapes, numbers, true = (sum(column) for column in zip(*counts, strict=True))
        rows.append((slip, str(shapes + numbers + true), str(shapes), str(numbers), str(true)))
    return table(("slip", "tried", "refused when written", "refused with numbers", "true"), rows)


def by_page(found: list[Summary], folder: str) -> str:
    """Return a table of the pages."""
    rows = []
    for page in found:
        apart = [record["apart_on_iris"] for record in page.equalities]
        rows.append(
            (
                f'<a id="{page.name}"></a>[{page.title}]({folder}/{page.name}.md)',
                str(len(page.equalities)),
                str(page.tried),
                str(page.tried - len(page.survivors)),
                str(page.refuted),
                max((power for power in apart if power), key=float, default="—"),
                page.differences or "—",
            )
        )
    heads = (
        "page",
        "equalities",
        "spoilt",
        "refused",
        "mistakes shown",
        "at iris, below",
        "from differences",
    )
    return table(heads, rows)


def mistakes(found: list[Summary], folder: str) -> str:
    """Return the titles of all boxes about mistakes, each a link, page by page."""
    rows = []
    for page in found:
        boxes = [f"[{title}]({folder}/{page.name}.md#{anchor})" for title, anchor in page.mistakes]
        if boxes:
            rows.append((page.title, "<br>".join(boxes)))
    return table(("page", "mistakes"), rows) if rows else ""


def unclaimed(found: list[Summary], folder: str) -> str:
    """Return the words of which their authors say that they claim no equality, page by page."""
    rows = [
        (f"[{page.title}]({folder}/{page.name}.md)", words)
        for page in found
        for words in page.unclaimed
    ]
    said = (
        "Words that join two expressions can be read as an equality, and are refused, unless their "
        f"author says that they claim none. That is so in {len(rows)} places of this book."
    )
    return f"{said}\n\n{table(('page', 'words'), rows)}" if rows else said


def survivors(page: Summary, folder: str) -> str:
    """Return the mutants of a page that are true, folded away."""
    rows = [
        (
            f"[{one.line}]({folder}/{page.name}.md#{one.line})",
            one.slip,
            code(one.version),
            one.shown,
        )
        for one in page.survivors
    ]
    if not rows:
        return ""
    return (
        f'<details class="bp-try" markdown="1">\n<summary>{page.title}: {len(rows)}'
        f"</summary>\n\n{table(('line', 'slip', 'spoilt version', 'shown'), rows)}\n\n</details>"
    )


def code(text: str) -> str:
    """Return code inside a cell of a table."""
    return f"`{text}`".replace("|", "&#124;")


def versions() -> str:
    """Return with which libraries this was written."""
    rows = [(name, version(name)) for name in LIBRARIES]
    return table(("library", "version"), rows)


def as_json(pages: Iterable[Summary]) -> str:
    """Return the records of all pages as JSON."""
    found = list(pages)
    data = {
        "written_by": "bpcore/verification.py",
        "versions": {name: version(name) for name in LIBRARIES},
        "undecided": 0,
        "unclaimed": {page.name: list(page.unclaimed) for page in found if page.unclaimed},
        "equalities": [record for page in found for record in page.equalities],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
