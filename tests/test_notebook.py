"""Notebooks: valid, the same bytes each time, and right wherever NumPy is all there is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from bpcore import Page, algebra, scalar
from bpcore.blocks import Worked, every
from bpcore.expr import Num
from bpcore.files import generated, write
from bpcore.notebook import converted, notebook
from bpcore.worksheet import digits
from tests.books import REAL, ROOT, book, real_pages, script

PAGES = sorted((ROOT / "docs" / "derivations").glob("*.ipynb"))
BLOCKED = ("sympy", "matplotlib", "mpmath")
NEEDS_MORE = {"error", "went_wrong", "hidden_layer", "numerical_safety"}  # some of their cells


def run_all(folder: Path, out: Path, blocked: tuple[str, ...] = BLOCKED) -> dict[str, Any]:
    """Return how the notebooks of a folder went in a process that has NumPy and no library.

    If nothing is blocked, the library is there as well.
    """
    program = [
        sys.executable,
        "-I",
        str(ROOT / "tests" / "run_notebooks.py"),
        str(folder),
        str(out),
    ]
    done = subprocess.run([*program, *blocked], capture_output=True, text=True, cwd=out.parent)
    assert 0 == done.returncode, done.stderr
    found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


def tiny(*, session: str = "a = 2\na * 3") -> Page:
    """Return a small page with a worked example and a session."""
    p = Page("tiny", "A tiny page")
    x = scalar("x", "a number")
    claim = p.chain((x + 1) ** 2, algebra("multiply out"), x * x + 2 * x + 1, name="square")
    with p.note("At a number"):
        at = p.numbers({x: Fraction(1, 3)})
        p.worked(at, claim)
    p.code(session)
    p.finish()
    return p


def cells(page: Page) -> list[dict[str, Any]]:
    """Return the cells of a page's notebook."""
    found: list[dict[str, Any]] = json.loads(notebook(page))["cells"]
    return found


def checks(all_: list[dict[str, Any]]) -> list[str]:
    """Return the lines by which cells say that a number is right."""
    shown = (line for cell in all_ for output in cell.get("outputs", ()) for line in output["text"])
    return [line for line in shown if line.endswith(" ✓\n")]


def source(cell: dict[str, Any]) -> str:
    """Return the text of a cell."""
    return "".join(cell["source"])


# -- all pages -------------------------------------------------------------------------------


