"""KaTeX sets what is right, refuses what is wrong, and starts only when it must."""

from __future__ import annotations

import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest

from bpcore.typeset import Cache, CannotTypeset, Typesetter
from bpcore.typeset.cache import FILE
from bpcore.typeset.katex import Engine, key, render

TEX = r"\frac{\partial L}{\partial a^{[l]}}"


class NoEngine(Engine):
    """An engine that must not be asked."""

    def html(self, wanted: object) -> list[str | CannotTypeset]:
        """Fail: all should have been in the cache."""
        raise AssertionError(f"JavaScript was asked for {wanted}")


def test_an_equation_is_html_and_mathml_with_its_tex(tmp_path: Path) -> None:
    """Readers get HTML, screen readers MathML, and both the exact TeX."""
    html = render(TEX, True, tmp_path)
    assert 'class="katex-html" aria-hidden="true"' in html
    assert f'<annotation encoding="application/x-tex">{TEX}</annotation>' in html


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\foo", r"Undefined control sequence: \foo"),
        ("a & b", "Expected 'EOF', got '&'"),
        (r"\frac{a}", "Unexpected end of input"),
        ("é", "Accented Unicode text character"),
        (r"a \\ b", "does nothing in display mode"),
        (r"\href{a}{b}", r"\href is not trusted"),
        ("  ", "nothing is written there"),
    ],
)
def test_what_katex_would_pass_over_or_colour_red_is_refused(
    tex: str, reason: str, tmp_path: Path
) -> None:
    """Every complaint of KaTeX is an error, also those it only warns about."""
    with pytest.raises(CannotTypeset) as refused:
        render(tex, True, tmp_path)
    assert reason in refused.value.reason
    assert str(refused.value.at("neuron.md:12")).startswith("neuron.md:12: equation cannot be")


def test_rows_survive_inside_an_environment(tmp_path: Path) -> None:
    r"""The twin of the refused `\\`: in a matrix it makes a row."""
    assert render(r"\begin{bmatrix}a\\b\end{bmatrix}", True, tmp_path).count("<mtr>") == 2


def test_the_second_process_starts_no_javascript(tmp_path: Path) -> None:
    """What one typesetter set, the next one finds."""
    first = Typesetter(Cache(tmp_path))
    html = first.equation(TEX, True).html
    second = Typesetter(Cache(tmp_path), NoEngine())
    assert second.equation(TEX, True).html == html
    assert (first.made, second.made, second.found) == (1, 0, 1)


def test_another_equation_does_start_javascript(tmp_path: Path) -> None:
    """The twin: the cache gives nothing for TeX or display that it has not seen."""
    Typesetter(Cache(tmp_path)).equation(TEX, True)
    with pytest.raises(AssertionError, match="JavaScript was asked"):
        Typesetter(Cache(tmp_path), NoEngine()).equation(TEX, False)


def test_an_equation_in_a_line_and_alone_are_kept_apart(tmp_path: Path) -> None:
    """Neither takes the other's place."""
    typesetter = Typesetter(Cache(tmp_path))
    for display in (True, False, True, False):
        assert typesetter.equation(TEX, display).display == display
    assert (typesetter.made, typesetter.found) == (2, 2)


def test_a_refused_equation_is_not_kept(tmp_path: Path) -> None:
    """It is asked again, and refused again."""
    for _ in range(2):
        with pytest.raises(CannotTypeset):
            Typesetter(Cache(tmp_path)).equation(r"\foo", True)


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_cache_is_replaced(damage: bytes, tmp_path: Path) -> None:
    """Rendering goes on, and the next build finds its equations again."""
    (tmp_path / FILE).write_bytes(damage)
    for _ in range(2):
        assert "katex-html" in Typesetter(Cache(tmp_path)).equation(TEX, True).html
    assert Typesetter(Cache(tmp_path), NoEngine()).equation(TEX, True).tex == TEX


@pytest.mark.parametrize("record", [b"", b"x", b"[]\nx", b'{"tex": "a"}\nx'])
def test_a_damaged_record_is_set_anew(record: bytes, tmp_path: Path) -> None:
    """A record that cannot be read is as good as none."""
    cache = Cache(tmp_path)
    cache.put(key(TEX, True), record)
    assert "katex-html" in Typesetter(cache).equation(TEX, True).html


def test_a_record_with_one_wrong_byte_is_set_anew(tmp_path: Path) -> None:
    """A digit must not change on its way through the cache."""
    cache = Cache(tmp_path)
    html = Typesetter(cache).equation(TEX, True).html
    record = cache.get(key(TEX, True))
    assert record is not None
    cache.put(key(TEX, True), record[:-1] + bytes([record[-1] ^ 1]))
    again = Typesetter(cache)
    assert (again.equation(TEX, True).html, again.made) == (html, 1)


def test_a_record_of_another_equation_is_never_shown(tmp_path: Path) -> None:
    """Even under the right key: the record says which equation it is."""
    cache = Cache(tmp_path)
    Typesetter(cache).equation("a - b", True)
    wrong = cache.get(key("a - b", True))
    assert wrong is not None
    cache.put(key("b - a", True), wrong)
    assert ">b - a</annotation>" in Typesetter(cache).equation("b - a", True).html


def test_a_folder_that_cannot_be_made_is_no_obstacle(tmp_path: Path) -> None:
    """Without a cache equations are set each time."""
    (tmp_path / "file").write_text("in the way")
    typesetter = Typesetter(Cache(tmp_path / "file" / "folder"))
    assert [typesetter.equation(TEX, True).tex, typesetter.equation(TEX, True).tex] == [TEX, TEX]
    assert (typesetter.made, typesetter.found) == (2, 0)


def set_some(folder: str) -> int:
    """Set equations in a process of its own; return how many came out."""
    typesetter = Typesetter(Cache(Path(folder)))
    return sum(typesetter.equation(f"x_{{{n}}}", True).tex == f"x_{{{n}}}" for n in range(40))


def test_processes_share_a_cache(tmp_path: Path) -> None:
    """Three processes write the same equations at once; all come out, and all are kept."""
    with get_context("spawn").Pool(3) as pool:
        assert pool.map(set_some, [str(tmp_path)] * 3) == [40, 40, 40]
    kept = Typesetter(Cache(tmp_path), NoEngine())
    assert [kept.equation(f"x_{{{n}}}", True).tex for n in range(40)]


def modules_after(statement: str) -> set[str]:
    """Return the names of the modules that a fresh interpreter has after a statement."""
    code = f"{statement}; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_the_library_alone_needs_neither_javascript_nor_mkdocs() -> None:
    """`import bpcore` must work without the extra packages of the site."""
    assert not modules_after("import bpcore") & {"bpcore.typeset", "py_mini_racer", "mkdocs"}


def test_the_typesetter_is_seen_when_it_is_imported() -> None:
    """The twin: the look at the modules finds what is there."""
    found = modules_after("from bpcore.typeset.katex import ENGINE; ENGINE.html([('x', 0)])")
    assert {"bpcore.typeset", "py_mini_racer"} <= found
