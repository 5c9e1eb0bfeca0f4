"""A home to which packages were delivered: made, protected and written down by the extracts' own code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dagster_project.extracts.extraction import Result, extract
from dagster_project.extracts.periods import parse_period
from dagster_project.extracts.recipients import Directory, Recipient, load_recipients
from dagster_project.settings import RECIPIENTS, Settings
from streamlit_app.access import Source, Viewer
from streamlit_app.release import find_release
from tests.app.releases import publish
from tests.app.subjects import lay
from tests.app.test_luftambulanse import BASES, facts, missions
from tests.extracts.site import COUNTS, make_release

Counts = Mapping[tuple[str, str | None], tuple[int, ...]]
OCTOBER: Counts = COUNTS
"""293 missions: 185 completed, 67 aborted, 41 declined."""
NOVEMBER: Counts = {
    ("completed", None): (40, 3, 35, 60, 3),
    ("aborted", "weather"): (6, 0, 7, 8, 9),
    ("aborted", "technical"): (2, 0, 6, 9, 7),
    ("declined", "weather"): (8, 0, 9, 12, 8),
}
"""232 missions: 141 completed, 54 aborted, 37 declined.

Tromsø, the second, has three in all, of a vehicle that Bergen and Ål have too; Bodø's rescue helicopter has 27, three
of them completed.
"""
AGAIN: Counts = {**NOVEMBER, ("completed", None): (50, 3, 35, 60, 3)}
"""Ten more completed from Bergen: 242 in all, 151 of them completed."""


LAT = Viewer("per", frozenset({"lat"}), frozenset())


def source(home: Path, viewer: Viewer) -> Source:
    """The home's release as it is for somebody."""
    release = find_release(home / "current")
    assert release is not None
    return Source.of(release, viewer)


def recipient(home: Path, recipient_id: str = "lat", name: str = "Luftambulansetjenesten HF") -> Recipient:
    """The project's own recipient, with an agreement, or another like it."""
    found = load_recipients(RECIPIENTS)["lat"]
    where = Directory(str(home / "outgoing" / recipient_id))
    return replace(found, recipient_id=recipient_id, name=name, agreement=f"{recipient_id}-2026-01", delivery=where)


def deliver(home: Path, to: Recipient, code: str, months: Mapping[str, Counts], release_id: str) -> Result:
    """Make and deliver a package of a release with these missions."""
    settings = Settings(home=home, raw=home / "raw")
    release = make_release(home, release_id, months=months)
    return extract(settings, release, to, parse_period(code), pause=lambda seconds: None)


def deliver_packages(home: Path) -> None:
    """LAT has got October, and November twice; a municipality has got October."""
    months = {"2025-10": OCTOBER, "2025-11": NOVEMBER}
    lat = recipient(home)
    for code, release_id in (("2025-10", "20251205T050000Z"), ("2025-11", "20251206T050000Z")):
        assert deliver(home, lat, code, months, release_id).state == "delivered"
    kommune = recipient(home, "kommune", "Testkommunen")
    assert deliver(home, kommune, "2025-10", months, "20251207T050000Z").state == "delivered"
    restated = {**months, "2025-11": AGAIN}
    assert deliver(home, lat, "2025-11", restated, "20251208T050000Z").state == "delivered"


def lay_packages(home: Path) -> None:
    """The same in a home whose current release has missions of May 2025 alone, of bases in Bergen and Tromsø."""
    deliver_packages(home)
    lay(publish(home, facts()), bases=BASES, missions=missions())
