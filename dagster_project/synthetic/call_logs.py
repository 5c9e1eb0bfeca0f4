"""Which system logs each call, as ICCS and LifeX deliver them, and what is true about either delivery."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dagster_project.synthetic.clock import as_read, local_day
from dagster_project.synthetic.identifiers import uuids
from dagster_project.synthetic.rooms import Rooms
from dagster_project.synthetic.world import World

TIMES = ("queued_at", "answered_at", "ended_at")
_PILOT_SHARE = 0.05  # assumed: calls, 113 apart, that a room in limited pilot takes in LifeX
_ONE_SIDED_SHARE = 0.10  # assumed: calls of a cut-over that one of the two systems missed
_OVERLAP_HOURS = (8, 16)  # assumed: both systems run; ICCS alone before, LifeX alone after
_CHECK_HOUR = 18  # assumed: when a LifeX room's daily test call is made
_GAP_MS = 10_000
"""Calls to the same room and line this far apart cannot be taken for one another."""
_IDS_A_DAY = 100_000
_SEGMENTS = {"113": ("113",), "116117": ("116117", "116117_local"), "other": ("other",)}
_THRESHOLDS = (("113", 10), ("116117", 120), ("116117", 600))


def log_calls(calls: pl.DataFrame, day: date, world: World) -> pl.DataFrame:
    """The calls with `iccs_id` and `lifex_id`: null where that system has not logged it.

    On the date of its move a room has ICCS alone until 8, both systems until 16 and LifeX alone after. A room in
    limited pilot keeps ICCS but for a few calls that only LifeX has. A room on LifeX makes a test call a day, so that
    LifeX never delivers nothing.
    """
    rng, rooms = world.rng("call_logs", day), world.rooms
    states = {room: rooms.platform(room, day) for room in rooms.ids}
    on_lifex = [room for room in states if states[room] in ("lifex", "cutover")]
    calls = pl.concat([calls, _check_calls(rng, day, on_lifex).select(calls.columns)])
    moving = [room for room in states if states[room] == "cutover"]
    calls = _keep_apart(calls, day, moving).sort("queued_at", maintain_order=True)
    state = pl.col("intended_room_id").replace_strict(states, return_dtype=pl.String)
    calls = calls.with_columns(state=state, apart=_is_apart())
    in_iccs, in_lifex = _platforms(rng, calls, day, rooms)
    numbers = pl.Series(_first_id(day, world.scale) + np.arange(len(calls))).cast(pl.String)
    return calls.drop("state", "apart").with_columns(
        iccs_id=pl.when(pl.Series(in_iccs)).then(numbers),
        lifex_id=pl.Series([None], dtype=pl.String)
        .new_from_index(0, len(calls))
        .scatter(np.flatnonzero(in_lifex), uuids(rng, int(in_lifex.sum()))),
    )


def iccs_events(calls: pl.DataFrame, day: date, world: World) -> pl.DataFrame:
    """ICCS's rows: whole seconds, and for calls that LifeX has as well, ICCS's own clock, up to 0.9 s off."""
    behind = int(world.rng("iccs_clock", day).integers(-900, 901))
    offset = pl.when(pl.col("lifex_id").is_not_null()).then(behind).otherwise(0)
    times = [(pl.col(name) + pl.duration(milliseconds=offset, time_unit="ms")).dt.truncate("1s") for name in TIMES]
    events = calls.filter(pl.col("iccs_id").is_not_null()).with_columns(times)
    return events.rename({"iccs_id": "call_id", "lifex_id": "twin_id"}).sort("queued_at", maintain_order=True)


def lifex_events(calls: pl.DataFrame) -> pl.DataFrame:
    """LifeX's rows, to the millisecond."""
    events = calls.filter(pl.col("lifex_id").is_not_null())
    return events.rename({"lifex_id": "call_id"}).drop("iccs_id").with_columns(twin_id=pl.lit(None, pl.String))


def truth(events: pl.DataFrame, day: date, *, is_wall_clock: bool) -> dict[str, int]:
    """What a right pipeline counts from these rows when every twin is left to LifeX.

    `calls` are all that are no tests; `<measure>_<segment>` counts inbound calls that are no tests, by the
    room they were meant for; `wait_ms_<segment>` is the sum of their waits, skew being 0. `twins`, `test_calls`,
    `clock_skew` and `time_ambiguous` count rows.
    """
    read = as_read(events, TIMES, day) if is_wall_clock else events.with_columns(time_ambiguous=pl.lit(False))
    wait = (pl.col("answered_at") - pl.col("queued_at")).dt.total_milliseconds()
    read = read.with_columns(wait_ms=wait.clip(lower_bound=0), clock_skew=wait < 0)
    is_kept = pl.col("twin_id").is_null() & ~pl.col("is_test")
    counts = {
        "calls": is_kept,
        "test_calls": pl.col("is_test") & pl.col("twin_id").is_null(),
        "twins": pl.col("twin_id").is_not_null(),
        "clock_skew": pl.col("clock_skew"),
        "time_ambiguous": pl.col("time_ambiguous"),
    }
    inbound = is_kept & (pl.col("direction") == "inbound")
    is_answered = pl.col("outcome") == "answered"
    for segment, lines in _SEGMENTS.items():
        offered = inbound & pl.col("line").is_in(lines)
        counts |= {
            f"offered_{segment}": offered,
            f"answered_{segment}": offered & is_answered,
            f"unanswered_{segment}": offered & ~is_answered,
            f"transferred_{segment}": offered & pl.col("was_transferred"),
            f"overflow_{segment}": offered & (pl.col("answering_room_id") != pl.col("intended_room_id")),
        }
    for segment, limit in _THRESHOLDS:
        within = inbound & pl.col("line").is_in(_SEGMENTS[segment]) & (pl.col("wait_ms") <= limit * 1000)
        counts[f"within_{limit}s_{segment}"] = within
    sums = {name: flag.sum() for name, flag in counts.items()}
    for segment, lines in _SEGMENTS.items():
        sums[f"wait_ms_{segment}"] = pl.col("wait_ms").filter(inbound & pl.col("line").is_in(lines)).sum()
    return {name: int(total) for name, total in read.select(**sums).row(0, named=True).items()}


