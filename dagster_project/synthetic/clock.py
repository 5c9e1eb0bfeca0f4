"""Norwegian time: a local day's instants, its summer-time changes, and how a wall-clock log will be read.

Instants are whole milliseconds since 1970 in UTC. Nothing here reads the machine's clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
from numpy.typing import NDArray

OSLO = ZoneInfo("Europe/Oslo")
ZONE = "Europe/Oslo"
SLOT_MS = 30 * 60 * 1000
"""A day's shape is given per half hour: shifts change at half past."""

Instants = NDArray[np.int64]


@dataclass(frozen=True)
class LocalDay:
    """A local date as instants."""

    date: date
    start: int
    end: int
    """The first instant of the next local date."""
    slot_starts: Instants
    """The instants at which its half hours begin: 46, 48 or 50 of them."""
    slot_of_day: NDArray[np.int64]
    """Which of the wall clock's 48 half hours each one is."""

    @property
    def repeated(self) -> tuple[int, int] | None:
        """The instants of both passes of the repeated hour in October, from and until; else None."""
        steps = np.flatnonzero(np.diff(self.slot_of_day) < 0)
        if not len(steps):
            return None
        second_pass = int(self.slot_starts[steps[0] + 1])
        return second_pass - 2 * SLOT_MS, second_pass + 2 * SLOT_MS

    @property
    def nonexistent(self) -> datetime | None:
        """The wall-clock hour that does not exist in March, as its naive beginning; else None."""
        steps = np.flatnonzero(np.diff(self.slot_of_day) > 1)
        if not len(steps):
            return None
        return datetime.combine(self.date, time()) + timedelta(minutes=30 * (int(self.slot_of_day[steps[0]]) + 1))


@cache
def local_day(day: date) -> LocalDay:
    """The local date `day` as instants."""
    start, end = (_instant(datetime.combine(day + timedelta(days=n), time())) for n in (0, 1))
    starts = np.arange(start, end, SLOT_MS, dtype=np.int64)
    clocks = [datetime.fromtimestamp(int(ms) / 1000, OSLO) for ms in starts]
    slots = np.array([clock.hour * 2 + clock.minute // 30 for clock in clocks], dtype=np.int64)
    return LocalDay(day, start, end, starts, slots)


def draw_instants(
    rng: np.random.Generator, day: LocalDay, profile: NDArray[np.float64], count: int
) -> tuple[Instants, NDArray[np.int64]]:
    """`count` instants of the day, spread as `profile` (a weight per half hour), and each one's half hour.

    An hour that does not exist gets nothing, and the repeated hour gets both its passes.
    """
    weights = profile[day.slot_of_day]
    per_slot = rng.multinomial(count, weights / weights.sum())
    slots = np.repeat(np.arange(len(per_slot)), per_slot)
    return day.slot_starts[slots] + rng.integers(0, SLOT_MS, count), day.slot_of_day[slots]


def draw_durations(
    rng: np.random.Generator, spread: tuple[float, float], count: int, limits_s: tuple[int, int]
) -> Instants:
    """`count` durations: whole seconds, in ms, lognormal with that median and sigma, within the limits."""
    median, sigma = spread
    seconds = np.clip(median * np.exp(sigma * rng.normal(size=count)), *limits_s)
    milliseconds: Instants = seconds.astype(np.int64) * 1000
    return milliseconds


def is_ambiguous(times: tuple[str, ...], day: date) -> pl.Expr:
    """Whether one of these columns lies in an hour that the wall clock shows twice, on `day` or the day after."""
    spans = [span for n in (0, 1) if (span := local_day(day + timedelta(days=n)).repeated)]
    inside = [pl.col(name).dt.epoch("ms").is_between(*span, closed="left") for name in times for span in spans]
    return pl.any_horizontal(*inside, pl.lit(False)).fill_null(False)


def as_read(events: pl.DataFrame, times: tuple[str, ...], day: date) -> pl.DataFrame:
    """The events with the instants that a reader of their wall-clock times must take, and `time_ambiguous`.

    feeds.md: in the repeated hour each time is the earliest instant that is not before the one to its left.
    Written with Python's own time zone arithmetic, so that it can be held against the pipeline's.
    """
    events = events.with_columns(time_ambiguous=is_ambiguous(times, day))
    if not events["time_ambiguous"].any():
        return events
    rows = events.select(times).rows()
    read = [_read_row(row) if ambiguous else row for row, ambiguous in zip(rows, events["time_ambiguous"], strict=True)]
    columns = zip(*read, strict=True)
    return events.with_columns(
        pl.Series(name, column, dtype=pl.Datetime("ms")) for name, column in zip(times, columns, strict=True)
    )


def _read_row(row: tuple[datetime | None, ...]) -> list[datetime | None]:
    read: list[datetime | None] = []
    left = datetime.min
    for instant in row:
        if instant is not None:
            wall = instant.replace(tzinfo=UTC).astimezone(OSLO).replace(tzinfo=None)
            choices = [wall.replace(tzinfo=OSLO, fold=n).astimezone(UTC).replace(tzinfo=None) for n in (0, 1)]
            left = next((choice for choice in choices if choice >= left), choices[0])
        read.append(left if instant is not None else None)
    return read


def _instant(wall: datetime) -> int:
    return round(wall.replace(tzinfo=OSLO).timestamp() * 1000)
