"""The command that regenerates pages: what it is told, what it shows, how it ends."""

from __future__ import annotations

import difflib
from pathlib import Path

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bpcore.book import PUBLISHED, Book, as_bytes, orphans, stands, write
from bpcore.errors import Refusal


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument(
    "scripts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("derivations"),
)
@click.option(
    "--only", "only", multiple=True, metavar="NAME", help="Make this page only; repeatable."
)
@click.option(
    "--check", is_flag=True, help="Change nothing; exit 1 with a diff if a page is stale."
)
@click.option("--list", "listing", is_flag=True, help="List the pages and their titles, and stop.")
@click.option(
    "--docs",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs"),
    show_default=True,
    help="The folder that the pages are written to.",
)
def main(scripts: Path, only: tuple[str, ...], check: bool, listing: bool, docs: Path) -> None:
    """Prove every derivation in the folder SCRIPTS and write its page.

    A false, vacuous or undecided step stops the run with the script, the line, the step and
    numbers that show it; then every page stays as it was.
    """
    book = Book(scripts)
    try:
        if listing:
            titles = {name: book.title(name) for name in book.names}
            click.echo("\n".join(f"{name:24} {title}" for name, title in titles.items()))
            return
        texts = made(book, only, (stands(docs / PUBLISHED) or b"").decode("utf-8"))
    except Refusal as refusal:
        click.secho(str(refusal), err=True, fg="red")
        click.echo("No page was changed.", err=True)
        raise SystemExit(1) from None
    if check:
        report_stale(texts, docs, whole=not only)
        return
    changed = write(texts, docs, whole=not only)
    proved = [path for path in changed if is_page(path)]
    beside = len(changed) - len(proved)
    told = ", ".join(proved) or "none"
    others = f"; and {beside} other file{'s' if beside > 1 else ''}" if beside else ""
    click.echo(f"{pages(texts)} pages proved, {len(proved)} changed: {told}{others}")


def made(book: Book, only: tuple[str, ...], before: str) -> dict[str, str]:
    """Return the texts of the pages, with progress on the terminal.

    ``before`` is the list of published places as it stands.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:32}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("proving", total=len(only) or len(book.names))

        def watch(name: str) -> None:
            progress.update(task, description=f"proving {name}")
            if not console.is_terminal:
                click.echo(f"proving {name}", err=True)
            progress.advance(task)

        return book.texts(only, watch, before)


def report_stale(texts: dict[str, str], docs: Path, *, whole: bool) -> None:
    """Print how pages differ from what the scripts write; exit 1 if any does."""
    stale = [] if not whole else [f"{path}: no script writes it" for path in orphans(texts, docs)]
    for path, text in texts.items():
        found = stands(docs / path) or b""
        if found != as_bytes(text):
            stale.append(path)
            there = found.decode("utf-8", "replace")
            lines = difflib.unified_diff(
                there.split("\n"),
                text.split("\n"),
                f"{docs}/{path}",
                "as the script writes it",
                lineterm="",
            )
            click.echo("\n".join(lines))
    if stale:
        click.secho(f"stale: {', '.join(stale)}; run make pages", err=True, fg="red")
        raise SystemExit(1)
    click.echo(f"{pages(texts)} pages proved, all as committed")


def pages(texts: dict[str, str]) -> int:
    """Return how many of the texts are pages of derivations."""
    return sum(map(is_page, texts))


def is_page(path: str) -> bool:
    """Tell whether a path is that of a derivation's page, not of a picture or a report."""
    return path.endswith(".md") and "/" in path