def _check_calls(rng: np.random.Generator, day: date, room_ids: list[str]) -> pl.DataFrame:
    local = local_day(day)
    start = local.slot_starts[np.flatnonzero(local.slot_of_day == 2 * _CHECK_HOUR)[0]]
    queued = pl.Series(start + rng.integers(0, 3_600_000, len(room_ids)), dtype=pl.Int64).cast(pl.Datetime("ms"))
    return pl.DataFrame({"intended_room_id": pl.Series(room_ids, dtype=pl.String), "queued_at": queued}).select(
        line=pl.lit("other"),
        direction=pl.lit("inbound"),
        intended_room_id="intended_room_id",
        answering_room_id="intended_room_id",
        queued_at="queued_at",
        answered_at=pl.col("queued_at") + pl.duration(seconds=3, time_unit="ms"),
        ended_at=pl.col("queued_at") + pl.duration(seconds=20, time_unit="ms"),
        was_transferred=pl.lit(False),
        is_test=pl.lit(True),
        outcome=pl.lit("answered"),
    )


def _overlap(day: date) -> tuple[int, int]:
    local = local_day(day)
    begins = [local.slot_starts[np.flatnonzero(local.slot_of_day == 2 * hour)[0]] for hour in _OVERLAP_HOURS]
    return int(begins[0]), int(begins[1])


def _keep_apart(calls: pl.DataFrame, day: date, moving: list[str]) -> pl.DataFrame:
    """Move a moving room's calls away from the ends of the overlap, where a lone call could find a false twin."""
    if not moving:
        return calls
    begin, end = _overlap(day)
    at = pl.col("queued_at").dt.epoch("ms")
    shift = (
        pl.when(at.is_between(begin - _GAP_MS, begin, closed="left"))
        .then(-_GAP_MS)
        .when(at.is_between(end, end + _GAP_MS, closed="left"))
        .then(_GAP_MS)
        .otherwise(0)
    )
    is_moving = pl.col("intended_room_id").is_in(moving)
    shift = pl.when(is_moving).then(shift).otherwise(0)
    return calls.with_columns(pl.col(name) + pl.duration(milliseconds=shift, time_unit="ms") for name in TIMES)


def _is_apart() -> pl.Expr:
    gap = pl.col("queued_at").diff().dt.total_milliseconds().fill_null(_GAP_MS + 1)
    next_gap = gap.shift(-1).fill_null(_GAP_MS + 1)
    return (gap.gt(_GAP_MS) & next_gap.gt(_GAP_MS)).over("intended_room_id", "line")


def _platforms(
    rng: np.random.Generator, calls: pl.DataFrame, day: date, rooms: Rooms
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    state, apart = calls["state"].to_numpy(), calls["apart"].to_numpy()
    at = calls["queued_at"].dt.epoch("ms").to_numpy()
    draw = rng.random(len(calls))
    in_iccs, in_lifex = state != "lifex", state == "lifex"

    begin, end = _overlap(day)
    moves = state == "cutover"
    is_lone = apart & (draw < _ONE_SIDED_SHARE)
    in_iccs[moves] = ((at < end) & ~(is_lone & (draw < _ONE_SIDED_SHARE / 2) & (at >= begin)))[moves]
    in_lifex[moves] = ((at >= begin) & ~(is_lone & (draw >= _ONE_SIDED_SHARE / 2) & (at < end)))[moves]

    first_day = {room for room, steps in rooms.moves.items() if (day, "limited") in steps}
    is_first_day = calls["intended_room_id"].is_in(list(first_day)).to_numpy()
    pilots = (state == "limited") & (calls["line"] != "113").to_numpy() & (draw < _PILOT_SHARE)
    pilots &= apart | ~is_first_day
    return in_iccs & ~pilots, in_lifex | pilots


def _first_id(day: date, scale: float) -> int:
    return (day - date(2000, 1, 1)).days * _IDS_A_DAY * max(1, math.ceil(scale))
