"""Pages of a dashboard in Chromium: how long until their figures stand there, opened anew and after another choice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

Views = Mapping[str, Sequence[dict[str, str]]]
"""The views of each page, by its path: what its address says."""
PATIENCE_MS = 30_000
_DESK = {"width": 1400, "height": 900}
_FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")
_DRAWN = """(before) => {
    const app = document.querySelector('[data-testid=stApp]');
    const source = document.querySelector('p.source');
    const figure = document.querySelector('[data-testid=stMetricValue], article.kpi, .rows td');
    return app && source && figure && app.dataset.testScriptState === 'notRunning'
        && source.innerText !== before && !document.querySelector('[data-stale=true]') && performance.now();
}"""
"""When the script has finished, its figures stand there, and the line below the title says another period than before:
milliseconds since the page was asked for. All by the page's own clock, so that the driver's delays are not counted.
"""
_FILTERS = ".st-key-filters"
"""The filter bar, on pages that it governs."""
_HEED_CLICK = """() => {
    addEventListener('click', () => { window.clickedAt = performance.now() }, {capture: true, once: true})
}"""


@dataclass
class Times:
    """Seconds, by page."""

    opened: dict[str, list[float]] = field(default_factory=dict)
    changed: dict[str, list[float]] = field(default_factory=dict)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield browser
        browser.close()


def times(address: str, views: Views, choices: Sequence[str], runs: int) -> Times:
    """Every page in every one of its views, opened by its address, and then every choice of the filter bar in turn.

    Chromium is warm: every page was opened once before anything is measured.
    """
    found = Times()
    with chromium() as browser:
        page = browser.new_context(viewport=_DESK).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(PATIENCE_MS)
        for path in views:
            opened(page, f"{address}/{path}")
        for _ in range(runs):
            for path, its_views in views.items():
                for view in its_views:
                    seconds = opened(page, f"{address}/{path}?{urlencode(view)}")
                    found.opened.setdefault(path, []).append(seconds)
                if not page.locator(_FILTERS).count():
                    continue
                for choice in choices:
                    radio = page.get_by_role("radio", name=choice, exact=True)
                    radio.wait_for()  # the bar's widgets are loaded when they are first shown
                    if not radio.is_checked():
                        found.changed.setdefault(path, []).append(changed(page, choice))
    return found


def opened(page: Page, address: str) -> float:
    """Go to an address; seconds until the page is drawn. Raises RuntimeError for one that shows no figures."""
    page.goto(address, wait_until="commit")
    try:
        return _drawn_at(page, "")
    except TimeoutError:
        raise RuntimeError(f"{address} shows no figures after {PATIENCE_MS // 1000} s") from None


def changed(page: Page, choice: str) -> float:
    """Click on a type of period; seconds until its figures are drawn."""
    before = page.locator("p.source").inner_text()
    page.evaluate(_HEED_CLICK)
    page.get_by_role("radio", name=choice, exact=True).click()
    drawn_at = _drawn_at(page, before)
    clicked_at: float = page.evaluate("window.clickedAt")
    return drawn_at - clicked_at / 1000


def _drawn_at(page: Page, before: str) -> float:
    """Seconds since the page was asked for, when it is drawn. Raises TimeoutError."""
    milliseconds: float = page.wait_for_function(_DRAWN, arg=before).json_value()
    return milliseconds / 1000