def test_every_page_has_a_notebook() -> None:
    """And every notebook a page."""
    scripts = sorted(path.stem for path in REAL.glob("*.py") if path.stem[0] != "_")
    assert scripts == [path.stem for path in PAGES]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_notebook_is_valid(path: Path) -> None:
    """By the library that Jupyter itself uses, known as generated, and free of dead links."""
    text = path.read_text("utf-8")
    nbformat.validate(nbformat.reads(text, as_version=4))  # type: ignore[no-untyped-call]
    assert generated(text.encode())
    said = [source(cell) for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
    for markdown in said:
        assert not re.search(r"\]\((?!https?://)", re.sub(r"\$+[^$]+\$+", "", markdown)), markdown
        assert not re.search(r"\$`|```math|<a |<div|</?details|\[!", markdown), markdown
        assert 0 == markdown.count("$$") % 2


def test_every_notebook_runs_with_numpy_alone(tmp_path: Path) -> None:
    """Every number agrees, and every cell prints what the page shows, or says why it does not."""
    results = run_all(ROOT / "docs" / "derivations", tmp_path / "out.json")
    assert {path.stem for path in PAGES} == set(results)
    checked = skipped = 0
    for name, result in results.items():
        assert "" == result["error"], f"{name}: {result['error']}"
        for cell, printed, shown in result["cells"]:
            if printed.startswith("Skipped: this needs "):
                assert name in NEEDS_MORE, cell
                skipped += 1
                continue
            assert shown.rstrip() == printed.rstrip(), f"{cell} printed another text"
            checked += printed.count(" ✓")
    assert checked > 300
    assert skipped


def test_nothing_is_skipped_where_everything_is_installed(tmp_path: Path) -> None:
    """Cells with words of the book, or with SymPy, print what the page shows."""
    for name in sorted(NEEDS_MORE - {"numerical_safety"}):  # that one takes long
        text = (ROOT / "docs" / "derivations" / f"{name}.ipynb").read_text("utf-8")
        (tmp_path / f"{name}.ipynb").write_text(text, "utf-8")
    for name, result in run_all(tmp_path, tmp_path / "out.json", blocked=()).items():
        assert "" == result["error"], name
        for cell, printed, shown in result["cells"]:
            assert shown.rstrip() == printed.rstrip(), f"{cell} printed another text"


def test_nearly_every_worked_line_is_worked_out() -> None:
    """Those that are not say so; there are few."""
    texts = [path.read_text("utf-8") for path in PAGES]
    left_out = sum(text.count("# Not worked out here") for text in texts)
    assert left_out < 0.05 * sum(len(checks(json.loads(text)["cells"])) for text in texts)


@pytest.mark.parametrize("name", ["jacobian", "forward_pass"])
def test_notebooks_run_in_jupyter(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a kernel, with the machinery that runs notebooks; every output is the page's."""
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    path = ROOT / "docs" / "derivations" / f"{name}.ipynb"
    there = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(there, timeout=60).execute()
    for cell, now in zip(json.loads(path.read_text("utf-8"))["cells"], there.cells, strict=True):
        if cell["cell_type"] == "code":
            printed = "".join(text_of(output) for output in now.outputs)
            assert (
                "".join("".join(one["text"]) for one in cell["outputs"]).split() == printed.split()
            )


def text_of(output: Any) -> str:
    """Return what an output says."""
    assert "error" != output.output_type, output
    return str(output.text if output.output_type == "stream" else output.data["text/plain"])


# -- one page --------------------------------------------------------------------------------


def test_a_wrong_number_on_a_page_stops_its_notebook(tmp_path: Path) -> None:
    """In the last digit of one line; the right page runs."""
    page, wrong = tiny(), tiny()
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "right.ipynb").write_text(notebook(page), "utf-8")
    (worked,) = (one for one in every(wrong.blocks) if isinstance(one, Worked))
    assert "1.7778" == digits(worked.lines[0].result)
    spoilt = replace(worked.lines[0], result=Num(Fraction(17779, 10000), 4))
    object.__setattr__(worked, "lines", (spoilt,))
    (folder / "wrong.ipynb").write_text(notebook(wrong), "utf-8")

    results = run_all(folder, tmp_path / "out.json")
    assert "" == results["right"]["error"]
    assert "the page shows 1.7779" in results["wrong"]["error"]


def test_the_same_page_is_the_same_notebook() -> None:
    """Nothing in it comes from a clock, a counter or chance; cells are called by their places."""
    page = tiny()
    text = notebook(page)
    assert text == notebook(page) == notebook(tiny())
    assert ["tiny-1", "tiny-2", "tiny-3"] == [cell["id"] for cell in json.loads(text)["cells"]][:3]
    assert 'execution_count": 1' not in text


def test_equations_are_written_as_jupyter_reads_them() -> None:
    """Also in quotations, in one line; links inside the book are words."""
    fence = '> **T** <a class="bp-number" href="#t" title="x">(3)</a>\n>\n> ```math\n> a = b\n> ```'
    assert "> **T** (3)\n>\n> $$a = b$$" == converted(fence)
    assert "$[z > 0](a)$" == converted("$`[z > 0](a)`$")
    assert "1. why\n\n    $$= c$$" == converted("1. why\n\n    ```math\n    = c\n    ```")
    assert "by $a = b$ <small>proved</small>" == converted(
        'by [$`a = b`$](x.md#y) <small>[proved](#e "Proved. It.")</small>'
    )


def test_a_box_is_a_quotation_around_its_code() -> None:
    """Words stay in it, code cells cannot."""
    kinds = [(cell["cell_type"], source(cell)) for cell in cells(tiny())]
    (start,) = (k for k, (_, text) in enumerate(kinds) if "**Note: At a number**" in text)
    assert kinds[start][1].splitlines()[-1].startswith("> | $x$")
    assert ("code", "x = 1 / 3") == kinds[start + 1]
    assert all(line.startswith(">") for line in kinds[start + 2][1].splitlines())
    assert "found = x * x + 2 * x + 1" in kinds[start + 3][1]


def test_a_session_becomes_a_cell_for_each_thing_it_shows() -> None:
    """With the output of the page."""
    found = cells(tiny(session="a = 2\na * 3\nfor k in range(2):\n    print(k)"))[-2:]
    assert ["a = 2\na * 3", "for k in range(2):\n    print(k)"] == [source(one) for one in found]
    assert [["6\n"], ["0\n", "1\n"]] == [one["outputs"][0]["text"] for one in found]


def test_names_of_a_session_are_not_overwritten() -> None:
    """A worked example between two sessions gives way to the names that the second one needs."""
    p = tiny(session="x = 5\nkept = 6")
    x = scalar("x")
    claim = p.chain((x - 1) ** 2, algebra("multiply out"), x * x - 2 * x + 1, name="other")
    p.worked(p.numbers({x: 2}), claim)
    p.code("x + kept")
    text = "\n".join(source(cell) for cell in cells(p))
    assert "x_ = 2.0" in text
    assert text.index("x = 1 / 3") < text.index("x = 5") < text.index("x_ = 2.0")


def test_what_a_session_needs_is_asked_for() -> None:
    """A package that is not everywhere, and words of the book; the rest runs without."""
    session = "import sympy\nfrom bpcore import N\nb = 1\nsympy.S(1) + b\nN(1), 2\nb + 1"
    found = [source(cell) for cell in cells(tiny(session=session))]
    assert 'if installed("sympy"):\n    import sympy' in found
    assert 'if installed("bpcore"):\n    from bpcore import N' in found
    assert 'if installed("sympy"):\n    print(repr(sympy.S(1) + b))' in found
    assert 'if installed("bpcore"):\n    print(repr((N(1), 2)))' in found
    assert ["b = 1", "b + 1"] == [one for one in found if one.startswith("b ")]
    assert "Cells that need bpcore and sympy say so" in found[0]


def test_files_that_a_session_imports_go_along() -> None:
    """In a folded cell before all others, which leaves an installed library alone."""
    found = cells(tiny(session="from bpcore.iris import flower\nflower(1).species"))
    files = [cell for cell in found if "FILES = {" in source(cell)]
    assert [{"jupyter": {"source_hidden": True}}] == [cell["metadata"] for cell in files]
    assert "5.1,3.5,1.4,0.2,setosa" in source(files[0])
    assert 'if importlib.util.find_spec("bpcore") is None:' in source(files[0])


def test_a_notebook_is_written_and_goes_with_its_script(tmp_path: Path) -> None:
    """Like every generated file."""
    one = book(tmp_path, a=script(), b=script())
    docs = tmp_path / "docs"
    write(one.texts(), docs, whole=True)
    assert (docs / "derivations" / "b.ipynb").exists()
    (one.folder / "b.py").unlink()
    gone = write(one.texts(), docs, whole=True)
    assert "derivations/b.ipynb" in gone
    assert not (docs / "derivations" / "b.ipynb").exists()


def test_the_neuron_checks_all_its_numbers() -> None:
    """Eight lines and five slopes, each by formula and by differences; nothing is left out."""
    text = notebook(real_pages()["neuron"])
    assert 8 + 2 * 5 == len(checks(json.loads(text)["cells"]))
    assert "five_points(L_of_w_1, w_1)" in text
    assert "Not worked out" not in text
