"""The pages as text: every Python session on them runs, every link between them leads somewhere."""

from __future__ import annotations

import doctest
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])
HAND_WRITTEN = (
    "architecture.md",
    "glossary.md",
    "how-it-is-checked.md",
    "index.md",
    "questions.md",
    "read-back.md",
    "sources.md",
    "write-a-derivation.md",
)

FENCE = re.compile(
    r"^(?P<prefix>[ >]*)(?P<run>`{3,})(?P<info>[^\n`]*)\n(?P<body>.*?)^[ >]*(?P=run)[ ]*$",
    re.DOTALL | re.MULTILINE,
)
LANGUAGES = ("python", "pycon")
PROMPT = re.compile(r"^[ >]*>>> ", re.MULTILINE)
CODE_SPAN = re.compile(r"(`+).+?(?<!`)\1(?!`)")
LINK = re.compile(r"\[[^\[\]]*\]\((?P<target>[^()\s]+)\)|\bhref=\"(?P<href>[^\"]+)\"")
ANCHOR = re.compile(r"\bid=\"(?P<id>[^\"]+)\"")
HEADING = re.compile(r"^(?:> )?#{1,6} (?P<text>.+)$", re.MULTILINE)
FOREIGN = re.compile(r"[a-z][a-z+.-]*:")


# -- Python sessions -------------------------------------------------------------------------


def sessions(page: str) -> str:
    """Return the Python sessions of a page, one after another, blank lines between them."""
    found = []
    for fence in FENCE.finditer(page):
        indent = len(fence["prefix"])
        lines = [line[indent:] for line in fence["body"].splitlines()]
        if is_session(fence):
            found.append("\n".join(lines).rstrip())
    return "\n\n".join(found) + "\n"


def is_session(fence: re.Match[str]) -> bool:
    """Tell whether a fence is a Python session: it is said to be one and begins with a prompt."""
    return fence["info"] in LANGUAGES and PROMPT.match(fence["body"]) is not None


def run(page: str, name: str) -> doctest.TestResults:
    """Return how many examples of a page ran, and how many of them failed; names are shared."""
    text = sessions(page)
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, name, name, 0)
    found = doctest.DocTestRunner(verbose=False).run(test, clear_globs=True)
    assert found.attempted == len(re.findall(r"^>>> ", text, re.MULTILINE))
    return found


def label(path: Path) -> str:
    """Return a page's path below the project's folder."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=label)
def test_every_python_session_on_a_page_prints_what_it_shows(path: Path) -> None:
    """Sessions of one page share their names, as they do for whoever types them."""
    assert run(path.read_text("utf-8"), label(path)).failed == 0


def test_sessions_are_found_on_hand_written_and_on_generated_pages() -> None:
    """An empty search would pass every page."""
    texts = {label(path): path.read_text("utf-8") for path in PAGES}
    with_sessions = {
        name for name, text in texts.items() if any(map(is_session, FENCE.finditer(text)))
    }
    assert {"docs/how-it-is-checked.md", "docs/derivations/neuron.md"} <= with_sessions
    assert "docs/derivations/examples.md" in with_sessions


def test_every_fence_with_a_prompt_is_a_session_that_runs() -> None:
    """A session in a fence of another kind would be shown and never run.

    Prompts in the docstring of a script, a file with a title, are run with the script.
    """
    for path in PAGES:
        for fence in FENCE.finditer(path.read_text("utf-8")):
            if PROMPT.search(fence["body"]) and "title=" not in fence["info"]:
                assert is_session(fence), f"{label(path)}: {fence['body']}"


def test_a_session_that_prints_something_else_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    """The must-fail twin: indented, in a quote, and sharing a name with the fence before."""
    page = "```pycon\n>>> a = 1\n```\n\n> ```python\n> >>> a + 1\n> 3\n> ```\n"
    assert run(page, "page") == (1, 2)
    assert "Expected:\n    3\nGot:\n    2" in capsys.readouterr().out
    assert run(page.replace("> 3", "> 2"), "page") == (0, 2)


def test_how_it_is_checked_is_a_doctest_as_it_stands() -> None:
    """The page promises that `python -m doctest` is silent about it."""
    path = ROOT / "docs" / "how-it-is-checked.md"
    found = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert found.attempted > 0
    assert found.failed == 0


def test_the_architecture_page_names_every_module() -> None:
    """A new room has to be entered in the table, and one that is gone taken out."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = re.findall(r"^\| [^|]*\| `(\w+)/?` \|", page, re.MULTILINE)
    modules = {path.stem for path in (ROOT / "bpcore").glob("*.py")} - {"__init__", "__main__"}
    assert modules | {"typeset", "drawing", "paper", "site", "read_back"} == set(table)
    assert len(table) == len(set(table))


