"""What a manager comes for, and in how many clicks it is found."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.app import two_years
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


def worst_room(month: date) -> tuple[str, float]:
    """The room with the lowest share of calls to 113 answered in time, and the share, from the events' own counts."""
    names = {room.room_id: room.name for room in two_years.ROOMS}
    shares = {
        names[fact.room_id]: fact.numerator / fact.denominator
        for fact in two_years.facts()
        if (fact.kpi_id, fact.month) == ("calls_answered_within_10s_share", month) and fact.denominator
    }
    return min(shares.items(), key=lambda share: share[1])


def test_the_worst_room_on_113_last_month_is_found_in_three_clicks_at_most(page: Page, dashboard: str) -> None:
    room, share = worst_room(date(2025, 12, 1))
    page.goto(dashboard)
    clicks = 1
    if page.viewport_size == PHONE:  # the menu is behind a button there
        page.get_by_test_id("stExpandSidebarButton").click()
        clicks += 1
    menu = "stSidebarNavLink" if page.viewport_size == PHONE else "stTopNavLink"
    page.get_by_test_id(menu).get_by_text("113", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvor raskt ble 113 besvart?")
    expect(page.locator("p.source")).to_contain_text("desember 2025")
    said = page.get_by_test_id("stMain").get_by_text(f"lavest er {room}")
    expect(said).to_be_visible()
    expect(said).to_contain_text(f"{100 * share:.1f}".replace(".", ","))
    assert clicks <= 3
