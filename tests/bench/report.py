"""What was measured, as a page of the book with its picture: `docs/cost.md`.

    .venv/bin/python -m tests.bench.report [--measured]

With ``--measured`` what ``make bench`` left in `build/bench` is taken over into `docs/cost.json`
first; without it the page is written again from what stands there.  The words are a template
beside this file; no figure is typed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bpcore.drawing import curves
from bpcore.markdown import table
from tests.bench.measuring import ROOT

HERE = Path(__file__).parent
BENCH, DATA = ROOT / "build" / "bench", ROOT / "docs" / "cost.json"
PAGE, PICTURE = (
    ROOT / "docs" / "cost.md",
    ROOT / "docs" / "measured" / "pictures" / "cost-pages.svg",
)
TEMPLATE = "cost.md.jinja"
PARTS = ("regenerating", "growing", "proofs")
NOTICE = "<!-- Made by tests/bench/report.py from docs/cost.json; do not edit by hand. -->"
WHAT = {
    "python -c pass": "start Python for nothing",
    "import sympy": "start Python and import SymPy",
    "unchanged": "a run in which nothing has changed",
    "one script changed": "a run after one script was changed",
    "cold, all cores": "a run that proves everything anew",
    "cold, one worker": "the same, by one worker",
    "mkdocs, pages as plain text": "MkDocs alone, equations left as text",
    "mkdocs, equations as before": "the site, equations as in the build before",
    "mkdocs, equations set anew": "the site, all equations set anew",
}
PROVING, SPOILING = "proofs, sessions and pictures", "spoilt versions, iris"


def short(value: float) -> str:
    """Return a number with three digits, or two where it is small.

    >>> short(187.06), short(4.823), short(0.04817)
    ('187', '4.82', '0.048')
    """
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}" if value >= 1 else f"{value:.2g}"


def grown(rows: list[dict[str, float]], what: str) -> str:
    """Return a table of what books of growing size cost."""
    heads = {"regenerate": "prove and write, s", "unchanged": "nothing changed, s"}
    heads |= {"build": "build the site, s"} if "build" in rows[0] else {}
    heads |= {name: name.replace("MB of", "MB,") for name in rows[0] if name.startswith("MB")}
    return table(
        (what, *heads.values()),
        [(str(row[what]), *(short(row[name]) for name in heads)) for row in rows],
    )


def page(data: dict[str, Any]) -> str:
    """Return the page, from what was measured."""
    environment = Environment(
        loader=FileSystemLoader(HERE), undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters |= {"short": short, "grown": grown}
    whole, growing, proofs = (data[part] for part in PARTS)
    runs, phases = whole["runs"], dict(whole["phases"])
    floor = phases.pop("floor")
    total = sum(phases.values())
    return environment.get_template(TEMPLATE).render(
        machine=whole["machine"],
        what=WHAT,
        runs=runs,
        start=runs["python -c pass"],
        cold=runs["cold, all cores"],
        phases=phases,
        total=total,
        plain=runs["import sympy"] + floor,
        proving=phases[PROVING],
        spoiling=phases[SPOILING],
        besides=total - phases[PROVING] - phases[SPOILING],
        pages=growing["pages"],
        by_pages=growing["powers of pages"],
        lines=growing["lines"],
        by_lines=growing["powers of lines"],
        widths=proofs["widths"],
        depths=proofs["depths"],
        powers=proofs["powers"],
    )


def picture(rows: list[dict[str, float]]) -> str:
    """Return the picture of how cost grows with pages."""
    pages = [row["pages"] for row in rows]
    lines = {"prove and write": "regenerate", "build the site": "build"}
    svg = curves(
        *((said, pages, [row[name] for row in rows]) for said, name in lines.items()),
        x="pages",
        y="seconds",
        log_x=True,
        log_y=True,
        marks=True,
    )
    return f"{NOTICE}\n{svg}\n"


def texts(data: dict[str, Any]) -> dict[Path, str]:
    """Return the page and the picture."""
    return {PAGE: page(data), PICTURE: picture(data["growing"]["pages"])}


@click.command()
@click.option("--measured", is_flag=True, help="Take over what `make bench` has measured.")
def main(measured: bool) -> None:
    """Write the page and its picture."""
    if measured:
        data = {part: json.loads((BENCH / f"{part}.json").read_text("utf-8")) for part in PARTS}
        DATA.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    for path, text in texts(json.loads(DATA.read_text("utf-8"))).items():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
