"""The command that prints the book: `python -m bpcore.paper`, with `--pdf` through TeX."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from bpcore.errors import Refusal
from bpcore.paper.document import document
from bpcore.paper.navigation import Book, read
from bpcore.paper.pictures import convert
from bpcore.paper.typeset import missing, typeset

NAME = "book.tex"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The file that says which pages the book has.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder that is written to.",
)
@click.option("--pdf", is_flag=True, help="Make the PDF as well; needs a TeX.")
def main(settings: Path, folder: Path, pdf: bool) -> None:
    """Write the book as one LaTeX document, from the Markdown of its pages."""
    try:
        book = read(settings, version("bpcore"))
        folder.mkdir(parents=True, exist_ok=True)
        written = folder / NAME
        written.write_text(document(book), "utf-8")
        click.echo(f"{len(book.pages)} pages of the site in {written}")
        if pdf:
            printed(book, written)
    except Refusal as problem:
        raise click.ClickException(str(problem)) from None


def printed(book: Book, written: Path) -> None:
    """Make the PDF, and say what came of it; end with an error if something is not as it should."""
    if lacking := missing():
        raise click.ClickException(lacking)
    convert(book, written.parent / "pictures")
    outcome = typeset(written)
    for complaint in outcome.complaints:
        click.echo(complaint, err=True)
    click.echo(
        f"{outcome.pages} pages in {written.with_suffix('.pdf')}, {outcome.runs} runs of TeX"
    )
    if outcome.complaints:
        raise click.ClickException(f"{len(outcome.complaints)} places need a look")


if __name__ == "__main__":
    main(prog_name="python -m bpcore.paper")