# -- links -----------------------------------------------------------------------------------


def prose(page: str) -> str:
    """Return a page without its code; a fence inside a quote leaves nothing either."""
    return CODE_SPAN.sub("`", FENCE.sub("", page))


def slug(heading: str) -> str:
    """Return the anchor that GitHub and MkDocs both give a heading of plain words."""
    words = re.sub(r"[^\w\s-]", "", heading).strip().lower()
    return re.sub(r"\s+", "-", words)


def anchors(page: str) -> set[str]:
    """Return what a link into a page can point to; headings with mathematics have no safe name."""
    text = FENCE.sub("", page)
    headings = [found["text"] for found in HEADING.finditer(text)]
    plain = {slug(heading.replace("`", "")) for heading in headings if "$" not in heading}
    return plain | {found["id"] for found in ANCHOR.finditer(text)}


def targets(page: str) -> list[str]:
    """Return where the links of a page lead, those to other sites left out."""
    found = [link["target"] or link["href"] for link in LINK.finditer(prose(page))]
    return [unquote(target) for target in found if not FOREIGN.match(target)]


def dead_links(path: Path) -> list[str]:
    """Return the links of a page that lead nowhere."""
    dead = []
    for target in targets(path.read_text("utf-8")):
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.exists() or (anchor and anchor not in anchors(there.read_text("utf-8"))):
            dead.append(target)
    return dead


@pytest.mark.parametrize("path", PAGES, ids=label)
def test_every_link_of_a_page_leads_to_a_page_and_an_anchor(path: Path) -> None:
    """Links to other sites are not followed: tests need no network."""
    assert dead_links(path) == []


def test_links_are_found() -> None:
    """An empty search would pass every page; the source map leads to rows, results to proofs."""
    found = {label(path): targets(path.read_text("utf-8")) for path in PAGES}
    assert "derivations/sigmoid.md#S0-16" in found["docs/source-map.md"]
    assert "sigmoid.md#dsigma_dz" in found["docs/derivations/neuron.md"]
    assert "../how-it-is-checked.md" in found["docs/derivations/sigmoid.md"]
    assert "#the-ladder" in found["docs/how-it-is-checked.md"]


def test_no_anchor_stands_twice_on_a_page() -> None:
    """Of two places with one name only the first can be reached."""
    for path in PAGES:
        found = Counter(a["id"] for a in ANCHOR.finditer(FENCE.sub("", path.read_text("utf-8"))))
        assert [anchor for anchor, count in found.items() if count > 1] == [], label(path)


def test_the_pages_that_are_written_by_hand_are_there() -> None:
    """A page that is gone can have no dead links."""
    assert [name for name in HAND_WRITTEN if not (ROOT / "docs" / name).is_file()] == []


def test_dead_links_and_dead_anchors_are_found(tmp_path: Path) -> None:
    """The must-fail twin, with links that only look dead because they stand in code."""
    (tmp_path / "there.md").write_text("# A heading, with `code`\n\n<a id='x'></a>\n", "utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "# Here\n\n[a](there.md) [b](there.md#a-heading-with-code) [c](#here)\n"
        "[$`x`$](gone.md) [e](there.md#gone) [f](#gone) [g](https://example.org/#gone)\n"
        '<a href="gone.html">h</a> `[i](in-code.md)`\n\n```text\n[j](in-fence.md)\n```\n',
        "utf-8",
    )
    assert dead_links(page) == ["gone.md", "there.md#gone", "#gone", "gone.html"]
