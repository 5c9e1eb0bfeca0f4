"""The video invitations of one day, in both solutions. Values that say "assumed" are published nowhere."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dagster_project.synthetic.clock import Instants, as_read, draw_durations, draw_instants, local_day
from dagster_project.synthetic.identifiers import uuids
from dagster_project.synthetic.shape import profile
from dagster_project.synthetic.world import World, day_of_year

TIMES = ("link_sent_at", "started_at", "ended_at")
_FAILURES = ("failed", "declined", "expired")
_FAILURE_SHARES = (0.30, 0.25, 0.45)  # assumed
_CONNECT_S = (28.0, 0.5)  # median and sigma, assumed: from link sent to video started
_DURATION_S = (240.0, 0.7)  # median and sigma, assumed
_LINK_AFTER_S = (20, 180)  # assumed: from the call's answer to the link
_SKEW_SHARE = 0.003  # assumed
_SYSTEMS = ("iOS", "Android", "Other")
_SYSTEM_SHARES = (0.62, 0.37, 0.01)  # assumed


def hjelp113_of_day(day: date, world: World, calls: pl.DataFrame) -> pl.DataFrame:
    """Hjelp 113 Video's invitations of the day in time order, never none. Some room must have it on that date.

    Columns: session_id, centre_room_id, call_id, link_sent_at, started_at, ended_at (UTC, whole seconds), status,
    device_os. Each is sent during one of the day's answered calls to 113 or 116117 in that room, as long as there
    are any; the rest have no call_id.
    """
    rng = world.rng("video_hjelp113", day)
    seats = world.rooms.seats("hjelp113", day)
    completed, failed = _counts("hjelp113", day, world)
    failed += completed + failed == 0
    count = completed + failed
    during = _calls_with_video(rng, day, calls, seats, count)
    alone = count - len(during)
    sent = np.concatenate([during["sent_ms"].to_numpy(), _sent(rng, day, alone)])
    room = pl.concat([during["room"], _rooms(rng, seats, alone)])
    call_id = pl.concat([during["call_id"], pl.Series([None] * alone, dtype=pl.String)])
    events = _events(rng, day, sent, completed).with_columns(
        session_id=uuids(rng, count),
        centre_room_id=room,
        call_id=call_id,
        device_os=pl.Series(_SYSTEMS).gather(rng.choice(len(_SYSTEMS), count, p=_SYSTEM_SHARES)),
    )
    return events.sort("link_sent_at", maintain_order=True)


def bliksund_of_day(day: date, world: World) -> pl.DataFrame:
    """SMS til Video's invitations of the day in time order.

    Columns: session_id, centre_room_id, link_sent_at, started_at, ended_at (UTC, whole seconds), status.
    """
    rng = world.rng("video_bliksund", day)
    completed, failed = _counts("bliksund", day, world)
    count = completed + failed
    events = _events(rng, day, _sent(rng, day, count), completed)
    events = events.with_columns(centre_room_id=_rooms(rng, world.rooms.seats("bliksund", day), count))
    events = events.sort("link_sent_at", maintain_order=True)
    number = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(5)
    return events.with_columns(session_id=pl.format(f"V{day:%y%m%d}-{{}}", number))


def truth(events: pl.DataFrame, day: date, *, is_wall_clock: bool) -> dict[str, int]:
    """Invitations, sessions and the milliseconds of connecting and talking in them; rows skewed or ambiguous."""
    read = as_read(events, TIMES, day) if is_wall_clock else events.with_columns(time_ambiguous=pl.lit(False))
    connect = (pl.col("started_at") - pl.col("link_sent_at")).dt.total_milliseconds()
    sums = {
        "invitations": pl.len(),
        "sessions": (pl.col("status") == "completed").sum(),
        "connect_ms": connect.clip(lower_bound=0).sum(),
        "duration_ms": (pl.col("ended_at") - pl.col("started_at")).dt.total_milliseconds().sum(),
        "clock_skew": (connect < 0).sum(),
        "time_ambiguous": pl.col("time_ambiguous").sum(),
    }
    return {name: int(total) for name, total in read.select(**sums).row(0, named=True).items()}


def _counts(solution: str, day: date, world: World) -> tuple[int, int]:
    """Completed and other invitations of the solution: the day's, dealt out by operator seats."""
    seats = {name: sum(world.rooms.seats(name, day).values()) for name in ("hjelp113", "bliksund")}
    if not seats[solution]:
        return 0, 0
    share = seats["hjelp113"] / sum(seats.values())
    number = day_of_year(day)
    counts = []
    for stream in ("video_sessions", "video_failures"):
        of_year = world.counts(stream, day.year)
        before, until = sum(of_year[:number]), sum(of_year[: number + 1])
        hjelp113 = int(share * until + 0.5) - int(share * before + 0.5)
        counts.append(hjelp113 if solution == "hjelp113" else until - before - hjelp113)
    return counts[0], counts[1]


