"""The KPIs worked out another way: plain Python and NumPy over lists of events, sharing no code with the warehouse."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np

from tests.warehouse.build import PROJECT
from tests.warehouse.lake import Row

Grain = tuple[str, str, date, str]
"""Segment, period type, first day of the period, organisation."""
Values = dict[tuple[str, *Grain], tuple[float, int]]
"""KPI and grain to value and n, where n is more than 0."""
MOVED = {"LVS-1804": date(2025, 6, 16), "LVS-1806": date(2025, 11, 10)}
"""The days on which the rooms of the tests move to LifeX."""


def expected(
    calls: Sequence[Row], alarms: Sequence[Row], sessions: Sequence[Row], days: Sequence[Row], missions: Sequence[Row]
) -> Values:
    """Every KPI but the rooms', at every grain that has events behind it."""
    values: Values = {}
    counted = [call for call in without_twins(calls) if not call["is_test"]]
    _put(values, _call_kpis, _grouped(counted, "intended_room_id", _segment))
    _put(values, _alarm_kpis, _grouped(alarms, "amk_room_id", lambda row: str(row["urgency"])))
    _put(values, _video_kpis, _grouped(sessions, "centre_room_id", lambda row: str(row["solution"])))
    _put(values, _nodsms_kpis, _national(days))
    _put(values, _air_kpis, _grouped(missions, "base_id", lambda row: str(row["vehicle"])))
    return values


def without_twins(calls: Sequence[Row]) -> list[Row]:
    """The calls less ICCS's twin of each that LifeX logged too."""
    logged_twice = twins(calls)
    return [call for call in calls if call["call_id"] not in logged_twice]


