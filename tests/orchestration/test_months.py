"""`nodstat run --months` reads the months that are named and leaves the others for another run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result

from dagster_project.ingest import read_ledger
from dagster_project.releases import current_release
from dagster_project.settings import Settings

Run = Callable[..., Result]


def read_at(settings: Settings) -> dict[str, set[datetime]]:
    """When deliveries were read, by the month of their period."""
    found: dict[str, set[datetime]] = {}
    for period, at in read_ledger(settings.lake).select("period", "ingested_at").rows():
        found.setdefault(period[:7], set()).add(at)
    return found


def test_only_the_months_that_are_named_are_read_and_released(run: Run, settings: Settings) -> None:
    assert run("--months", "2025-01..2025-03").exit_code == 0
    assert set(read_at(settings)) == {"2025-03"}
    release = current_release(settings)
    assert release is not None
    assert release.manifest["data_as_at"]["calls_iccs"] == "2025-03-31"
    assert run().exit_code == 0
    assert set(read_at(settings)) == {"2025-03", "2025-04"}, "the others were left, not lost"


def test_what_is_read_already_is_read_again_only_when_that_is_asked_for(run: Run, settings: Settings) -> None:
    run()
    first = read_at(settings)
    result = run("--months", "2025-03")
    assert result.exit_code == 0
    assert "Nothing new of 2025-03 in " in result.stdout
    assert read_at(settings) == first
    assert run("--months", "2025-03", "--reingest").exit_code == 0
    again = read_at(settings)
    assert again["2025-04"] == first["2025-04"]
    assert again["2025-03"].isdisjoint(first["2025-03"])


def test_months_without_any_delivery(run: Run, settings: Settings) -> None:
    result = run("--months", "2024-01..2024-12")
    assert result.exit_code == 2
    assert f"{settings.raw} has no deliveries of 2024-01 to 2024-12" in result.stderr


@pytest.mark.parametrize(
    ("months", "says"),
    [
        ("2025-13", "'2025-13' is no month from 2010-01 to "),
        ("2025-01..", "'' is no month"),
        ("..2025-01", "'' is no month"),
        ("2025-01-01..2025-01-31", "'2025-01-01' is no month"),
        ("2009-12..2025-01", "'2009-12' is no month"),
        ("2025-03..2025-01", "2025-03 comes after 2025-01"),
    ],
)
def test_what_is_no_span_of_months_is_said_to_be_none(call: Run, tmp_path: Path, months: str, says: str) -> None:
    result = call("run", "--months", months, "--home", str(tmp_path))
    assert result.exit_code == 2
    assert says in result.stderr.splitlines()[-1]
