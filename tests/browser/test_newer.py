"""A release is published under an open page: the reader is told, and the whole page changes at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.app.releases import Fact, publish
from tests.browser.conftest import served

pytestmark = pytest.mark.browser

JANUARY = date(2025, 1, 1)


def alarms(home: Path, release_id: str, number: int) -> None:
    publish(home, [Fact("alarms_sent", "all", "NO", JANUARY, number)], release_id=release_id)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    alarms(tmp_path, "r1", 7)
    return tmp_path


@pytest.fixture
def own_dashboard(home: Path) -> Iterator[str]:
    with served(home) as address:
        yield address


def test_a_release_swapped_under_an_open_page_is_offered_and_then_shown(
    chromium: Browser, own_dashboard: str, home: Path
) -> None:
    page = chromium.new_page()
    page.clock.install()  # the page's own timer asks the server, and need not be waited for
    page.goto(own_dashboard)
    figure = page.get_by_test_id("stMetric").filter(has_text="Ambulansealarmer").get_by_test_id("stMetricValue")
    expect(figure).to_have_text("7")
    alarms(home, "r2", 8)
    offered = page.get_by_role("button", name="Vis dem nå")
    expect(offered).to_have_count(0)
    page.clock.fast_forward(25_000)
    expect(offered).to_be_visible()
    expect(figure).to_have_text("7")
    expect(page.locator("p.source")).to_contain_text("utgivelse r1")
    offered.click()
    expect(figure).to_have_text("8")
    expect(page.locator("p.source")).to_contain_text("utgivelse r2")
    expect(offered).to_have_count(0)
    page.close()
