"""Days of 23 and 25 hours, and wall-clock logs on them."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dagster_project.synthetic import Manifest
from dagster_project.synthetic.clock import as_read, draw_instants, local_day

SPRING, AUTUMN = date(2025, 3, 30), date(2025, 10, 26)
TIMES = ("queued_at", "answered_at", "ended_at")


def test_days_have_the_hours_they_have() -> None:
    lengths = {
        day: (local_day(day).end - local_day(day).start) // 3_600_000 for day in (SPRING, date(2025, 6, 1), AUTUMN)
    }
    assert list(lengths.values()) == [23, 24, 25]
    assert local_day(SPRING).nonexistent == datetime(2025, 3, 30, 2)
    assert local_day(SPRING).repeated is None
    first, last = local_day(AUTUMN).repeated or (0, 0)
    # 02:00 summer time is 00:00 UTC, 03:00 normal time is 02:00 UTC.
    assert (first, last) == (1_761_436_800_000, 1_761_444_000_000)


def test_no_good_row_has_a_time_in_the_hour_that_does_not_exist(dirty_days: Path) -> None:
    delivery = next(d for d in Manifest.load(dirty_days).deliveries if d.file == "calls_iccs_2025-03-30.csv")
    lines = (dirty_days / "calls_iccs" / delivery.file).read_text(encoding="cp1252").splitlines()
    in_the_hour = [line for line in lines if "30.03.2025 02:" in line]
    assert len(in_the_hour) == delivery.errors["nonexistent_local_time"] > 0
    assert all(line.split(";")[0].endswith("x") for line in in_the_hour)


def test_the_repeated_hour_has_the_calls_of_two_hours(dirty_days: Path) -> None:
    """Against the day before, where that hour comes once; both are weekend nights of about 60 calls an hour."""
    per_night = []
    for name in ("calls_iccs_2025-10-25.csv", "calls_iccs_2025-10-26.csv"):
        text = (dirty_days / "calls_iccs" / name).read_text(encoding="cp1252")
        per_night.append(len(re.findall(r";(?:INN|UT|INTERN);\d\d\.10\.2025 02:", text)))
    assert per_night[1] > 1.4 * per_night[0]


@pytest.mark.parametrize("day", [SPRING, date(2025, 6, 1), AUTUMN])
def test_the_shape_of_a_day_follows_the_wall_clock(day: date) -> None:
    only_at_23 = np.zeros(48)
    only_at_23[46:] = 1.0
    instants, _ = draw_instants(np.random.default_rng(1), local_day(day), only_at_23, 100)
    assert (instants >= local_day(day).end - 3_600_000).all()
    assert (instants < local_day(day).end).all()


def test_no_row_near_the_repeated_hour_is_copied_to_be_broken(dirty_days: Path) -> None:
    """There an hour could be read into a time, and hide what was broken."""
    lines = (dirty_days / "calls_iccs/calls_iccs_2025-10-26.csv").read_text(encoding="cp1252").splitlines()
    begun = [re.search(r";26\.10\.2025 (\d\d):", line) for line in lines if re.match(r"\d+x;", line)]
    hours = [int(match.group(1)) for match in begun if match]
    assert len(hours) > 20
    assert min(hours) >= 5


def test_the_repeated_hour_is_read_as_the_earliest_instant_not_before_the_one_to_the_left() -> None:
    rows = [
        # true instants in UTC                                  02:30 summer time is 00:30 UTC
        ("00:30:00", "00:30:05", "00:31:00"),  # all in the first pass: read as they were
        ("01:30:00", "01:30:05", "01:31:00"),  # all in the second: the wall clock cannot tell, so an hour earlier
        ("00:40:00", "00:40:00", "00:40:00"),  # all at once is not before
        ("00:59:50", "01:00:10", "01:05:00"),  # 02:59:50, 02:00:10: only the second pass is not before
        ("01:59:50", "02:00:10", "02:05:00"),  # 02:59:50 is read in the first pass, 03:00:10 comes once
        ("03:00:00", None, "03:01:00"),  # not in the hour at all
    ]
    read = as_read(_frame(rows), TIMES, AUTUMN)
    assert read.select(TIMES).equals(
        _frame(
            [
                ("00:30:00", "00:30:05", "00:31:00"),
                ("00:30:00", "00:30:05", "00:31:00"),
                ("00:40:00", "00:40:00", "00:40:00"),
                ("00:59:50", "01:00:10", "01:05:00"),
                ("00:59:50", "02:00:10", "02:05:00"),
                ("03:00:00", None, "03:01:00"),
            ]
        )
    )
    assert read["time_ambiguous"].to_list() == [True, True, True, True, True, False]


def _frame(rows: list[tuple[str, str | None, str]]) -> pl.DataFrame:
    texts = [[f"2025-10-26T{text}" if text else None for text in row] for row in rows]
    frame = pl.DataFrame(texts, schema=list(TIMES), orient="row")
    return frame.with_columns(pl.all().str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="ms"))
