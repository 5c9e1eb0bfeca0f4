"""`nodstat status` says what is released, how fresh the feeds are, and what was refused and not made good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import polars as pl
import pytest
from click.testing import Result

from dagster_project.cli.status import still_refused
from dagster_project.releases import Release, roll_back_to
from dagster_project.settings import Settings

Call = Callable[..., Result]


def ledger(*rows: tuple[str, str | None, int, str, int]) -> pl.DataFrame:
    """File, period, version, state, and the hour it was ingested."""
    return pl.DataFrame(
        [
            (f"id{number}", "calls_iccs", file, period, version, state, datetime(2025, 3, 2, hour))
            for number, (file, period, version, state, hour) in enumerate(rows)
        ],
        schema=["delivery_id", "feed", "file", "period", "version", "state", "ingested_at"],
        orient="row",
    )


DAY = "2025-03-01"


@pytest.mark.parametrize(
    ("rows", "files"),
    [
        ([("a", DAY, 1, "refused", 5)], ["a"]),
        ([("a", DAY, 1, "refused", 5), ("a", DAY, 1, "accepted", 6)], []),
        ([("a", DAY, 1, "refused", 5), ("b", DAY, 2, "accepted", 6)], []),
        ([("a", DAY, 1, "refused", 5), ("b", DAY, 2, "superseded", 6)], []),
        ([("a", DAY, 1, "accepted", 5), ("b", DAY, 2, "refused", 5)], ["b"]),
        ([("a", DAY, 1, "accepted", 5), ("a", DAY, 1, "refused", 6)], ["a"]),
        ([("a", DAY, 1, "refused", 5), ("b", "2025-03-02", 1, "accepted", 6)], ["a"]),
        ([("x", None, 1, "refused", 5), ("y", None, 1, "refused", 6)], ["y", "x"]),
    ],
)
def test_refused_until_made_good(rows: list[tuple[str, str | None, int, str, int]], files: list[str]) -> None:
    assert still_refused(ledger(*rows))["file"].to_list() == files


def test_before_the_first_run(call: Call, settings: Settings) -> None:
    result = call("status", "--home", settings.home)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"No release in {settings.home} yet\n")
    assert "\ncalls_iccs " in result.stdout
    assert not settings.home.exists()


def test_the_current_release_and_its_warnings(
    call: Call, settings: Settings, publish_calls: Callable[[Settings], Release]
) -> None:
    old, new = publish_calls(settings), publish_calls(settings)
    lines = call("status", "--home", settings.home).stdout.splitlines()
    assert lines[0].startswith(f"Release {new.release_id}, built 20")
    assert lines[0].endswith(", synthetic data")
    assert lines[1:3] == ["1 checks passed, 1 checks warned", "  volume: low on Sunday"]
    roll_back_to(settings, old.release_id)
    assert f"Rolled back: {new.release_id} is newer" in call("status", "--home", settings.home).stdout
