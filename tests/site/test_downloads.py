"""The script of a page goes along to the site, and the links to a page's files save them."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from bpcore.site.downloads import on_page_markdown, published, turned
from tests.books import ROOT


def test_a_page_has_the_script_beside_it_that_wrote_it(tmp_path: Path) -> None:
    """A page written by hand has none."""
    (tmp_path / "derivations").mkdir()
    script = tmp_path / "derivations" / "loss.py"
    script.write_text("derive", "utf-8")

    folders = [tmp_path / "derivations"]
    assert ("derivations/scripts/loss.py", script) == published("derivations/loss.md", folders)
    assert published("derivations/other.md", folders) is None
    assert published("derivations/loss.txt", folders) is None
    assert published("elsewhere/loss.md", folders) is None


def test_links_to_files_are_turned_and_no_others() -> None:
    """A page, an anchor and another folder's file stay what they are."""
    script, data = "[s](../../derivations/a.py)", "[t](a.symbols.json)"
    others = "[p](b.md), [q](#c), [r](../how.md), [v](../verification.json)"

    assert (
        f'[s](scripts/a.py){{ download="a.py" }} [t](a.symbols.json)'
        f'{{ download="a.symbols.json" }} {others}'
    ) == turned(f"{script} {data} {others}")


def test_a_notebook_is_linked_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the script, once, and not where the link would lead nowhere."""
    monkeypatch.setattr("bpcore.site.downloads.scripts", [ROOT / "derivations"])
    page = SimpleNamespace(file=SimpleNamespace(src_uri="derivations/neuron.md"))
    text = "To keep it:\n\n- the [script](../../derivations/neuron.py)"

    assert "notebook" not in on_page_markdown(text, page, {"docs_dir": str(tmp_path)})
    (tmp_path / "derivations").mkdir()
    (tmp_path / "derivations" / "neuron.ipynb").write_text("{}", "utf-8")
    found = on_page_markdown(text, page, {"docs_dir": str(tmp_path)})
    assert '- the [notebook](neuron.ipynb){ download="neuron.ipynb" }' in found
    assert found.index("notebook") < found.index("scripts/neuron.py")
    linked = f"[notebook](neuron.ipynb)\n\n{text}"
    assert 1 == on_page_markdown(linked, page, {"docs_dir": str(tmp_path)}).count("(neuron.ipynb)")


def test_every_page_of_the_site_has_its_files(site: Path) -> None:
    """Script and table of symbols: linked, to be saved, there, and the same bytes."""
    scripts = [path for path in (ROOT / "derivations").glob("*.py") if path.stem[0] != "_"]
    for script in scripts:
        page = (site / "derivations" / f"{script.stem}.html").read_text("utf-8")
        links = dict(re.findall(r'<a download="([^"]+)" href="([^"]+)"', page))
        assert f"scripts/{script.name}" == links[script.name]
        assert f"{script.stem}.symbols.json" == links[f"{script.stem}.symbols.json"]
        for link in links.values():
            assert (site / "derivations" / link).is_file(), link
        assert script.read_bytes() == (site / "derivations/scripts" / script.name).read_bytes()
    assert len(scripts) > 20
