"""The alarms to ambulance units of one day. Values that say "assumed" are published nowhere."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from dagster_project.synthetic.clock import draw_instants, local_day
from dagster_project.synthetic.shape import profile
from dagster_project.synthetic.world import World, day_of_year

TIMES = ("sent_at", "acknowledged_at")
_URGENCIES = ("akutt", "haster", "vanlig")
_URGENCY_SHARES = (0.43, 0.36, 0.21)  # kpis.md
_UNIT_SHARES = (0.70, 0.24, 0.06)  # assumed: missions that alarm one, two, three units
_ACKNOWLEDGE_MEDIAN_S = np.array([38.0, 55.0, 90.0])  # assumed, by urgency
_ACKNOWLEDGE_SIGMA = 0.6  # assumed
_UNACKNOWLEDGED_SHARE = 0.03  # assumed
_MOBILE_SHARE = 0.06  # assumed: sent to a mobile phone instead of a Nødnett terminal
_SKEW_SHARE = 0.01  # assumed: terminals whose clock is behind
_NEXT_UNIT_S = 300  # assumed: a mission's other units are alarmed within five minutes


def alarms_of_day(day: date, world: World) -> pl.DataFrame:
    """Every alarm of the day in time order, never none.

    Columns: alarm_id, amk_room_id, mission_id, unit, urgency, sent_at, acknowledged_at (UTC, ms), channel.
    A mission's alarms are all of the same local date.
    """
    rng = world.rng("alarms", day)
    counts = [max(1, count) for count in world.counts("alarms", day.year)]
    count, before = counts[day_of_year(day)], sum(counts[: day_of_year(day)])
    mission = _missions(rng, count)
    missions = int(mission[-1]) + 1
    room = rng.choice(len(world.rooms.ids), missions, p=world.room_chances("113", day))
    urgency = rng.choice(len(_URGENCIES), missions, p=_URGENCY_SHARES)
    local = local_day(day)
    begun = np.sort(draw_instants(rng, local, profile("alarms", day), missions)[0])

    is_first = np.diff(mission, prepend=-1) > 0
    later = np.where(is_first, 0, rng.integers(0, _NEXT_UNIT_S * 1000, count))
    sent = np.minimum(begun[mission] + later, local.end - 1)
    seconds = _ACKNOWLEDGE_MEDIAN_S[urgency[mission]] * np.exp(_ACKNOWLEDGE_SIGMA * rng.normal(size=count))
    response = (np.clip(seconds, 1, 3600) * 1000).astype(np.int64)
    response = np.where(rng.random(count) < _SKEW_SHARE, -rng.integers(1, 2001, count), response)
    is_acknowledged = rng.random(count) >= _UNACKNOWLEDGED_SHARE
    ids = pl.Series(world.rooms.ids)
    frame = pl.DataFrame(
        {
            "amk_room_id": ids.gather(room[mission]),
            "mission": mission + 1,
            "station": rng.integers(1, 10, count),
            "car": rng.integers(1, 6, count),
            "urgency": pl.Series(_URGENCIES).gather(urgency[mission]),
            "sent_at": pl.Series(sent).cast(pl.Datetime("ms")),
            "acknowledged_at": pl.Series(sent + response).cast(pl.Datetime("ms")),
            "is_acknowledged": is_acknowledged,
            "is_mobile": rng.random(count) < _MOBILE_SHARE,
        }
    ).sort("sent_at", maintain_order=True)
    sequence = pl.int_range(before + 1, before + count + 1).cast(pl.String).str.zfill(7)
    area = pl.col("amk_room_id").str.split("-").list.last()
    return frame.select(
        alarm_id=pl.format(f"A{day.year}-{{}}", sequence),
        amk_room_id="amk_room_id",
        mission_id=pl.format(f"{day:%y%m%d}-{{}}", pl.col("mission").cast(pl.String).str.zfill(4)),
        unit=pl.format("{}-{}-{}", area, "station", "car"),
        urgency="urgency",
        sent_at="sent_at",
        acknowledged_at=pl.when("is_acknowledged").then("acknowledged_at"),
        channel=pl.when("is_mobile").then(pl.lit("mobile")).otherwise(pl.lit("nodnett")),
    )


def truth(events: pl.DataFrame) -> dict[str, int]:
    """Alarms sent and acknowledged, by urgency; missions; rows with clock skew."""
    counts = {"missions": pl.col("mission_id").n_unique()}
    for urgency in _URGENCIES:
        is_urgency = pl.col("urgency") == urgency
        counts[f"sent_{urgency}"] = is_urgency.sum()
        counts[f"acknowledged_{urgency}"] = (is_urgency & pl.col("acknowledged_at").is_not_null()).sum()
    counts["clock_skew"] = (pl.col("acknowledged_at") < pl.col("sent_at")).sum()
    counts["time_ambiguous"] = pl.lit(0)
    return {name: int(total) for name, total in events.select(**counts).row(0, named=True).items()}


def _missions(rng: np.random.Generator, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The mission each of `count` alarms belongs to, counted from 0."""
    units = 1 + rng.choice(len(_UNIT_SHARES), count, p=_UNIT_SHARES)
    return np.repeat(np.arange(count), units)[:count]
