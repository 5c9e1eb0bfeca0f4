"""Where figures come from: the line under every title, and the rows that begin every file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from streamlit_app import formats
from streamlit_app.release import Release
from streamlit_app.text.app import FEEDS, SYNTHETIC, SYNTHETIC_MEANING


def period_and_source(release: Release, period: str, unit: str) -> str:
    """The line under every page's title."""
    parts = [
        period,
        unit,
        *_data_until(dict(release.data_as_at)),
        f"tall per {formats.instant(release.built_at)}",
        f"utgivelse {release.release_id}",
    ]
    return " · ".join(parts)


def _data_until(last_days: Mapping[str, date]) -> list[str]:
    if not last_days:
        return []
    newest = max(last_days.values())
    behind = [f"{FEEDS.get(feed, feed)} {formats.day(day)}" for feed, day in last_days.items() if day < newest]
    return [f"data til og med {formats.day(newest)}" + (f" ({', '.join(behind)})" if behind else "")]


def file_header(release: Release, title: str, period: str, selection: str) -> list[tuple[str, str]]:
    """The rows that begin every downloaded file."""
    rows = [
        ("Tall", title),
        ("Periode", period),
        ("Utvalg", selection),
        ("Utgivelse", release.release_id),
        ("Tall per", formats.instant(release.built_at)),
    ]
    return [*rows, ("Merk", f"{SYNTHETIC}. {SYNTHETIC_MEANING}")] if release.is_synthetic else rows
