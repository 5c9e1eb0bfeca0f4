"""The overview as a manager meets it: in Chromium, on a desk and on a phone."""

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
    expect(page.get_by_role("table")).to_be_visible(timeout=FIRST_PAGE_MS)
    expect(page.locator(".stVegaLiteChart svg, .stVegaLiteChart canvas")).to_have_count(2, timeout=FIRST_PAGE_MS)
    return page


def figure(page: Page, label: str) -> str:
    metric = page.get_by_test_id("stMetric").filter(has_text=label)
    return metric.get_by_test_id("stMetricValue").inner_text().replace("\N{NO-BREAK SPACE}", " ").strip()


def test_the_figures_of_the_year_are_on_the_page(page: Page, dashboard: str) -> None:
    opened(page, dashboard)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvordan gikk det i 2025?")
    expect(page.get_by_text("Syntetiske data", exact=True)).to_be_visible()
    assert figure(page, "Anrop i alt") == "11 000 000"
    assert figure(page, "Ambulansealarmer") == "586 000"
    assert figure(page, "Videosamtaler") == "232 000"
    assert figure(page, "Mottatte NødSMS") == "9 574"
    assert page.get_by_text("✓ Når målet på 90").is_visible()
    assert page.get_by_text("▼ Under målet på 80").is_visible()


def test_nothing_is_fetched_from_anywhere_else(page: Page, dashboard: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda websocket: asked.append(websocket.url))
    opened(page, dashboard)
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in {"data", "blob"}}
    assert any(url.startswith("ws:") for url in asked), "requests are not seen"
    assert hosts == {"127.0.0.1"}


def test_nothing_is_wider_than_the_window(page: Page, dashboard: str) -> None:
    opened(page, dashboard)
    for number in ("113", "116117"):
        page.get_by_role("radio", name=number, exact=True).click()
        expect(page.get_by_text(f"Sentraler med anrop til {number} i 2025").last).to_be_visible()
        wider = page.evaluate(
            """() => [...document.querySelectorAll('.stMain, .stMainBlockContainer, .rows, [data-testid=stMetric]')]
                .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.className)"""
        )
        assert wider == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_chosen_view_is_in_the_address_and_the_address_shows_it_again(page: Page, dashboard: str) -> None:
    opened(page, dashboard)
    page.get_by_role("radio", name="2024", exact=True).click()
    page.get_by_role("radio", name="116117", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvordan gikk det i 2024?")
    expect(page).to_have_url(re.compile(r"aar=2024.*nummer=116117"))
    link = page.url
    again = opened(page.context.new_page(), link)
    expect(again.get_by_role("heading", level=1)).to_have_text("Hvordan gikk det i 2024?")
    expect(again.get_by_role("table")).to_contain_text("Legevaktsentral Oslo")


def test_one_click_leads_to_the_definition_and_the_file(page: Page, dashboard: str, tmp_path: Path) -> None:
    opened(page, dashboard)
    page.get_by_role("button", name="Definisjon og tall").nth(4).click()
    expect(page.get_by_text("Akuttmedisinforskriften § 15 b")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned CSV").click()
    file = tmp_path / "file.csv"
    download.value.save_as(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Tall;113 besvart innen 10 sekunder"
    assert "Utgivelse;2026-11-22T044100Z" in lines
    assert len([line for line in lines if re.match(r"202[45]-\d\d-01;", line)]) == 24


def test_the_page_says_that_it_is_norwegian(page: Page, dashboard: str) -> None:
    opened(page, dashboard)
    assert page.evaluate("document.documentElement.lang") == "nb"
    expect(page.get_by_text("Deploy")).to_have_count(0)