def _sent(rng: np.random.Generator, day: date, count: int) -> Instants:
    return draw_instants(rng, local_day(day), profile("video_sessions", day), count)[0]


def _rooms(rng: np.random.Generator, seats: dict[str, int], count: int) -> pl.Series:
    if not count:
        return pl.Series([], dtype=pl.String)
    weights = np.array(list(seats.values()), dtype=float)
    return pl.Series(list(seats)).gather(rng.choice(len(weights), count, p=weights / weights.sum()))


def _calls_with_video(
    rng: np.random.Generator, day: date, calls: pl.DataFrame, seats: dict[str, int], count: int
) -> pl.DataFrame:
    """Up to `count` calls (room, call_id, sent_ms), a room's chance being its seats."""
    latest = local_day(day).end - _LINK_AFTER_S[1] * 1000 - 1
    able = calls.filter(
        (pl.col("direction") == "inbound")
        & (pl.col("line") != "other")
        & (pl.col("outcome") == "answered")
        & ~pl.col("is_test")
        & pl.col("answering_room_id").is_in(list(seats))
        & (pl.col("answered_at").dt.epoch("ms") <= latest)
    )
    seats_a_call = pl.col("answering_room_id").replace_strict(seats, return_dtype=pl.Float64)
    weights = able.select(seats_a_call / pl.len().over("answering_room_id")).to_series().to_numpy()
    chosen = _sample(rng, weights, min(count, len(weights)))
    delay = 1000 * rng.integers(*_LINK_AFTER_S, len(chosen))
    return able[chosen].select(
        room="answering_room_id",
        call_id=pl.coalesce("lifex_id", "iccs_id"),
        sent_ms=pl.col("answered_at").dt.epoch("ms") + pl.Series(delay),
    )


def _sample(rng: np.random.Generator, weights: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Without replacement, by weight: the `count` smallest of exponential draws (Efraimidis and Spirakis 2006)."""
    order = np.argsort(rng.exponential(size=len(weights)) / weights, kind="stable")
    return order[:count].astype(np.int64)


def _events(rng: np.random.Generator, day: date, sent: Instants, completed: int) -> pl.DataFrame:
    count = len(sent)
    is_completed = rng.permutation(np.arange(count) < completed)
    sent = sent // 1000 * 1000
    connect = draw_durations(rng, _CONNECT_S, count, (2, 600))
    repeated = local_day(day).repeated or (0, 0)
    may_skew = (sent < repeated[0] - 10_000) | (sent > repeated[1] + 10_000)
    skewed = may_skew & (rng.random(count) < _SKEW_SHARE)
    started = sent + np.where(skewed, -1000 * rng.integers(1, 3, count), connect)
    ended = started + draw_durations(rng, _DURATION_S, count, (5, 5400))
    failures = pl.Series(_FAILURES).gather(rng.choice(len(_FAILURES), count, p=_FAILURE_SHARES))
    frame = pl.DataFrame({"link_sent_at": sent, "started_at": started, "ended_at": ended, "failure": failures})
    completed_only = pl.when(pl.Series(is_completed))
    return frame.with_columns(pl.col(name).cast(pl.Datetime("ms")) for name in TIMES).select(
        "link_sent_at",
        completed_only.then("started_at").alias("started_at"),
        completed_only.then("ended_at").alias("ended_at"),
        status=completed_only.then(pl.lit("completed")).otherwise("failure"),
    )
