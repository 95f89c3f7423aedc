"""Files: none outside the folder, and nothing of a killed run stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpcore.errors import OutsideTheFolder
from bpcore.files import check_inside, write


@pytest.mark.parametrize("path", ["../a.md", "derivations/../../a.md", "/a.md", "", "."])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    """Before anything is written."""
    docs = tmp_path / "docs"
    with pytest.raises(OutsideTheFolder, match="was not written"):
        write({"b.md": "# B\n", path: "# A\n"}, docs, whole=False)
    assert not docs.exists()
    assert [] == [p for p in tmp_path.rglob("*.md")]


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    """A folder of the pages that is really somewhere else."""
    docs, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    docs.mkdir()
    elsewhere.mkdir()
    (docs / "derivations").symlink_to(elsewhere)
    with pytest.raises(OutsideTheFolder, match="elsewhere"):
        write({"derivations/a.md": "# A\n"}, docs, whole=False)
    assert [] == list(elsewhere.iterdir())


def test_a_path_inside_is_fine(tmp_path: Path) -> None:
    """The must-pass twin, also where the folder itself is a link."""
    (tmp_path / "real").mkdir()
    (tmp_path / "docs").symlink_to(tmp_path / "real")
    check_inside("derivations/a.md", tmp_path / "docs")
    assert ["a.md"] == write({"a.md": "# A\n"}, tmp_path / "docs", whole=False)


def test_what_a_killed_run_left_is_swept_up(tmp_path: Path) -> None:
    """Files beside their places, and nothing else."""
    (tmp_path / ".x.part").write_text("half a pa")
    (tmp_path / "keep.part").write_text("somebody's")
    write({"a.md": "# A\n"}, tmp_path, whole=False)
    assert {"a.md", "keep.part"} == {path.name for path in tmp_path.iterdir()}
