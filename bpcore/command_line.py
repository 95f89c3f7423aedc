"""The command that regenerates pages: what it is told, what it shows, how it ends."""

from __future__ import annotations

import difflib
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from filelock import FileLock
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bpcore import unchanged
from bpcore.book import Book
from bpcore.choice import parsed
from bpcore.errors import CannotBeChosen, Refusal
from bpcore.files import as_bytes, orphans, stands, write
from bpcore.memory import Memory, home
from bpcore.overview import PUBLISHED
from bpcore.proofreader import read_back
from bpcore.regenerate import Regeneration
from bpcore.summary import at_named_widths
from bpcore.workers import Limits, cores, told_to_stop


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
    "--check",
    is_flag=True,
    help="Prove everything anew and change nothing; exit 1 with a diff if a page is stale. Then "
    "have the pages read back by a program that knows nothing of the proofs.",
)
@click.option("--anew", is_flag=True, help="Prove everything anew, remembered or not.")
@click.option("--retract", is_flag=True, help="Let published places go that no page has any more.")
@click.option("--list", "listing", is_flag=True, help="List the pages and their titles, and stop.")
@click.option(
    "--docs",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs"),
    show_default=True,
    help="The folder that the pages are written to.",
)
@click.option(
    "--choose",
    "choices",
    multiple=True,
    metavar="NAME=VALUE",
    help="Choose a number or word that a page asks for; repeatable. Needs a folder of its own.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=cores(),
    show_default="one for each core",
    help="How many pages are proved at once.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=600,
    show_default=True,
    help="How long one page may take.",
)
@click.option(
    "--megabytes",
    type=click.IntRange(min=64),
    default=4096,
    show_default=True,
    help="How much memory one page may take.",
)
@click.pass_obj
def main(
    words: list[str] | None,  # as they were typed; None where they were not
    scripts: Path,
    only: tuple[str, ...],
    check: bool,
    anew: bool,
    retract: bool,
    listing: bool,
    docs: Path,
    choices: tuple[str, ...],
    jobs: int,
    seconds: float,
    megabytes: int,
) -> None:
    """Prove every derivation in the folder SCRIPTS and write its page.

    A page of which nothing has changed, neither its script nor anything it rests on, is not proved
    again. A false, vacuous or undecided step stops the run with the script, the line, the step and
    numbers that show it; then every page stays as it was.
    """
    try:
        book = Book(scripts, chosen=parsed(choices))
        check_own_folder(book, docs)
    except Refusal as refusal:
        click.secho(str(refusal), err=True, fg="red")
        raise SystemExit(1) from None
    before = unchanged.inputs(scripts)
    try:
        if listing:
            titles = {name: book.title(name) for name in book.names}
            click.echo("\n".join(f"{name:24} {title}" for name, title in titles.items()))
            return
        with stopped_politely():
            run = made(book, only, Limits(jobs, seconds, megabytes), anew=anew or check)
            kept = b"" if check or retract else stands(docs / PUBLISHED) or b""
            texts = book.told(run.pages_wanted(only), kept.decode("utf-8"), whole=not only)
    except Refusal as refusal:
        click.secho(str(refusal), err=True, fg="red")
        click.echo("No page was changed.", err=True)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        click.echo("Interrupted. No page was changed.", err=True)
        raise SystemExit(130) from None
    if check:
        report_stale(texts, docs, weaker(run), whole=not only)
        if status := read_back(docs, only):
            raise SystemExit(status)
        return
    with written_by_one(scripts):
        changed = write(texts, docs, whole=not only)
    click.echo(told(texts, run, changed) + weaker(run))
    if words is not None:
        said = told(texts, None, []) + weaker(run)
        unchanged.remember(words, before, scripts, docs, texts, said)


def check_own_folder(book: Book, docs: Path) -> None:
    """Raise `CannotBeChosen` if a copy for which something was chosen would replace the pages."""
    default = book.folder.parent / "docs"
    if book.chosen and docs.resolve() == default.resolve():
        raise CannotBeChosen(
            f"the pages in {docs} are those of the book: say with --docs where your copy goes"
        )


def told(texts: dict[str, str], run: Regeneration | None, changed: list[str]) -> str:
    """Return what became of the pages in one line; without a ``run`` all were remembered."""
    count = pages(texts)
    anew = [path for path in texts if is_page(path) and run and Path(path).stem in run.anew]
    one = "page" if count == 1 else "pages"
    how = f"{len(anew)} of {count} {one}" if len(anew) < count else f"{count} {one}"
    mine = [path for path in changed if is_page(path)]
    beside = len(changed) - len(mine)
    others = f"; and {beside} other file{'s' if beside > 1 else ''}" if beside else ""
    return f"{how} proved, {len(mine)} changed: {', '.join(mine) or 'none'}{others}"


def weaker(run: Regeneration) -> str:
    """Return which equalities of a run are proved at named widths only; nothing without any."""
    found = [
        str(record["id"])
        for name in sorted(run.pages)
        for record in at_named_widths(run.pages[name].summary)
    ]
    if not found:
        return ""
    many = "equality is" if len(found) == 1 else "equalities are"
    return f"\n{len(found)} {many} proved at named widths only: {', '.join(found)}"


@contextmanager
def written_by_one(scripts: Path) -> Iterator[None]:
    """Let one run write at a time; others wait for it."""
    lock = home(scripts) / "writing.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock):
        yield


@contextmanager
def stopped_politely() -> Iterator[None]:
    """Let a run that is told to end do so as one that is interrupted: workers end with it."""

    def interrupt(*_: object) -> None:
        told_to_stop.set()
        raise KeyboardInterrupt

    told_to_stop.clear()
    signs = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(sign, interrupt) for sign in signs]
    try:
        yield
    finally:
        for sign, handler in zip(signs, before, strict=True):
            signal.signal(sign, handler)


def made(book: Book, only: tuple[str, ...], limits: Limits, *, anew: bool) -> Regeneration:
    """Return a run in which the wanted pages were made, with progress on the terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:32}"), MofNCompleteColumn(), TimeElapsedColumn())
    wanted = book.wanted(only)
    for name in wanted:
        book.script(name)
    memory = Memory(book.folder, book.names, book.chosen)
    if anew:
        memory.forget()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("proving", total=len(wanted))

        def watch(name: str) -> None:
            progress.update(task, description=f"{name} is ready")
            if not console.is_terminal:
                click.echo(f"{name} is ready", err=True)
            progress.advance(task)

        run = Regeneration(book, memory, limits, watch)
        missing = run.recalled(wanted)
        progress.update(task, total=len(missing))
        run.make(missing)
        return run


def report_stale(texts: dict[str, str], docs: Path, weaker: str, *, whole: bool) -> None:
    """Print how pages differ from what the scripts write; exit 1 if any does.

    ``weaker`` is what there is to say of equalities at named widths.
    """
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
        click.secho(f"stale: {', '.join(stale)}; run bpcore regenerate", err=True, fg="red")
        raise SystemExit(1)
    count = pages(texts)
    click.echo(f"{count} page{'' if count == 1 else 's'} proved, all as committed{weaker}")


def pages(texts: dict[str, str]) -> int:
    """Return how many of the texts are pages of derivations."""
    return sum(map(is_page, texts))


def is_page(path: str) -> bool:
    """Tell whether a path is that of a derivation's page, not of a picture or a report."""
    return path.endswith(".md") and "/" in path
