"""The book: scripts in the order of their citations, refusals with their place, all or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bpcore import Page, run
from bpcore.book import Book, where
from bpcore.errors import NothingChecked, Refusal, ResultMissing, ScriptFailed, StepIsFalse
from bpcore.files import beside, generated, orphans, stands, write
from bpcore.overview import VERIFICATION, VERIFICATION_DATA
from tests.books import REAL, SQUARE, book, script

SLOPE = 'p.chain(d(x**3, x), elementary("power"), 3 * x**2, name="square")'
CITES = 'p.chain(d(x**3, x) * y, by(p.cite("{}/square")), 3 * x**2 * y, name="{}")'
FALSE = 'p.chain((x + y) ** 2, algebra("multiply out"), x**2 + y**2)'


def test_scripts_are_found_by_name(tmp_path: Path) -> None:
    """In alphabetical order; those with an underscore are none."""
    found = book(tmp_path, beta=script(), alpha=script(), _hidden="x = 1")
    assert ["alpha", "beta"] == found.names
    assert "A tiny page" == found.title("alpha")


def test_a_missing_script_is_named(tmp_path: Path) -> None:
    """With those that there are."""
    with pytest.raises(ResultMissing, match=r"no derivation called gamma; there are \['alpha'\]"):
        book(tmp_path, alpha=script()).page("gamma")


def test_pages_run_in_the_order_of_their_citations(tmp_path: Path) -> None:
    """Whoever is cited is run first, and once."""
    found = book(
        tmp_path,
        a=script(CITES.format("b", "one")),
        b=script(SLOPE + "\nimport builtins\nbuiltins.runs = getattr(builtins, 'runs', 0) + 1"),
        c=script(CITES.format("b", "two")),
    )
    found.texts()
    import builtins

    assert 1 == vars(builtins).pop("runs")
    assert ["b", "a", "c"] == list(found.pages)
    assert ["b"] == [claim.page for claim in found.pages["a"].cited]


def test_citations_in_a_circle_are_refused(tmp_path: Path) -> None:
    """The circle is told, from page to page."""
    circle = {name: script(CITES.format(to, "r")) for name, to in zip("abc", "bca", strict=True)}
    with pytest.raises(ResultMissing, match="circle: a -> b -> c -> a"):
        book(tmp_path, **circle).page("a")


def test_a_page_that_cites_itself_is_a_circle(tmp_path: Path) -> None:
    """The shortest one."""
    with pytest.raises(ResultMissing, match="circle: a -> a"):
        book(tmp_path, a=script(CITES.format("a", "r"))).page("a")


def test_a_missing_result_is_refused(tmp_path: Path) -> None:
    """With those that the page proves."""
    wrong = CITES.format("b", "r").replace("square", "cube")
    with pytest.raises(ResultMissing, match=r"the page b proves no 'cube'; it proves \['square'\]"):
        book(tmp_path, a=script(wrong), b=script()).page("a")


def test_a_refusal_names_script_line_and_step(tmp_path: Path) -> None:
    """And those of the pages that lead there."""
    found = book(tmp_path, a=script(CITES.format("b", "r")), b=script(FALSE))
    with pytest.raises(StepIsFalse) as caught:
        found.page("a")
    said = str(caught.value)
    assert said.startswith("derivations/a.py:8: derivations/b.py:8: step 1 (multiply out): ")
    assert "at x = 1, y = 1 the left side is 4 and the right side is 2" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (script("1 / 0"), r"derivations/a\.py:8: ZeroDivisionError"),
        (script("nothing"), r"derivations/a\.py:8: NameError"),
        (script("raise SystemExit(0)"), r"derivations/a\.py:8: SystemExit"),
        (script("p.nothing()"), r"derivations/a\.py:8: AttributeError"),
        ('"""A page"""\nimport nothing_at_all\n', r"derivations/a\.py:2: ModuleNotFoundError"),
        ('"""A page"""\ndef derive(p:\n', r"derivations/a\.py:2: SyntaxError"),
        ('"""A page"""\n', r"derivations/a\.py: the script has no function derive"),
        ("x = 1\n", r"derivations/a\.py: no docstring"),
    ],
)
def test_a_broken_script_is_named(tmp_path: Path, text: str, said: str) -> None:
    """With the line, whatever is broken."""
    with pytest.raises(ScriptFailed, match=said):
        book(tmp_path, a=text).page("a")


def test_a_relative_folder_does_not_hide_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Places are told from wherever the command is given."""
    book(tmp_path, a=script(FALSE))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StepIsFalse, match=r"^derivations/a\.py:8: "):
        Book(Path("derivations")).page("a")


def test_an_empty_folder_proves_nothing(tmp_path: Path) -> None:
    """That is a failure, not a pass."""
    with pytest.raises(NothingChecked, match="there are no derivations in"):
        book(tmp_path).texts()


def test_a_wrong_source_list_stops_the_book(tmp_path: Path) -> None:
    """A page that covers a row that no source has."""
    found = book(
        tmp_path, a=script('p.text("Words.", covers="S0-1")\n' + SQUARE.format("multiply out"))
    )
    found.texts()
    (found.folder / "sources.toml").write_text("", "utf-8")
    assert {"derivations/a.md", VERIFICATION, VERIFICATION_DATA} <= set(found.texts())
    listed = '[[source]]\nid="0"\ntitle="t"\nkind="k"\ncredit="c"\nfinished=false\n'
    (found.folder / "sources.toml").write_text(listed, "utf-8")
    with pytest.raises(ResultMissing, match="covers S0-1, which no source has"):
        found.texts()


