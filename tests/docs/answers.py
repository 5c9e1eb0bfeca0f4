"""The worked queries' answers, worked out another way: Polars and NumPy over the events themselves."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from tests.docs import two_years
from tests.warehouse.build import PROJECT

Answer = list[tuple[Any, ...]]
IN_2025 = pl.col("local_date").dt.year() == 2025
WITHIN = {"113": 10, "116117": 120}


@cache
def _calls() -> pl.DataFrame:
    """Inbound calls that are no tests, with their segment and their room's name, kind and region."""
    events = two_years.events()
    rooms = pl.DataFrame(_seed("control_rooms")).select("room_id", "name", "kind", "rhf")
    return (
        pl.DataFrame([*events["calls_iccs"], *events["calls_lifex"]], infer_schema_length=None)
        .filter(pl.col("direction") == "inbound", ~pl.col("is_test"))
        .with_columns(segment=pl.col("line").str.strip_suffix("_local"))
        .join(rooms, left_on="intended_room_id", right_on="room_id")
    )


@cache
def _seed(name: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _share(calls: pl.DataFrame, segment: str) -> tuple[float, int]:
    """Answered in time, of the answered calls to 113 and of all calls to 116117; and how many those are."""
    waits = calls["wait_s"].drop_nulls().to_numpy()
    n = len(waits) if segment == "113" else len(calls)
    return float((waits <= WITHIN[segment]).sum() / n), n


def _percentile(calls: pl.DataFrame, rank: float, column: str = "wait_s") -> float:
    return float(np.percentile(calls[column].drop_nulls().to_numpy(), rank, method="linear"))


def targets_per_region() -> Answer:
    rows: Answer = []
    months = pl.col("local_date").dt.strftime("%Y-%m").alias("month")
    for (segment, region, month), calls in _calls().filter(IN_2025).group_by("segment", "rhf", months):
        share, n = _share(calls, str(segment))
        target = 0.9 if segment == "113" else 0.8
        rows.append((segment, region, month, share, n, target, share >= target, True))
    return sorted(rows, key=lambda row: row[:3])


def worst_week_per_amk() -> Answer:
    rows: Answer = []
    answered = _calls().filter(pl.col("segment") == "113", pl.col("wait_s").is_not_null())
    for (room,), calls in answered.filter(pl.col("local_date").dt.iso_year() == 2025).group_by("name"):
        weeks = [
            (*_share(week, "113"), f"2025-W{number:02}")
            for (number,), week in calls.group_by(pl.col("local_date").dt.week())
        ]
        share, n, worst = min(weeks, key=lambda week: (week[0], week[2]))
        rows.append((room, worst, share, n, 0.9, sum(week[0] < 0.9 for week in weeks), len(weeks)))
    return sorted(rows, key=lambda row: (row[2], row[0]))


def share_of_116117_per_room() -> Answer:
    rows: Answer = []
    for (room,), calls in _calls().filter(IN_2025, pl.col("segment") == "116117").group_by("name"):
        share, n = _share(calls, "116117")
        low, high = _wilson(share, n)
        standing = "few calls" if n < 100 else "met" if low >= 0.8 else "below" if high < 0.8 else "open"
        rows.append((room, share, n, low, high, 0.8, standing))
    return sorted(rows, key=lambda row: (row[2] < 100, row[1], row[0]))


def _wilson(share: float, n: int) -> tuple[float, float]:
    """The two p where the share is 1.96 standard deviations of a share of p away: (share - p)² = z² p (1 - p) / n."""
    z = 1.959964
    low, high = sorted(np.roots([1 + z * z / n, -2 * share - z * z / n, share * share]).real)
    return float(low), float(high)


def percentile_of_own_cut() -> Answer:
    quarter = _calls().filter(
        pl.col("intended_room_id").is_in(["LVS-4601", "LVS-4621", "LVS-4627"]),
        pl.col("local_date").is_between(date(2025, 1, 1), date(2025, 3, 31)),
    )
    n = quarter["wait_s"].drop_nulls().len()
    return [(rank / 100, _percentile(quarter, rank), n) for rank in (50, 90, 95, 99)]


def any_days() -> Answer:
    days = _calls().filter(
        pl.col("segment") == "113", pl.col("local_date").is_between(date(2025, 6, 23), date(2025, 8, 17))
    )
    rooms = [(room, days.filter(pl.col("intended_room_id") == room)) for room in sorted(set(days["intended_room_id"]))]
    return [
        (room, len(calls), *reversed(_share(calls, "113")), _percentile(calls, 50), _percentile(calls, 90))
        for room, calls in [(None, days), *rooms]
    ]


def hour_and_weekday() -> Answer:
    table = np.zeros((24, 7))
    for hour, day in _calls().filter(IN_2025, pl.col("segment") == "116117").select("local_hour", "local_date").rows():
        table[hour, day.weekday()] += 1
    days = np.bincount([(date(2025, 1, 1) + timedelta(days=number)).weekday() for number in range(365)])
    return [(hour, *(float(calls) for calls in table[hour] / days)) for hour in range(24)]


def who_answers_for_whom() -> Answer:
    answered = _calls().filter(IN_2025, pl.col("segment") == "113", pl.col("wait_s").is_not_null())
    meant = answered["intended_room_id"].value_counts().rows()
    pairs = answered.group_by("intended_room_id", "answering_room_id").len().rows()
    rows = [(room, other, n, n / dict(meant)[room]) for room, other, n in pairs if room != other]
    return sorted(rows, key=lambda row: (row[0], -row[2], row[1]))


def tertials_beside_the_year_before() -> Answer:
    labels = {row["kpi_id"]: row["label_nb"] for row in _seed("kpi_registry")}
    events = two_years.events()
    every_call = pl.DataFrame([*events["calls_iccs"], *events["calls_lifex"]], infer_schema_length=None)
    alarms = pl.DataFrame(events["ambulance_alarms"], infer_schema_length=None)
    sessions = pl.DataFrame([*events["video_hjelp113"], *events["video_bliksund"]], infer_schema_length=None)
    urgent = alarms.filter(pl.col("urgency") == "akutt")
    to_113, to_116117 = (_calls().filter(pl.col("segment") == segment) for segment in WITHIN)

    wanted: list[tuple[str, str, Callable[[int, int], float]]] = [
        ("calls_total", "all", lambda *when: len(_tertial(every_call.filter(~pl.col("is_test")), *when))),
        ("calls_answered_within_10s_share", "113", lambda *when: _share(_tertial(to_113, *when), "113")[0]),
        ("calls_answered_within_2min_share", "116117", lambda *when: _share(_tertial(to_116117, *when), "116117")[0]),
        ("answer_time_p90_s", "116117", lambda *when: _percentile(_tertial(to_116117, *when), 90)),
        ("alarms_sent", "all", lambda *when: len(_tertial(alarms, *when))),
        (
            "alarm_acknowledge_time_median_s",
            "akutt",
            lambda *when: _percentile(_tertial(urgent, *when), 50, "acknowledge_s"),
        ),
        ("video_sessions", "all", lambda *when: len(_tertial(sessions.filter(pl.col("status") == "completed"), *when))),
        ("rooms_on_lifex", "all", lambda *when: int(when >= (2025, 2))),
        ("rooms_with_video_share", "lvs", lambda *_: 4 / 5),
    ]
    rows: Answer = []
    for kpi_id, segment, value in wanted:
        for tertial in (1, 2, 3):
            now, before = value(2025, tertial), value(2024, tertial)
            row = (labels[kpi_id], segment, f"2025-{tertial}", now, True)
            # The day without calls is in the second tertial of 2024.
            if tertial == 2 and ("call" in kpi_id or "answer" in kpi_id):
                rows.append((*row, None, None, None))
                continue
            is_count = kpi_id in ("calls_total", "alarms_sent", "video_sessions", "rooms_on_lifex")
            rows.append((*row, before, now - before, (now - before) / before if is_count and before else None))
    return rows


def _tertial(events: pl.DataFrame, year: int, tertial: int) -> pl.DataFrame:
    day = pl.col("local_date")
    months = [4 * tertial - 3, 4 * tertial - 2, 4 * tertial - 1, 4 * tertial]
    return events.filter(day.dt.year() == year, day.dt.month().is_in(months))


def before_and_after_lifex() -> Answer:
    rows: Answer = []
    for part, first in (("before", -28), ("after", 1)):
        days = [two_years.CUTOVER + timedelta(days=first + number) for number in range(28)]
        calls = _calls().filter(pl.col("intended_room_id") == "LVS-1804", pl.col("local_date").is_in(days))
        answered = calls["wait_s"].drop_nulls().len() / len(calls)
        percentiles = (_percentile(calls, 50), _percentile(calls, 90))
        rows.append(("Legevaktsentral Bodø", two_years.CUTOVER, part, len(calls), answered, *percentiles))
    return rows


ANSWERS: dict[str, Callable[[], Answer]] = {
    "01-targets-per-region": targets_per_region,
    "02-worst-week-per-amk": worst_week_per_amk,
    "03-116117-per-room": share_of_116117_per_room,
    "04-percentile-of-own-cut": percentile_of_own_cut,
    "05-any-days": any_days,
    "06-hour-and-weekday": hour_and_weekday,
    "07-who-answers-for-whom": who_answers_for_whom,
    "08-tertials-beside-the-year-before": tertials_beside_the_year_before,
    "09-before-and-after-lifex": before_and_after_lifex,
}
"""By the query's file; 10 is asked of a history that has something missing."""
