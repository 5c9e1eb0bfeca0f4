"""The pages as a manager meets them: in Chromium, on a desk and on a phone."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

# The first page after the server's start imports everything it needs.
FIRST_PAGE_MS = 60_000


def opened(page: Page, address: str) -> Page:
    """The page, when its last part is drawn."""
    page.goto(address)
    expect(page.get_by_test_id("stMetric")).to_have_count(4, timeout=FIRST_PAGE_MS)
    expect(page.locator(".stVegaLiteChart svg, .stVegaLiteChart canvas").nth(1)).to_be_visible(timeout=FIRST_PAGE_MS)
    return page


def figure(page: Page, label: str) -> str:
    metric = page.get_by_test_id("stMetric").filter(has_text=label)
    return metric.get_by_test_id("stMetricValue").inner_text().replace("\N{NO-BREAK SPACE}", " ").strip()


def test_the_figures_of_the_year_are_on_the_page(page: Page, dashboard: str) -> None:
    opened(page, f"{dashboard}/?periode=År&aar=2025")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvordan gikk det i 2025?")
    expect(page.get_by_text("Syntetiske data", exact=True)).to_be_visible()
    assert figure(page, "Ambulansealarmer") == "586 000"
    assert figure(page, "Videosamtaler") == "232 000"
    assert page.get_by_text("✓ Når målet på minst 90").is_visible()
    assert page.get_by_text("▼ Når ikke målet på 80").is_visible()


def test_nothing_is_fetched_from_anywhere_else(page: Page, dashboard: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda websocket: asked.append(websocket.url))
    opened(page, dashboard)
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in {"data", "blob"}}
    assert any(url.startswith("ws:") for url in asked), "requests are not seen"
    assert hosts == {"127.0.0.1"}


@pytest.mark.parametrize("path", ["", "113", "116117"])
def test_nothing_is_wider_than_the_window(page: Page, dashboard: str, path: str) -> None:
    opened(page, f"{dashboard}/{path}")
    wider = page.evaluate(
        """() => [...document.querySelectorAll('.stMain, .stMainBlockContainer, [data-testid=stMetric]')]
            .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.className)"""
    )
    assert wider == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_chosen_view_is_in_the_address_and_the_address_shows_it_again(page: Page, dashboard: str) -> None:
    opened(page, f"{dashboard}/113?periode=Måned&maned=mars+2025&enhet=AMK+Oslo")
    page.get_by_role("radio", name="År", exact=True).click()
    expect(page.locator("p.source")).to_contain_text("AMK Oslo")
    expect(page).to_have_url(re.compile(r"aar=2025"))
    expect(page).to_have_url(re.compile(r"enhet=AMK"))
    shown, link = page.locator("p.source").inner_text(), page.url
    again = opened(page.context.new_page(), link)
    assert again.locator("p.source").inner_text() == shown


def test_a_finding_leads_to_its_room(page: Page, dashboard: str) -> None:
    opened(page, f"{dashboard}/?periode=År&aar=2025")
    page.locator("ul.attention").get_by_role("link", name="AMK Oslo").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvor raskt ble 113 besvart?")
    expect(page.locator("p.source")).to_contain_text("2025 · AMK Oslo")


def test_one_click_leads_to_the_definition_and_two_to_the_file(page: Page, dashboard: str, tmp_path: Path) -> None:
    opened(page, f"{dashboard}/113?periode=År&aar=2025")
    page.get_by_role("button", name="Definisjon").first.click()
    expect(page.get_by_text("Akuttmedisinforskriften § 15 b").first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Last ned").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    file = tmp_path / "file.csv"
    download.value.save_as(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Tall;113 besvart innen 10 sekunder"
    assert "Utgivelse;2026-11-22T044100Z" in lines and "Utvalg;hele landet, 113" in lines


def test_the_page_says_that_it_is_norwegian(page: Page, dashboard: str) -> None:
    opened(page, dashboard)
    assert page.evaluate("document.documentElement.lang") == "nb"
    expect(page.get_by_text("Deploy")).to_have_count(0)
