"""The plugin of MkDocs for a book of derivations: ``plugins: [search, bpcore]`` in `mkdocs.yml`.

It brings the extensions of Markdown that the pages are written for, the equations, the style
sheets and scripts, and what the parts below do to a page.  While a book is served, its scripts are
watched, and proved before each build.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from bpcore.site import (
    accessible,
    assets,
    counted,
    downloads,
    glossary,
    inlined,
    numbered,
    paths,
    policy,
    prefetch,
    search,
)
from bpcore.typeset import hook as equations

# In this order, where the priorities of their events leave one.
PARTS = (
    equations,
    assets,
    inlined,
    downloads,
    numbered,
    counted,
    paths,
    glossary,
    search,
    prefetch,
    accessible,
)
EXTENSIONS: dict[str, dict[str, Any]] = {
    "admonition": {},
    "attr_list": {},
    "bpcore.tabs": {},
    "bpcore.typeset.extension": {},
    "md_in_html": {},
    "pymdownx.details": {},
    "pymdownx.highlight": {},
    "pymdownx.quotes": {"callouts": True},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": {"alternate_style": True},
    "tables": {},
    "toc": {"permalink": True, "toc_depth": "2-3"},
}
FIRST = 1000


class Settings(Config):  # type: ignore[no-untyped-call] # MkDocs has not typed this
    """What a book says in `mkdocs.yml`: ``scripts``, the folder of its derivations."""

    scripts = config_options.Type(str, default="derivations")


def of_all(event: str) -> Any:
    """Return what all parts do at an event, as one method of a plugin."""
    found: list[Callable[..., Any]] = []
    for part in PARTS:
        method = getattr(part, event, None)
        found += method.methods if isinstance(method, CombinedEvent) else [method] if method else []
    return CombinedEvent(*map(staticmethod, found))


class Derivations(BasePlugin[Settings]):  # type: ignore[no-untyped-call] # nor this
    """A book of derivations, as MkDocs builds or serves it."""

    served = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether the book is served: then its pages are made, and made again."""
        self.served = command == "serve"

    def scripts(self, config: MkDocsConfig) -> Path:
        """Return the folder of the scripts; as in all settings, it is relative to `mkdocs.yml`."""
        return Path(config.config_file_path).parent / self.config.scripts

    def prove(self, config: MkDocsConfig) -> int:
        """Prove what changed and write the pages; return the exit status of that.

        A process of its own does it: a script may be written while the site is served.
        """
        if not self.scripts(config).is_dir():
            return 0
        words = [os.path.relpath(self.scripts(config)), "--docs", os.path.relpath(config.docs_dir)]
        command = [sys.executable, "-m", "bpcore", "regenerate", *words]
        return subprocess.run(command, check=False).returncode

    @event_priority(FIRST)
    def with_extensions(self, config: MkDocsConfig) -> None:
        """Add the extensions of Markdown; what the book says of one of them holds."""
        for name, options in EXTENSIONS.items():
            if name not in config.markdown_extensions:
                config.markdown_extensions.append(name)
            config.mdx_configs[name] = {**options, **(config.mdx_configs.get(name) or {})}

    @event_priority(FIRST)
    def that_opens_from_a_folder(self, config: MkDocsConfig) -> None:
        """Let a page be a file, for its links to be right without a server."""
        config.use_directory_urls = False

    @event_priority(FIRST)
    def with_scripts(self, config: MkDocsConfig) -> None:
        """Tell the part that publishes the scripts where they are."""
        downloads.scripts[:] = [self.scripts(config)]

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Prove what changed, if the book is served; a refusal is shown, and the pages stay."""
        if self.served:
            self.prove(config)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Watch the scripts."""
        if self.scripts(config).is_dir():
            server.watch(os.fspath(self.scripts(config)))
        return server

    @event_priority(policy.LAST)
    def guarded(self, output: str, /, **kwargs: Any) -> str:
        """Return a page with its policy; one that is served is reloaded by a script in it."""
        return output if self.served else policy.on_post_page(output, **kwargs)

    @event_priority(policy.LAST)
    def guarded_template(self, output: str, /, **kwargs: Any) -> str:
        """Return a page that has no Markdown with its policy."""
        return output if self.served else policy.on_post_template(output, **kwargs)

    on_config = CombinedEvent(
        with_extensions, that_opens_from_a_folder, with_scripts, *of_all("on_config").methods
    )
    on_files = of_all("on_files")
    on_nav = of_all("on_nav")
    on_page_markdown = of_all("on_page_markdown")
    on_page_content = of_all("on_page_content")
    on_page_context = of_all("on_page_context")
    on_post_page = CombinedEvent(*of_all("on_post_page").methods, guarded)
    on_post_template = CombinedEvent(*of_all("on_post_template").methods, guarded_template)
    on_post_build = of_all("on_post_build")
