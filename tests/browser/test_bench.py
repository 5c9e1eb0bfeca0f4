"""The dashboard's benchmark measures what it says: pages that are drawn, and choices that took effect."""

from __future__ import annotations

import asyncio
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser

from bench import pages, sessions

pytestmark = pytest.mark.browser
MAY = "?periode=M%C3%A5ned&maned=mai+2025"


def test_a_page_is_timed_until_its_figures_stand_there_and_a_choice_from_its_click(
    chromium: Browser, dashboard: str
) -> None:
    page = chromium.new_page()
    try:
        opened = pages.opened(page, f"{dashboard}/113{MAY}")
        assert "mai 2025" in page.locator("p.source").inner_text()
        began = time.perf_counter()
        changed = pages.changed(page, "År")
        assert "mai 2025" not in page.locator("p.source").inner_text()
        assert 0 < changed < time.perf_counter() - began
    finally:
        page.close()
    assert opened > 0


def test_a_page_without_figures_is_not_timed_but_an_error(
    chromium: Browser, dashboard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PATIENCE_MS", 2_000)
    page = chromium.new_page()
    page.set_default_timeout(pages.PATIENCE_MS)
    try:
        with pytest.raises(RuntimeError, match="shows no figures after 2 s"):
            pages.opened(page, f"{dashboard}/definisjoner?sok=finnes-ikke")
    finally:
        page.close()


def test_every_other_choice_of_the_filter_bar_is_timed_where_there_is_one(dashboard: str) -> None:
    views = {"113": [{"periode": "Måned", "maned": "mai 2025"}], "definisjoner": [{}]}
    with ThreadPoolExecutor() as another:  # a browser of its own
        found = another.submit(pages.times, dashboard, views, ["År", "Måned"], 1).result()
    assert {path: len(seconds) for path, seconds in found.opened.items()} == {"113": 1, "definisjoner": 1}
    assert {path: len(seconds) for path, seconds in found.changed.items()} == {"113": 2}


def load_of(dashboard: str, monkeypatch: pytest.MonkeyPatch) -> sessions.Load:
    """One reader in a hurry, for some seconds."""
    monkeypatch.setattr(sessions, "THINKS_S", (0.1, 0.2))
    load, until = sessions.Load(), time.monotonic() + 6
    with ThreadPoolExecutor() as another:  # the browser has a loop of its own in this thread
        another.submit(asyncio.run, sessions.read(dashboard, ["113"], until, load, random.Random(1))).result()
    return load


def test_sessions_see_the_periods_that_they_choose(dashboard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    load = load_of(dashboard, monkeypatch)
    assert load.errors == []
    assert load.seconds["open"]
    assert load.seconds["change"]


def test_a_choice_without_effect_is_an_error(dashboard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "chosen", lambda *_: "april 1999")
    load = load_of(dashboard, monkeypatch)
    assert any("chose" in error for error in load.errors), load
