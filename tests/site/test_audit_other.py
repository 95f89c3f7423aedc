"""The audit of every page: the other half of the pages, so that two processes share them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.audit import OTHER_HALF, audit, chromium
from tests.site.test_browser import CHROMIUM

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    with chromium() as running:
        yield running


@pytest.mark.parametrize("name", OTHER_HALF)
def test_a_page_is_for_everyone(browser: Browser, site: Path, name: str) -> None:
    """Quiet, no wider than a phone, heard as it is seen, and clean to axe in both schemes."""
    assert [] == audit(browser, (site / f"{name}.html").as_uri())