def test_a_real_script_runs_for_its_own_doctest() -> None:
    """What it cites is found beside it."""
    from bpcore.book import derive

    page = run(derive(REAL / "two_neurons.py"))
    assert isinstance(page, Page)
    assert "dL_du" in page.results


# -- writing ---------------------------------------------------------------------------------


NEW = {"derivations/a.md": "# A\n", "derivations/b.md": "# B\n", "source-map.md": "# Map\n"}


def there(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, hidden ones too."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_only_changed_pages_are_replaced(tmp_path: Path) -> None:
    """The others keep their time of writing."""
    assert sorted(NEW) == write(NEW, tmp_path, whole=True)
    before = (tmp_path / "derivations/a.md").stat().st_mtime_ns
    assert ["derivations/b.md"] == write(NEW | {"derivations/b.md": "# C\n"}, tmp_path, whole=True)
    assert before == (tmp_path / "derivations/a.md").stat().st_mtime_ns
    assert b"# C\n" == there(tmp_path)["derivations/b.md"]


def test_line_ends_count(tmp_path: Path) -> None:
    """A page with other line ends is not the page that the script writes."""
    write(NEW, tmp_path, whole=True)
    (tmp_path / "derivations/a.md").write_bytes(b"# A\r\n")
    assert ["derivations/a.md"] == write(NEW, tmp_path, whole=True)


GENERATED = "# Old\n\n<!-- Written by derivations/old.py with `make pages`. -->\n"


def test_pages_that_no_script_writes_are_removed(tmp_path: Path) -> None:
    """Generated ones only, and only by a run of the whole book."""
    write(NEW, tmp_path, whole=True)
    (tmp_path / "derivations/old.md").write_text(GENERATED)
    by_hand = "# By hand\n\nWords.\n\n```markdown\n<!-- Written by derivations/x.py -->\n```\n"
    (tmp_path / "by-hand.md").write_text(by_hand)
    assert [] == write(NEW, tmp_path, whole=False)
    assert ["derivations/old.md"] == orphans(NEW, tmp_path)
    assert ["derivations/old.md"] == write(NEW, tmp_path, whole=True)
    assert {*NEW, "by-hand.md"} == set(there(tmp_path))


def test_a_page_says_itself_that_it_was_written() -> None:
    """Below its title, not in an example further down."""
    assert generated(GENERATED.encode())
    assert not generated(b"# By hand\n\n\n\n<!-- Written by -->\n")
    assert not generated(b"")


@pytest.mark.parametrize(("function", "after"), [("replace", 0), ("replace", 1), ("fsync", 1)])
def test_a_write_that_fails_midway_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, after: int
) -> None:
    """Neither while pages are written beside their places nor between two moves."""
    write(NEW, tmp_path, whole=True)
    (tmp_path / "derivations/old.md").write_text(GENERATED)
    before = there(tmp_path)
    true, calls = getattr(os, function), iter(range(100))

    def failing(*arguments: object) -> object:
        if next(calls) >= after:
            raise OSError("the disk is full")
        return true(*arguments)

    monkeypatch.setattr(os, function, failing)
    changed = {path: text + "more\n" for path, text in NEW.items()}
    with pytest.raises(OSError, match="the disk is full"):
        write({**changed, "derivations/new.md": "# New\n"}, tmp_path, whole=True)
    assert before == there(tmp_path)


def test_a_removal_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages already moved are put back."""
    write(NEW, tmp_path, whole=True)
    (tmp_path / "derivations/old.md").write_text(GENERATED)
    before = there(tmp_path)
    true = Path.unlink

    def failing(path: Path, missing_ok: bool = False) -> None:
        if path.name == "old.md":
            raise PermissionError("not yours")
        true(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", failing)
    with pytest.raises(PermissionError):
        write({path: text + "more\n" for path, text in NEW.items()}, tmp_path, whole=True)
    assert before == there(tmp_path)


def test_helpers_of_writing(tmp_path: Path) -> None:
    """What stands in a file, and a file beside it."""
    assert stands(tmp_path / "none.md") is None
    part = beside(tmp_path / "deep" / "page.md", b"text")
    assert b"text" == part.read_bytes()
    assert tmp_path / "deep" == part.parent
    assert "derivations/a.py" == where(Path("/x/derivations/a.py"))


def test_a_failing_script_leaves_every_page_as_it_was(tmp_path: Path) -> None:
    """Nothing is written, because nothing is handed over to be written."""
    whole = book(tmp_path, a=script(), b=script())
    docs = tmp_path / "docs"
    write(whole.texts(), docs, whole=True)
    before = there(docs)
    spoilt = book(tmp_path, a=script(SQUARE.format("another reason")), b=script(FALSE))
    with pytest.raises(Refusal):
        write(spoilt.texts(), docs, whole=True)
    assert before == there(docs)


def test_run_proves_a_page_once_while_the_scripts_stay(tmp_path: Path) -> None:
    """What a page cites is not proved again for each doctest; a changed script is."""
    from bpcore.book import derive

    home = book(tmp_path, a=script(CITES.format("b", "one")), b=script(SLOPE)).folder
    first = run(derive(home / "a.py"))
    assert first is run(derive(home / "a.py"))
    text = (home / "b.py").read_text("utf-8")
    (home / "b.py").write_text(text.replace("3 * x**2", "2 * x**2"), "utf-8")
    os.utime(home / "b.py", ns=(1, 1))
    with pytest.raises(StepIsFalse):
        run(derive(home / "a.py"))
