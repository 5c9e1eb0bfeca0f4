"""The definitions as a reader comes to them in Chromium: from a figure, by a search, by a link that was sent."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from dagster_project.settings import PROJECT_ROOT

pytestmark = pytest.mark.browser

with (PROJECT_ROOT / "dbt" / "seeds" / "kpi_registry.csv").open(encoding="utf-8") as registry:
    DEFINITIONS = sum(1 for _ in csv.DictReader(registry))


def test_a_figure_leads_to_its_definition_and_from_there_to_the_others(page: Page, dashboard: str) -> None:
    page.goto(dashboard)
    page.get_by_role("link", name="Hele definisjonen 113 besvart innen 10 sekunder").click()
    expect(page).to_have_url(f"{dashboard}/definisjoner?kpi=calls_answered_within_10s_share")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva betyr tallene?")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_text("Akuttmedisinforskriften § 15 b")).to_be_visible()

    page.get_by_role("link", name="Alle definisjoner").click()
    expect(page.get_by_role("article")).to_have_count(DEFINITIONS)
    page.get_by_role("searchbox", name="Søk i definisjonene").press_sequentially("nødsms bodø")
    expect(page.get_by_role("article")).to_have_count(2)
    expect(page).to_have_url(re.compile("sok="))
    page.get_by_role("link", name="Andel videresendte NødSMS", exact=True).click()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"definisjoner\?kpi=nodsms_forwarded_share$"))


def test_nothing_is_wider_than_the_window(page: Page, dashboard: str) -> None:
    page.goto(f"{dashboard}/definisjoner")
    expect(page.get_by_role("article")).to_have_count(DEFINITIONS)
    wider = page.evaluate(
        """() => [...document.querySelectorAll('.stMain, .stMainBlockContainer, .kpi, .kpi .rows')]
            .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.className)"""
    )
    assert wider == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
