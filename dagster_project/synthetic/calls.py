"""The calls of one day as they really happened, before any system logs them.

Rates and spreads that say "assumed" are published nowhere; the others come from kpis.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dagster_project.synthetic.clock import Instants, draw_instants, local_day
from dagster_project.synthetic.rooms import Rooms, Values
from dagster_project.synthetic.shape import profile
from dagster_project.synthetic.world import World

_Z = np.vectorize(NormalDist().inv_cdf, otypes=[float])

TEST_SHARE = 0.002  # assumed: test calls beside the counted ones
SKEW_SHARE = 0.004  # assumed: answers that a second clock puts before the ringing
_LOCAL_SHARE = 0.10  # assumed: 116117 calls that come in on a local eight-digit number
_LOAD_ELASTICITY = {"113": 0.05, "116117": 0.15, "other": 0.05}  # assumed: busier times, longer waits


@dataclass(frozen=True)
class Group:
    """Calls of one line and direction: how many of the stream, and how they go."""

    stream: str
    line: str
    direction: str
    share: float
    unanswered: float
    wait_median_s: float
    wait_sigma: float
    patience_s: float
    """Mean time until an unanswered caller gives up."""
    talk_median_s: float
    talk_sigma: float
    transferred: float
    overflow: float


# Wait medians and sigmas of 113 and 116117, and talk of 113: kpis.md. The rest assumed.
# On 116117 each room has an unanswered share and a median of its own (`_behaviour`); here stands what they come to.
GROUPS = (
    Group("113", "113", "inbound", 1.0, 0.035, 4.0, 0.6, 14, 208, 0.55, 0.12, 0.03),
    Group("116117", "116117", "inbound", 1 - _LOCAL_SHARE, 0.06, 65.0, 1.2, 90, 260, 0.65, 0.05, 0.02),
    Group("116117", "116117_local", "inbound", _LOCAL_SHARE, 0.06, 65.0, 1.2, 90, 260, 0.65, 0.05, 0.02),
    Group("other", "other", "inbound", 0.42, 0.08, 9.0, 0.8, 30, 95, 0.85, 0.08, 0.0),
    Group("other", "other", "outbound", 0.38, 0.17, 13.0, 0.6, 28, 85, 0.85, 0.02, 0.0),
    Group("other", "other", "internal", 0.20, 0.07, 5.0, 0.6, 20, 45, 0.80, 0.02, 0.0),
)


def calls_of_day(day: date, world: World) -> pl.DataFrame:
    """Every call of the day in time order, test calls among them.

    Columns: line, direction, intended_room_id, answering_room_id, queued_at, answered_at, ended_at (UTC, ms),
    outcome, was_transferred, is_test. Tests come on top of the day's number of counted calls.
    """
    rng = world.rng("calls", day)
    groups = [_group(rng, day, group, count, world) for group, count in _counts(day, world)]
    calls = {name: np.concatenate([group[name] for group in groups]) for name in groups[0]}
    which = np.repeat(np.arange(len(GROUPS)), [len(group["queued"]) for group in groups])
    order = np.argsort(calls["queued"], kind="stable")
    calls = {name: values[order] for name, values in calls.items()}
    group, room_ids = pl.Series(which[order]), pl.Series(world.rooms.ids)
    if_answered = pl.when(pl.Series(calls["is_answered"]))
    return pl.DataFrame(
        {
            "line": pl.Series([group.line for group in GROUPS]).gather(group),
            "direction": pl.Series([group.direction for group in GROUPS]).gather(group),
            "intended_room_id": room_ids.gather(calls["room"]),
            "answering_room_id": room_ids.gather(calls["answering_room"]),
            "queued_at": calls["queued"],
            "answered_at": calls["answered"],
            "ended_at": calls["ended"],
            "was_transferred": calls["was_transferred"],
            "is_test": calls["is_test"],
        }
    ).with_columns(
        pl.col("queued_at", "ended_at").cast(pl.Datetime("ms")),
        if_answered.then("answering_room_id").alias("answering_room_id"),
        if_answered.then(pl.col("answered_at").cast(pl.Datetime("ms"))).alias("answered_at"),
        outcome=if_answered.then(pl.lit("answered")).otherwise(pl.lit("unanswered")),
    )


def _counts(day: date, world: World) -> list[tuple[Group, int]]:
    counts: list[tuple[Group, int]] = []
    for stream in ("113", "116117", "other"):
        groups = [group for group in GROUPS if group.stream == stream]
        ends = np.floor(np.cumsum([group.share for group in groups]) * world.count(stream, day) + 0.5).astype(int)
        counts += zip(groups, (int(n) for n in np.diff(ends, prepend=0)), strict=True)
    return counts


def _group(
    rng: np.random.Generator, day: date, group: Group, counted: int, world: World
) -> dict[str, NDArray[np.int64] | NDArray[np.bool_]]:
    """Columns of the group's calls; rooms as their number in `Rooms`, times in milliseconds."""
    tests = int(rng.binomial(counted, TEST_SHARE))
    count = counted + tests
    local = local_day(day)
    shape = profile(group.stream, day)
    queued, slot = draw_instants(rng, local, shape, count)
    rooms = world.rooms
    room = rng.choice(len(rooms.ids), count, p=world.room_chances(group.stream, day))
    unanswered, median, sigma = _behaviour(group, rooms)

    # How busy it is, against what the callers of a day meet on average, so that a room's median stays its median.
    usual = np.exp((shape * np.log(shape)).sum() / shape.sum())
    load = shape[slot] / usual * world.weight(group.stream, day)
    wait = median[room] * load ** _LOAD_ELASTICITY[group.stream] * np.exp(sigma[room] * rng.normal(size=count))
    talk = group.talk_median_s * np.exp(group.talk_sigma * rng.normal(size=count))
    patience = 2 + rng.exponential(group.patience_s, count)
    is_test = np.zeros(count, dtype=bool)
    is_test[rng.choice(count, tests, replace=False)] = True
    is_answered = (rng.random(count) >= unanswered[room]) | is_test
    overflows = is_answered & (rng.random(count) < group.overflow)

    answered = queued + _milliseconds(wait, 0.4, 7200)
    skewed = is_answered & (rng.random(count) < SKEW_SHARE) & _may_skew(queued, local.repeated)
    answered = np.where(skewed, queued - 1000 * rng.integers(1, 3, count), answered)
    ended = np.where(is_answered, answered + _milliseconds(talk, 5, 5400), queued + _milliseconds(patience, 2, 3600))
    return {
        "room": room,
        "answering_room": np.where(overflows, rooms.neighbour[room], room),
        "queued": queued,
        "answered": answered,
        "ended": ended,
        "was_transferred": is_answered & (rng.random(count) < group.transferred),
        "is_test": is_test,
        "is_answered": is_answered,
    }


