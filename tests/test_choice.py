"""Choices: other numbers, the same proofs, another folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bpcore.book import Book
from bpcore.choice import in_short, parsed, read
from bpcore.command_line import main
from bpcore.errors import CannotBeChosen, NameClash, StepIsFalse
from bpcore.markdown import markdown
from bpcore.memory import Memory
from bpcore.page import Page
from tests.books import REAL, ROOT, book, script

ASKS = 'n = p.choice("power", 2, "the power", range(2, 6))\n'
SQUARE = f'{ASKS}p.chain(d(x**n, x), elementary("a power"), n * x ** (n - 1), name="slope")'
FOR_TWO = f'{ASKS}p.chain(d(x**n, x), elementary("a power"), 2 * x ** (n - 1), name="slope")'
COURSE = [
    *("activations", "final_layer", "forward_pass", "hidden_layer"),
    *("jacobian", "softmax", "total_derivative"),
]
VARIANTS = [
    {"flower": "60", "activation": "relu", "hidden": "4", "seed": "7"},
    {"flower": "17", "activation": "sigmoid", "hidden": "3,2"},
    {"activation": "silu", "seed": "5", "hidden": "3"},
    {"activation": "leaky_relu", "flower": "130"},
    {"activation": "softplus", "flower": "51", "seed": "3"},
]


def command(folder: Path, *words: str) -> Result:
    """Return how regenerating the book in a folder went."""
    return CliRunner().invoke(main, [str(folder / "derivations"), *words])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with a book of two pages, of which one asks; written once."""
    book(tmp_path, asks=script(SQUARE), plain=script())
    assert 0 == command(tmp_path, "--docs", str(tmp_path / "docs")).exit_code
    return tmp_path


def there(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_copy_has_other_numbers_and_the_book_stays(home: Path) -> None:
    """It says what was chosen; what is remembered of the book stays, too."""
    before = there(home / "docs")
    copy = home / "copy"
    done = command(home, "--choose", "power=3", "--docs", str(copy))
    assert 0 == done.exit_code, done.output
    text = (copy / "derivations" / "asks.md").read_text("utf-8")
    assert "*Chosen for this copy: power 3.*" in text
    assert "= 3 \\, x^{2}" in text
    cells = json.loads((copy / "derivations" / "asks.ipynb").read_text("utf-8"))["cells"]
    assert any("power 3" in "".join(cell["source"]) for cell in cells)
    assert before == there(home / "docs")
    again = command(home, "--docs", str(home / "docs"))
    assert "0 of 2 pages proved" in again.output
    copied = command(home, "--choose", "power=3", "--docs", str(copy))
    assert "0 of 2 pages proved" in copied.output


def test_a_page_tells_what_can_be_chosen(home: Path) -> None:
    """With the command; a page without choices says nothing of it."""
    text = (home / "docs" / "derivations" / "asks.md").read_text("utf-8")
    assert "| `power` | the power | `2` |" in text
    assert "bpcore regenerate derivations --only asks --choose power=2 --docs build/copy" in text
    assert "Chosen for this copy" not in text
    assert "Make a copy" not in (home / "docs" / "derivations" / "plain.md").read_text("utf-8")


def test_what_holds_for_the_default_only_is_refused(tmp_path: Path) -> None:
    """The same proofs run: a line that was true by luck is false for another number."""
    found = book(tmp_path, asks=script(FOR_TWO))
    assert found.page("asks").results["slope"]
    with pytest.raises(StepIsFalse, match="step 1"):
        Book(tmp_path / "derivations", chosen={"power": "3"}).page("asks")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--choose", "power=3"], "say with --docs where your copy goes"),
        (["--choose", "power"], "'power' chooses nothing; write name=value"),
        (["--choose", "power=2", "--choose", "power=3"], "power is chosen twice: 2 and 3"),
        (["--choose", "power=x", "--docs", "copy"], "power is a whole number, not 'x'"),
        (["--choose", "power=9", "--docs", "copy"], "power cannot be 9; it can be from 2 to 5"),
        (["--choose", "pwr=3", "--docs", "copy"], "asks for pwr; what can be chosen is power: the"),
    ],
)
def test_what_cannot_be_chosen_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    """With what can be, and nothing is written."""
    monkeypatch.chdir(home)
    before = there(home / "docs")
    done = command(home, *words)
    assert 1 == done.exit_code
    assert said in " ".join(done.output.split())
    assert before == there(home / "docs")
    assert not (home / "copy").exists()


def test_each_kind_of_value_is_read() -> None:
    """A number, several, a word."""
    assert 3 == read("a", 1, "", (), "3").value
    assert (6, 3) == read("a", (1,), "", range(1, 9), "6,3").value
    assert "tanh" == read("a", "relu", "", ["relu", "tanh"], "tanh").value
    with pytest.raises(CannotBeChosen, match="whole numbers, parted by commas"):
        read("a", (1,), "", (), "6;3")
    with pytest.raises(CannotBeChosen, match="it can be relu or tanh"):
        read("a", "relu", "", ["relu", "tanh"], "step")
    assert {} == parsed([])
    assert "2 or 4" == in_short([2, 4])


def test_a_name_is_asked_for_once() -> None:
    """Or one value would stand for two things."""
    page = Page("p", "P")
    page.choice("n", 1, "one")
    with pytest.raises(NameClash, match="asked for twice"):
        page.choice("n", 2, "another")


def test_each_copy_is_remembered_by_itself() -> None:
    """By what was chosen, in whatever order."""
    names = ["exercise"]
    one = Memory(REAL, names, {"a": "1", "b": "2"}).folder
    assert one == Memory(REAL, names, {"b": "2", "a": "1"}).folder
    assert len({one, Memory(REAL, names).folder, Memory(REAL, names, {"a": "2"}).folder}) == 3


@pytest.mark.parametrize("name", COURSE)
def test_a_page_of_the_course_takes_another_flower(name: str) -> None:
    """Its words follow: no other flower is left in what it says of the chosen one."""
    text = markdown(Book(REAL, chosen={"flower": "135"}).page(name))
    assert "*Chosen for this copy: flower 135.*" in text
    assert "lower 135" in text.partition("Chosen for this copy")[2].partition("\n")[2]
    own = {"final_layer": 1}  # it counts passes on flower 17, whatever is chosen
    assert own.get(name, 0) == text.count("lower 17")
    if name == "softmax":
        assert "Flower 135 is a virginica, species number 3 of three." in text
        assert "How does the share of the virginica move" in text


@pytest.mark.parametrize("chosen", VARIANTS, ids=lambda chosen: "-".join(chosen.values()))
def test_the_exercise_is_proved_whatever_is_chosen(chosen: dict[str, str]) -> None:
    """Other flowers, widths, seeds and activations: other numbers, formulas for any width."""
    page = Book(REAL, chosen=chosen).page("exercise")
    text = markdown(page)
    committed = (ROOT / "docs" / "derivations" / "exercise.md").read_text("utf-8")
    assert text != committed
    assert "Proved for any width." in text
    for name, value in chosen.items():
        assert f"{name} {value}" in text
        assert str(page.choices[name].value).strip("(),").replace(" ", "") == value
