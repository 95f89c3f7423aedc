"""The content security policy: hashes of what a page holds, and a build that stops without it."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from mkdocs.exceptions import PluginError

from bpcore.site.policy import digests, guarded, on_post_page, on_post_template, policy

HEAD = '<head><meta charset="utf-8">'


def test_a_script_is_allowed_by_its_hash_only() -> None:
    """One letter more, and the hash is another; files and data need none."""
    (one,) = digests("<script>a()</script>", "script")
    (other,) = digests("<script>a() </script>", "script")

    assert one != other
    assert [] == digests('<script src="a.js"></script>', "script")
    assert [] == digests('<script id="c" type="application/json">{}</script>', "script")
    assert [] == digests("<style>a{}</style>", "script")


def test_the_policy_names_no_other_host_and_allows_no_inline_script() -> None:
    """Neither a scheme that leads away, nor a star, nor code from text."""
    told = policy(["'sha256-a'"], ["'sha256-b'"])

    assert not re.search(r"https?:|\*|unsafe-eval", told)
    assert "script-src 'self' 'sha256-a';" in told
    assert "style-src 'self' 'sha256-b';" in told
    assert 1 == told.count("'unsafe-inline'")
    assert "style-src-attr 'unsafe-inline'" in told


def test_the_policy_stands_before_what_it_is_about() -> None:
    """A browser keeps to it from where it stands."""
    page = guarded(f"{HEAD}<script>a()</script><style>b{{}}</style>")

    assert page.startswith(f'{HEAD}<meta http-equiv="Content-Security-Policy"')
    for tag in ("script", "style"):
        assert digests(page, tag)[0] in page


def test_a_page_without_a_place_for_it_stops_the_build() -> None:
    """With its name; what is no page is left alone."""
    page = SimpleNamespace(file=SimpleNamespace(src_uri="a.md"))

    with pytest.raises(PluginError, match=r"a\.md: there is no encoding"):
        on_post_page("<head></head>", page=page)  # type: ignore[arg-type]
    with pytest.raises(PluginError, match=r"404\.html"):
        on_post_template("<head></head>", "404.html")
    assert "<urlset/>" == on_post_template("<urlset/>", "sitemap.xml")