def _behaviour(group: Group, rooms: Rooms) -> tuple[Values, Values, Values]:
    """Unanswered share, median wait in seconds and sigma, a value per room."""
    target = rooms.within_target
    even = np.ones(len(target))
    if group.stream == "113":
        # ICCS logs whole seconds, so a logged 10 s is anything up to about 10.5.
        sigma = np.log(10.5 / group.wait_median_s) / _Z(np.nan_to_num(target, nan=0.9))
        return group.unanswered * even, group.wait_median_s * even, sigma
    if group.stream == "116117":
        share = np.nan_to_num(target, nan=0.63)
        # Slow rooms lose more callers: from 1 % in the quickest to about 12 % in the slowest (assumed).
        unanswered = 0.01 + 0.15 * (0.95 - share)
        median = 120.5 / np.exp(group.wait_sigma * _Z(np.minimum(share / (1 - unanswered), 0.995)))
        return unanswered, median, group.wait_sigma * even
    return group.unanswered * even, group.wait_median_s * even, group.wait_sigma * even


def _milliseconds(seconds: Values, low: float, high: float) -> Instants:
    milliseconds: Instants = (np.clip(seconds, low, high) * 1000).astype(np.int64)
    return milliseconds


def _may_skew(queued: Instants, repeated: tuple[int, int] | None) -> NDArray[np.bool_]:
    """Not near the repeated hour: there the rule for wall-clock times makes an hour's wait of a second's skew."""
    if repeated is None:
        return np.ones(len(queued), dtype=bool)
    return (queued < repeated[0] - 10_000) | (queued > repeated[1] + 10_000)
