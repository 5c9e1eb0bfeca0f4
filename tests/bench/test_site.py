"""Links to deliveries: which belong to a stretch of days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import pytest

from bench.site import Site, stages
from dagster_project.settings import SYNTHETIC_MARK


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Deliveries of a daily and a monthly feed in December 2025 and the month before."""
    site = Site(scale=0.5, runs=1, folder=tmp_path)
    year = tmp_path / "raw" / "0.5" / "2025"
    for file in ("calls_iccs_2025-11-30.csv", "calls_iccs_2025-12-01.csv", "calls_iccs_2025-12-30.csv"):
        _touch(year / "calls_iccs" / file)
    _touch(year / "calls_iccs" / "calls_iccs_2025-12-31.csv")
    for month in ("2025-11", "2025-12"):
        _touch(year / "nodsms" / f"nodsms_{month}.csv")
    (year.parent / "2025.complete").touch()
    return site


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def _linked(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("*/*"))


def test_a_month_is_delivered_when_it_is_over(site: Site) -> None:
    december = site.deliveries("december", date(2025, 12, 1), date(2025, 12, 30))
    assert _linked(december) == ["calls_iccs_2025-12-01.csv", "calls_iccs_2025-12-30.csv"]
    assert (december / SYNTHETIC_MARK).exists()
    both = site.deliveries("both", date(2025, 11, 1), date(2025, 12, 31))
    assert len(_linked(both)) == 6


def test_a_new_day_adds_the_daily_deliveries_of_that_day(site: Site) -> None:
    root = site.deliveries("december", date(2025, 12, 2), date(2025, 12, 30))
    site.add_day(root, date(2025, 12, 31))
    assert _linked(root) == ["calls_iccs_2025-12-30.csv", "calls_iccs_2025-12-31.csv"]


def test_too_little_disk_is_said_before_anything_is_made(site: Site) -> None:
    with pytest.raises(click.ClickException, match=r"\d+ GB of disk are needed in .*, \d+ GB are free"):
        site.check_disk((2025,), homes_gb=1e9)


def test_stages_are_read_from_what_nodstat_says() -> None:
    said = "Looking for new deliveries: 0.2 s\nStarting: 9.6 s\nRelease X is current, after 32.6 s: path\n"
    assert stages(said) == {"Looking for new deliveries": 0.2, "Starting": 9.6}
