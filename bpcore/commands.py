"""The command ``bpcore``: it starts a book, proves it, writes its pages, and builds its site."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from bpcore.command_line import main as regenerate
from bpcore.errors import Refusal
from bpcore.new_book import new_book
from bpcore.proofreader import read_back

SETTINGS, PLUGIN = "mkdocs.yml", "bpcore"
OTHERS = {"ignore_unknown_options": True, "help_option_names": []}  # they are MkDocs's own
HELP = {"help_option_names": ["-h", "--help"]}


@click.group(context_settings=HELP)
@click.version_option(package_name="bpcore")
def commands() -> None:
    """Write derivations as Python scripts; have every line proved; publish them as pages.

    A book is a folder with `derivations/`, `docs/` and `mkdocs.yml`. Give these commands in it.
    """


commands.add_command(regenerate, "regenerate")


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="The title of the book; else the name of the folder.")
def new(folder: Path, title: str | None) -> None:
    """Start a book in a new FOLDER: one derivation, a home page, and the settings of the site."""
    try:
        files = new_book(folder, title or folder.resolve().name.replace("_", " ").capitalize())
    except Refusal as refusal:
        click.secho(str(refusal), err=True, fg="red")
        raise SystemExit(1) from None
    click.echo("\n".join(str(folder / file) for file in files))
    click.echo(f"Next: cd {folder}; bpcore serve")


@commands.command(context_settings={"ignore_unknown_options": True, **HELP})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def check(words: tuple[str, ...]) -> None:
    """Prove everything anew and change nothing; exit 1 with a diff if a page is stale.

    Then a program that knows nothing of the proofs reads the pages back, and exits 1 unless it
    confirms every equality. The same as `bpcore regenerate --check`, whose other options it takes.
    """
    regenerate(args=["--check", *words], prog_name="bpcore check", obj=None)


@commands.command(context_settings=OTHERS)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def build(words: tuple[str, ...]) -> None:
    """Prove what changed, write the pages, build the site, and have it read back.

    It takes the options of `mkdocs build`. A program that knows nothing of the proofs reads the
    built site; the command exits 1 unless that confirms every equality.
    """
    check_for_site()
    from mkdocs.config import load_config

    from bpcore.site.plugin import Derivations

    config = load_config(SETTINGS)
    plugin = config.plugins.get(PLUGIN)
    if not isinstance(plugin, Derivations):
        raise click.ClickException(f"{SETTINGS} does not name the plugin {PLUGIN}")
    if status := plugin.prove(config):
        raise SystemExit(status)
    if status := mkdocs("build", "--strict", *words) or read_back(site(words, config.site_dir)):
        raise SystemExit(status)


@commands.command(context_settings=OTHERS)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def serve(words: tuple[str, ...]) -> None:
    """Serve the site while you write: a script that is saved is proved and shown anew."""
    check_for_site()
    raise SystemExit(mkdocs("serve", *words))


def site(words: tuple[str, ...], folder: str) -> Path:
    """Return the folder of the site: that of the settings, but for what was said to `mkdocs`."""
    options = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    options.add_argument("-d", "--site-dir", default=folder)
    return Path(options.parse_known_args(words)[0].site_dir)


def check_for_site() -> None:
    """Raise an error in words if there is no book here, or nothing to build a site with."""
    if find_spec("mkdocs") is None:
        raise click.ClickException("the site needs MkDocs: pip install 'bpcore[site]'")
    if not Path(SETTINGS).exists():
        raise click.ClickException(f"there is no {SETTINGS} here: give this command in a book")


def mkdocs(*words: str) -> int:
    """Run MkDocs in this folder, and return how it ended."""
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    try:
        done = subprocess.run([sys.executable, "-m", "mkdocs", *words], env=quiet, check=False)
    except KeyboardInterrupt:
        return 130
    return done.returncode
