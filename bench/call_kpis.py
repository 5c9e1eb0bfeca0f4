"""What the data frame libraries are asked for: the call files' columns, and the call KPIs out of their measures."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

ICCS = [
    "call_id",
    "room_id",
    "line",
    "direction",
    "queued",
    "answered",
    "ended",
    "outcome",
    "answering_room_id",
    "is_test",
]
"""Columns of ICCS's files, in order."""
LIFEX = {
    "call_id": "call_id",
    "intended_room": "room_id",
    "answering_room": "answering_room_id",
    "line": "line",
    "direction": "direction",
    "ring_started": "queued",
    "answered": "answered",
    "ended": "ended",
    "outcome": "outcome",
    "is_test": "is_test",
}
"""Columns of LifeX's files, in order, and what they are called here."""
SEGMENTS = ("113", "116117", "other", "all")
PERIODS = ("day", "week", "month", "tertial", "year")
LEVELS = ("nation", "rhf", "hf", "room")
QUANTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
KEY = ("segment", "period_type", "period_start", "org_level", "org_id")


class CallKpi(NamedTuple):
    """Value is `numerator`, divided by `denominator` where there is one; `n` counts the calls behind it."""

    kpi_id: str
    numerator: str
    denominator: str | None
    n: str
    segments: tuple[str, ...] = SEGMENTS


CALL_KPIS = (
    CallKpi("calls_total", "total", None, "total", ("all",)),
    CallKpi("calls_offered", "offered", None, "offered"),
    CallKpi("calls_answered", "answered", None, "answered"),
    CallKpi("calls_unanswered", "unanswered", None, "unanswered"),
    CallKpi("calls_unanswered_share", "unanswered", "offered", "offered"),
    CallKpi("calls_answered_within_10s_share", "within_10s", "answered", "answered", ("113",)),
    CallKpi("calls_answered_within_2min_share", "within_2min", "offered", "offered", ("116117",)),
    CallKpi("calls_answered_within_10min_share", "within_10min", "offered", "offered", ("116117",)),
    CallKpi("answer_time_median_s", "p50", None, "answered"),
    CallKpi("answer_time_mean_s", "wait_s", "answered", "answered"),
    CallKpi("answer_time_p90_s", "p90", None, "answered"),
    CallKpi("answer_time_p95_s", "p95", None, "answered"),
    CallKpi("answer_time_p99_s", "p99", None, "answered"),
    CallKpi("talk_time_mean_s", "talk_s", "answered", "answered"),
    CallKpi("calls_overflow_share", "overflowed", "answered", "answered", ("113", "116117")),
    CallKpi("calls_transferred_share", "transferred", "answered", "answered"),
)


def read_arguments(description: str) -> tuple[Path, Path]:
    """From the command line: the root of the deliveries, and the Parquet file to write."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--raw", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    chosen = options.parse_args()
    return chosen.raw, chosen.out
