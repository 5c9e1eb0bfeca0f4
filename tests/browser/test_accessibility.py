"""WCAG 2.2 AA on every page, in Chromium: axe-core, enlarged text, small screens, the keyboard."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from streamlit_app.navigation import PAGES
from streamlit_app.text import app as words
from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATHS = ["" if page is PAGES[0] else page.path for page in PAGES]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
GRAVE = {"serious", "critical"}
FADED_IN_MS = 1000
STREAMLITS_OWN: dict[str, str] = {}
"""Findings that code of ours cannot avoid: axe's rule, and a pattern of the elements, with the reason in DOCS."""
DOCS = Path(__file__).parents[2] / "docs" / "accessibility.md"

# What is cut off: wider inside than outside, where it cannot be scrolled.
CUT_OFF = """() => [...document.querySelectorAll('[data-testid="stMain"] *')].filter(one => {
    const style = getComputedStyle(one);
    return one.offsetParent && one.clientWidth > 2 && one.innerText && ['hidden', 'clip'].includes(style.overflowX)
        && one.scrollWidth > one.clientWidth + 1;
}).map(one => one.innerText)"""
# How something looks once it is painted, with what surrounds it, where Streamlit draws some of the focus.
LOOK = """async one => { const frame = () => new Promise(requestAnimationFrame); await frame(); await frame();
    const looks = []; for (let n = 0; one && n < 5; n++, one = one.parentElement) {
    const s = getComputedStyle(one);
    looks.push([s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor, s.backgroundColor].join(' '));
} return looks.join('|'); }"""


def open_page(chromium: Browser, address: str, size: dict[str, int], **context: Any) -> Page:
    """A page that has been drawn to the end."""
    page = chromium.new_context(viewport=size, reduced_motion="reduce", **context).new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Until nothing more is drawn."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    page.wait_for_function("document.documentElement.lang === 'nb'")
    page.wait_for_function(
        "[...document.querySelectorAll('.stVegaLiteChart')].every(one => one.querySelector('canvas, svg'))"
    )


def grave(page: Page) -> list[str]:
    """Axe's serious and critical findings, but those that are Streamlit's own; and of two looks, the later.

    What is being drawn fades in, and while it does, axe finds it pale.
    """
    if not (found := _look(page)):
        return found
    settled(page)
    page.wait_for_timeout(FADED_IN_MS)
    return _look(page)


def _look(page: Page) -> list[str]:
    violations = Axe().run(page, options=WCAG).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in violations
        if one["impact"] in GRAVE
        for node in one["nodes"]
        if not re.search(STREAMLITS_OWN.get(one["id"], r"(?!)"), " ".join(map(str, node["target"])))
    ]


@pytest.mark.parametrize("size", [DESK, pytest.param(PHONE, marks=pytest.mark.soak)], ids=["desk", "phone"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_grave(chromium: Browser, dashboard: str, path: str, size: dict[str, int]) -> None:
    page = open_page(chromium, f"{dashboard}/{path}", size)
    assert grave(page) == []
    for popover in page.get_by_test_id("stPopoverButton").all()[:3]:
        popover.click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        assert grave(page) == []
        page.keyboard.press("Escape")
    page.context.close()


def test_axe_finds_what_is_wrong(chromium: Browser, dashboard: str) -> None:
    page = open_page(chromium, f"{dashboard}/definisjoner", DESK)
    page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=x><p style=color:#ccc>Svak tekst</p>')"
    )
    found = grave(page)
    page.context.close()
    assert {one.split(":")[0] for one in found} == {"image-alt", "color-contrast"}


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_lost_on_a_small_or_enlarged_screen_or_with_text_twice_the_size(
    chromium: Browser, dashboard: str, path: str
) -> None:
    """200 % of 1280 points is 640, 400 % is 320; on a phone as well nothing is to be moved sideways."""
    page = open_page(chromium, f"{dashboard}/{path}", {"width": 390, "height": 800}, device_scale_factor=2)
    main = "document.querySelector('[data-testid=stMain]').scrollWidth"
    for width in (390, 640, 320):  # opened on a phone; then as a browser does that enlarges what it shows
        page.set_viewport_size({"width": width, "height": 800})
        settled(page)
        page.wait_for_function(f"Math.max(document.documentElement.scrollWidth, {main}) <= {width}")
        assert page.evaluate(CUT_OFF) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    settled(page)
    page.wait_for_function("document.documentElement.scrollWidth <= 1280")
    assert page.evaluate(CUT_OFF) == []
    page.context.close()


@pytest.mark.parametrize("path", PATHS)
def test_the_keyboard_goes_everywhere_and_shows_where_it_is(chromium: Browser, dashboard: str, path: str) -> None:
    page = open_page(chromium, f"{dashboard}/{path}", DESK)
    assert page.evaluate("document.documentElement.lang") == "nb"
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("stSkipToContent")).to_be_focused()
    expect(page.get_by_test_id("stSkipToContent")).to_have_text(words.SKIP)
    reached, unseen = set(), []
    for _ in range(len(PATHS) + 8):  # every page of the menu, and well into the filter bar
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # the end of a short page
        here = page.evaluate_handle("document.activeElement")
        focused = page.evaluate(LOOK, here)
        reached.add(page.evaluate("one => one.closest('[data-testid]')?.dataset.testid", here))
        name = page.evaluate("one => one.outerHTML.slice(0, 120)", here)
        page.evaluate("one => one.blur()", here)
        if page.evaluate(LOOK, here) == focused:
            unseen.append(name)
        page.evaluate("one => one.focus({preventScroll: true})", here)
    assert unseen == []
    assert "stTopNavLink" in reached
    if page.locator(".st-key-filters").count():
        assert {"stButtonGroup", "stSelectbox"} <= reached
    page.context.close()


def test_enter_opens_the_table_and_escape_closes_it(chromium: Browser, dashboard: str) -> None:
    page = open_page(chromium, f"{dashboard}/113", DESK)
    button = page.get_by_test_id("stPopoverButton").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody").get_by_role("table")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize("path", PATHS)
def test_charts_have_words_and_tables_have_headings(chromium: Browser, dashboard: str, path: str) -> None:
    page = open_page(chromium, f"{dashboard}/{path}", DESK)
    for chart in page.locator(".stVegaLiteChart").all():
        label = chart.locator("[aria-label]").first.get_attribute("aria-label")
        assert label and len(label) > 20
    for table in page.locator(".rows table").all():
        assert table.locator("caption").count() == 1
        assert table.locator("thead th:not([scope=col]), tbody th:not([scope=row])").count() == 0
        assert table.locator("thead th[scope=col]").count() > 1
    page.context.close()


def test_the_page_on_accessibility_has_every_finding_that_is_let_pass() -> None:
    said = DOCS.read_text(encoding="utf-8")
    assert [rule for rule in STREAMLITS_OWN if f"`{rule}`" not in said] == []
