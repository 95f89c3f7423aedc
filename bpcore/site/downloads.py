"""Downloads on the site: a page's script is published beside it, and its notebook is linked.

In the repository a page links to its script where it stands, above the documentation.  On the site
there is nothing above, so the script goes along and the link is turned to it; so does the program
that reads the pages back.  It knows MkDocs, and of a page only the links to its files; the plugin
says where the scripts are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from bpcore.proofreader import HOME

SCRIPTS = "scripts"
SCRIPT = re.compile(r"\]\(\.\./\.\./(?:\w+)/(?P<file>\w+\.py)\)")
FIRST = "- the [script]("  # of the list of files
NOTEBOOK = "- the [notebook]({name}.ipynb) of this page, to run in Jupyter;\n"
READER = "read-back"  # where the program that reads pages back is published
PROGRAM = re.compile(rf"\]\((?:\.\./)+bpcore/{HOME.name}/(?P<file>\w+\.py)\)")
scripts: list[Path] = []  # the folders of scripts, each named as that of its pages
KEPT = re.compile(r"(?P<link>\]\((?:scripts/)?(?P<file>\w+\.(?:py|ipynb|symbols\.json))\))")


def turned(markdown: str) -> str:
    """Return a page's Markdown with its links to files as links that save them.

    >>> turned("[script](../../derivations/a.py)")
    '[script](scripts/a.py){ download="a.py" }'
    >>> turned("[page](b.md), [notebook](a.ipynb)")
    '[page](b.md), [notebook](a.ipynb){ download="a.ipynb" }'
    """
    here = SCRIPT.sub(rf"]({SCRIPTS}/\g<file>)", markdown)
    return KEPT.sub(r'\g<link>{ download="\g<file>" }', here)


def with_notebook(markdown: str, name: str) -> str:
    """Return a page's Markdown with its notebook first among its files.

    >>> print(with_notebook("- the [script](../../derivations/a.py)", "a"))
    - the [notebook](a.ipynb) of this page, to run in Jupyter;
    - the [script](../../derivations/a.py)
    """
    return markdown.replace(FIRST, NOTEBOOK.format(name=name) + FIRST, 1)


def published(page: str, folders: Iterable[Path]) -> tuple[str, Path] | None:
    """Return where the script of a page stands on the site and in its folder, None without one.

    >>> published("index.md", [Path("derivations")])
    """
    path = PurePosixPath(page)
    for folder in folders:
        script = folder / f"{path.stem}.py"
        if path.suffix == ".md" and path.parent.name == folder.name and script.is_file():
            return str(path.parent / SCRIPTS / script.name), script
    return None


def on_files(files: Any, config: Any) -> Any:
    """Add the scripts and the program to the site: MkDocs calls this once."""
    from mkdocs.structure.files import File

    found = [published(file.src_uri, scripts) for file in files.documentation_pages()]
    program = [(f"{READER}/{file.name}", file) for file in sorted(HOME.glob("*.py"))]
    for place, script in [*filter(None, found), *program]:
        if files.get_file_from_path(place) is None:
            files.append(File.generated(config, place, abs_src_path=str(script)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, **kwargs: Any) -> str:
    """Turn the links of a page that has a script: MkDocs calls this for each page."""
    path = Path(config["docs_dir"]) / page.file.src_uri
    markdown = PROGRAM.sub(rf"]({READER}/\g<file>)", markdown)
    if published(page.file.src_uri, scripts) is None:
        return markdown
    if path.with_suffix(".ipynb").is_file() and f"({path.stem}.ipynb)" not in markdown:
        markdown = with_notebook(markdown, path.stem)
    return turned(markdown)
