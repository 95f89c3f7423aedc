"""A small site, built: equations on its pages, none in its index, nothing from elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = f"""
site_name: Book
use_directory_urls: false
theme:
  name: material
  font: false
hooks: [{(ROOT / "bpcore/typeset/hook.py").as_posix()}]
markdown_extensions:
  - bpcore.typeset.extension
  - admonition
  - md_in_html
  - toc
  - pymdownx.quotes: {{callouts: true}}
  - pymdownx.superfences
"""
INDEX = r"""---
title: Home
---
# Home

No equation here; [one there](deep/neuron.md#gradient-la).
"""
NEURON = r"""# The gradient $`\frac{\partial L}{\partial a}`$

## Gradient $`\partial L/\partial a`$

The loss $`\mathcal{L}`$, with [$`a < b`$](#gradient-la):

```math
\begin{bmatrix} a & b \\ c & d \end{bmatrix} \odot \sigma'(z)
```

1. because

    ```math
    = \mathrm{Diag}(a_1 < b_2)
    ```

> [!TIP]
> ```math
> \delta^{[l]}
> ```
"""


class Resources(HTMLParser):
    """Collects what a page makes a browser load, and the scripts written into it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note every address that is loaded without a click."""
        found = dict(attributes)
        rel = found.get("rel") or ""
        if tag in {"script", "img", "iframe", "source"} and found.get("src"):
            self.loaded.append(str(found["src"]))
        if tag == "link" and rel in {"stylesheet", "preload", "icon"}:
            self.loaded.append(str(found["href"]))


def write(folder: Path, pages: dict[str, str]) -> None:
    """Write the sources of a site."""
    (folder / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    for name, text in pages.items():
        file = folder / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build a site in a process of its own."""
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": paths, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def resources(page: Path) -> list[str]:
    """Return what a page loads."""
    parser = Resources()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.loaded


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built site of two pages, one of them with mathematics."""
    folder = tmp_path_factory.mktemp("book")
    write(folder, {"index.md": INDEX, "deep/neuron.md": NEURON})
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def test_pages_have_html_and_mathml_with_tex(site: Path) -> None:
    """Seven equations: two in headings, two in a line, three on their own."""
    page = (site / "deep/neuron.html").read_text(encoding="utf-8")
    assert page.count('class="katex-html"') == page.count("<annotation ") == 7
    assert r">= \mathrm{Diag}(a_1 &lt; b_2)</annotation>" in page
    assert page.count("<mtr>") == 2
    assert 'n="' not in "".join(re.findall("<bp-[^>]*>", page))


def test_a_link_that_is_an_equation_has_a_name(site: Path) -> None:
    """Its plain text; a link with words beside the equation keeps its own."""
    page = (site / "deep/neuron.html").read_text(encoding="utf-8")
    assert '<a href="#gradient-la" aria-label="a &lt; b"><bp-m' in page
    assert page.count('aria-label="a &lt; b"') == 1


def test_the_search_index_has_text_and_no_tex(site: Path) -> None:
    """Sentences keep their symbols as text; displayed equations are left out."""
    index = (site / "search/search_index.json").read_text(encoding="utf-8")
    told = json.dumps(json.loads(index)["docs"], ensure_ascii=False)
    assert "The loss L, with a &lt; b:" in told or "The loss L, with a < b:" in told
    assert not re.search(r"\\\\|katex|frac|bmatrix|mathcal|<bp-|bp-eq", told)


def test_titles_contents_and_addresses_are_text(site: Path) -> None:
    """The window, the table of contents and the address of a heading hold no markup."""
    page = (site / "deep/neuron.html").read_text(encoding="utf-8")
    assert "<title>The gradient ∂L/∂a - Book</title>" in page
    assert 'href="#gradient-la"' in page
    assert '<h2 id="gradient-la">Gradient <bp-m' in page


def test_style_sheets_only_where_there_is_mathematics(site: Path) -> None:
    """Relative addresses, so the site also opens from a folder."""
    loaded = resources(site / "deep/neuron.html")
    assert "../assets/typeset/katex.min.css" in loaded
    assert "../assets/typeset/typeset.css" in loaded
    assert not [at for at in resources(site / "index.html") if at.endswith("katex.min.css")]


def test_everything_that_is_loaded_is_in_the_site(site: Path) -> None:
    """No other host, no missing file, also not from the style sheets."""
    pages = [site / "index.html", site / "deep/neuron.html"]
    sheets = [site / "assets/typeset" / name for name in ("katex.min.css", "typeset.css")]
    loaded = [(page.parent, at) for page in pages for at in resources(page)]
    for sheet in sheets:
        addresses = re.findall(r"url\(([^)]*)\)", sheet.read_text(encoding="utf-8"))
        loaded += [(sheet.parent, at) for at in addresses]
    assert len(loaded) > 25
    assert [at for folder, at in loaded if not (folder / at).is_file()] == []


def test_what_is_loaded_from_elsewhere_is_seen(tmp_path: Path) -> None:
    """The twin: the look at a page finds a script of another host."""
    page = tmp_path / "page.html"
    page.write_text('<script src="https://example.org/a.js"></script>')
    assert resources(page) == ["https://example.org/a.js"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n```math\n\\foo{x}\n```", r"5: equation cannot be typeset: \foo{x}: Undefined control"),
        ("see $`a & b`$", "4: equation cannot be typeset: a & b: Expected 'EOF', got '&'"),
        ("see $$x$$", "4: equation cannot be typeset: $$: write a ```math fence"),
    ],
)
def test_an_equation_that_cannot_be_typeset_stops_the_build(
    text: str, told: str, tmp_path: Path
) -> None:
    """With page, line of the file (its header counted) and equation."""
    write(tmp_path, {"index.md": "# Home", "neuron.md": f"---\ntitle: N\n---\n{text}\n"})
    done = build(tmp_path)
    assert done.returncode == 1
    assert f"neuron.md:{told}" in done.stderr
    assert not (tmp_path / "site/neuron.html").exists()


def test_all_faults_of_a_page_are_told_at_once(tmp_path: Path) -> None:
    """In the order of lines."""
    write(tmp_path, {"index.md": "$`\\foo`$\n\n```math\n\\bar{\n```\n\n\\(x\\)"})
    told = re.findall(r"index\.md:(\d+): ", build(tmp_path).stderr)
    assert told == ["1", "3", "7"]


def test_a_missing_extension_is_told(tmp_path: Path) -> None:
    """The hook alone would leave every equation raw."""
    write(tmp_path, {"index.md": "# Home"})
    settings = SETTINGS.replace("  - bpcore.typeset.extension\n", "")
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    done = build(tmp_path)
    assert done.returncode == 1
    assert "add bpcore.typeset.extension to markdown_extensions" in done.stderr


def mathematics(page: int) -> str:
    """Return a page of 60 displayed and 100 inline equations, all different."""
    lines = [f"# Page {page}"]
    for at in range(60):
        words = " and ".join(f"$`a_{{{page},{at},{k}}}`$" for k in range(1 + (at < 40)))
        lines += ["", words, "", "```math", rf"= \frac{{{page}}}{{{at}}} \odot \delta", "```"]
    return "\n".join(lines)


def test_a_warm_build_sets_nothing_and_gives_the_same_bytes(tmp_path: Path) -> None:
    """Thirty pages of mathematics; the second build starts no JavaScript."""
    names = ["index.md", *(f"page{n}.md" for n in range(1, 30))]
    write(tmp_path, {name: mathematics(n) for n, name in enumerate(names)})
    said, bytes_of = [], []
    for _ in range(2):
        done = build(tmp_path)
        said += re.findall(r"Equations: (\d+) typeset, (\d+) from the cache", done.stderr)
        bytes_of.append((tmp_path / "site/page7.html").read_bytes())
    assert said == [("4800", "0"), ("0", "4800")]
    assert bytes_of[0] == bytes_of[1]