def twins(calls: Sequence[Row]) -> dict[str, str]:
    """Calls of ICCS to the same calls in LifeX, both by id: two pointers through the day, line by line."""
    queues: dict[tuple[str, str], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for call in sorted(calls, key=lambda row: (row["queued_at"], row["call_id"])):
        room = call["intended_room_id"]
        if MOVED.get(room) == call["local_date"]:
            queues[room, call["line"]][call["source_system"] == "lifex"].append(call)
    pairs = {}
    for iccs, lifex in queues.values():
        i = j = 0
        while i < len(iccs) and j < len(lifex):
            apart = iccs[i]["queued_at"] - lifex[j]["queued_at"]
            if abs(apart) <= timedelta(seconds=2):
                pairs[iccs[i]["call_id"]] = lifex[j]["call_id"]
                i, j = i + 1, j + 1
            elif apart < timedelta(0):
                i += 1
            else:
                j += 1
    return pairs


def _call_kpis(segment: str, calls: Sequence[Row]) -> Iterable[tuple[str, float, int]]:
    offered = [call for call in calls if call["direction"] == "inbound"]
    answered = [call for call in offered if call["outcome"] == "answered"]
    waits = np.array([call["wait_s"] for call in answered])
    lost = len(offered) - len(answered)
    if segment == "all":
        yield "calls_total", len(calls), len(calls)
    yield "calls_offered", len(offered), len(offered)
    yield "calls_answered", len(answered), len(answered)
    yield "calls_unanswered", lost, lost
    yield from _share("calls_unanswered_share", lost, len(offered))
    if segment == "113":
        yield from _share("calls_answered_within_10s_share", int((waits <= 10).sum()), len(answered))
    if segment == "116117":
        yield from _share("calls_answered_within_2min_share", int((waits <= 120).sum()), len(offered))
        yield from _share("calls_answered_within_10min_share", int((waits <= 600).sum()), len(offered))
    if segment in ("113", "116117"):
        overflowed = sum(call["answering_room_id"] != call["intended_room_id"] for call in answered)
        yield from _share("calls_overflow_share", overflowed, len(answered))
    yield from _share("calls_transferred_share", sum(call["was_transferred"] for call in answered), len(answered))
    yield from _quantile("answer_time_median_s", waits, 50)
    for rank in (90, 95, 99):
        yield from _quantile(f"answer_time_p{rank}_s", waits, rank)
    yield from _mean("answer_time_mean_s", waits)
    yield from _mean("talk_time_mean_s", np.array([call["talk_s"] for call in answered]))


def _alarm_kpis(segment: str, alarms: Sequence[Row]) -> Iterable[tuple[str, float, int]]:
    times = np.array([row["acknowledge_s"] for row in alarms if row["acknowledged_at"] is not None])
    yield "alarms_sent", len(alarms), len(alarms)
    yield from _share("alarms_acknowledged_share", len(times), len(alarms))
    yield from _quantile("alarm_acknowledge_time_median_s", times, 50)
    yield from _quantile("alarm_acknowledge_time_p90_s", times, 90)
    if segment == "all":
        missions = len({row["mission_id"] for row in alarms})
        yield "missions_alarmed", missions, missions


def _video_kpis(segment: str, sessions: Sequence[Row]) -> Iterable[tuple[str, float, int]]:
    completed = [row for row in sessions if row["status"] == "completed"]
    durations = np.array([row["duration_s"] for row in completed])
    yield "video_invitations", len(sessions), len(sessions)
    yield "video_sessions", len(completed), len(completed)
    yield from _share("video_success_share", len(completed), len(sessions))
    yield from _quantile("video_connect_time_median_s", np.array([row["connect_s"] for row in completed]), 50)
    yield from _quantile("video_duration_median_s", durations, 50)
    yield from _mean("video_duration_mean_s", durations)


def _nodsms_kpis(segment: str, days: Sequence[Row]) -> Iterable[tuple[str, float, int]]:
    received, forwarded, filtered = (sum(row[name] for row in days) for name in ("received", "forwarded", "filtered"))
    yield "nodsms_received", received, received
    yield "nodsms_forwarded", forwarded, forwarded
    yield "nodsms_filtered", filtered, filtered
    yield from _share("nodsms_forwarded_share", forwarded, received)


def _air_kpis(segment: str, missions: Sequence[Row]) -> Iterable[tuple[str, float, int]]:
    yield "air_missions", len(missions), len(missions)
    for outcome in ("completed", "declined", "aborted"):
        yield from _share(
            f"air_missions_{outcome}_share", sum(row["outcome"] == outcome for row in missions), len(missions)
        )
    for name in ("activation", "response"):
        times = np.array([row[f"{name}_s"] for row in missions if row[f"{name}_s"] is not None])
        yield from _quantile(f"air_{name}_time_median_s", times, 50)


def _share(kpi_id: str, part: int, whole: int) -> Iterable[tuple[str, float, int]]:
    if whole:
        yield kpi_id, part / whole, whole


def _mean(kpi_id: str, seconds: np.ndarray[Any, Any]) -> Iterable[tuple[str, float, int]]:
    if len(seconds):
        yield kpi_id, float(seconds.mean()), len(seconds)


def _quantile(kpi_id: str, seconds: np.ndarray[Any, Any], rank: float) -> Iterable[tuple[str, float, int]]:
    if len(seconds):
        yield kpi_id, float(np.percentile(seconds, rank, method="linear")), len(seconds)


def _put(
    values: Values,
    kpis: Callable[[str, Sequence[Row]], Iterable[tuple[str, float, int]]],
    groups: dict[Grain, list[Row]],
) -> None:
    for grain, rows in groups.items():
        values.update({(kpi_id, *grain): (value, n) for kpi_id, value, n in kpis(grain[0], rows) if n})


def _grouped(rows: Sequence[Row], room: str, segment: Callable[[Row], str]) -> dict[Grain, list[Row]]:
    groups: dict[Grain, list[Row]] = defaultdict(list)
    for row in rows:
        for period_type, start in _periods(row["local_date"]):
            for organisation in _organisations()[row[room]]:
                for part in (segment(row), "all"):
                    groups[part, period_type, start, organisation].append(row)
    return groups


def _national(rows: Sequence[Row]) -> dict[Grain, list[Row]]:
    groups: dict[Grain, list[Row]] = defaultdict(list)
    for row in rows:
        for period_type, start in _periods(row["local_date"]):
            groups["all", period_type, start, "NO"].append(row)
    return groups


def _segment(call: Row) -> str:
    return str(call["line"]).removesuffix("_local")


def _periods(day: date) -> list[tuple[str, date]]:
    return [
        ("day", day),
        ("week", date.fromisocalendar(*day.isocalendar()[:2], 1)),
        ("month", day.replace(day=1)),
        ("tertial", date(day.year, (day.month - 1) // 4 * 4 + 1, 1)),
        ("year", date(day.year, 1, 1)),
    ]


@cache
def _organisations() -> dict[str, tuple[str, ...]]:
    seeds = PROJECT / "seeds"
    with (seeds / "control_rooms.csv").open(encoding="utf-8", newline="") as file:
        rooms = {row["room_id"]: ("NO", row["rhf_id"], row["hf_id"], row["room_id"]) for row in csv.DictReader(file)}
    with (seeds / "air_bases.csv").open(encoding="utf-8", newline="") as file:
        return rooms | {row["base_id"]: ("NO", row["base_id"]) for row in csv.DictReader(file)}
