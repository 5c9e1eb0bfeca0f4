"""Local time in Europe/Oslo and UTC, both ways, for a stretch of days.

Summer time changes at most a few times within the days of one batch, so each conversion is a comparison or two
per value rather than a look-up in the time zone's whole history.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

OSLO = ZoneInfo("Europe/Oslo")
UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Switch:
    """A change of the local clock: at `instant` (UTC) the offset goes from `before` to `after`."""

    instant: datetime
    before: timedelta
    after: timedelta

    @property
    def wall(self) -> tuple[datetime, datetime]:
        """The local times that the switch skips (forward) or runs through twice (back), from–to."""
        return tuple(sorted((self.instant + self.before, self.instant + self.after)))  # type: ignore[return-value]

    @property
    def is_back(self) -> bool:
        """Whether an hour is repeated."""
        return self.after < self.before


class Clock:
    """Conversions that hold for local dates from `start` to `end`, and the day on either side."""

    def __init__(self, start: date, end: date) -> None:
        first, last = start - timedelta(days=1), end + timedelta(days=2)
        self._start, self._end = datetime.combine(first, time()), datetime.combine(last, time())
        self._offset, self.switches = _switches(first, last)

    @property
    def repeats_an_hour(self) -> bool:
        """Whether some local times in the stretch are two instants."""
        return any(switch.is_back for switch in self.switches)

    def earliest(self, wall: pl.Expr) -> pl.Expr:
        """The UTC instant of a local time; the first of two. Null in the hour that does not exist."""
        instant = self._instant(wall, [s.wall[1] if s.is_back else s.wall[0] for s in self.switches])
        return pl.when(~self.is_skipped(wall)).then(instant)

    def latest(self, wall: pl.Expr) -> pl.Expr:
        """The UTC instant of a local time; the second of two. Null in the hour that does not exist."""
        return pl.when(~self.is_skipped(wall)).then(self._instant(wall, [s.wall[0] for s in self.switches]))

    def local(self, instant: pl.Expr) -> pl.Expr:
        """The local time of a UTC instant."""
        return instant + self._offsets(instant, [switch.instant for switch in self.switches])

    def is_skipped(self, wall: pl.Expr) -> pl.Expr:
        """Whether a local time lies in an hour that does not exist; also for times outside the stretch."""
        return wall.map_batches(self._skipped, return_dtype=pl.Boolean, is_elementwise=True)

    def _skipped(self, walls: pl.Series) -> pl.Series:
        inside = walls.to_frame("wall").select(
            _within(pl.col("wall"), [s.wall for s in self.switches if not s.is_back]).alias("skipped"),
            is_far=~pl.col("wall").is_between(self._start, self._end),
        )
        if not inside["is_far"].any():
            return inside["skipped"]
        # A few faulty rows only, so here the time zone's whole history may be asked.
        far = walls.dt.replace_time_zone("Europe/Oslo", ambiguous="earliest", non_existent="null")
        return inside.select(
            pl.when("is_far").then(far.is_null() & walls.is_not_null()).otherwise("skipped")
        ).to_series()

    def is_repeated(self, wall: pl.Expr) -> pl.Expr:
        """Whether a local time lies in an hour that is run through twice."""
        return _within(wall, [switch.wall for switch in self.switches if switch.is_back])

    def _instant(self, wall: pl.Expr, boundaries: list[datetime]) -> pl.Expr:
        return wall - self._offsets(wall, boundaries)

    def _offsets(self, moment: pl.Expr, boundaries: list[datetime]) -> pl.Expr:
        offset = pl.lit(self._offset, dtype=pl.Duration("ms"))
        for boundary, switch in zip(boundaries, self.switches, strict=True):
            after = pl.lit(switch.after, dtype=pl.Duration("ms"))
            offset = pl.when(moment >= boundary).then(after).otherwise(offset)
        return offset


def _within(moment: pl.Expr, spans: list[tuple[datetime, datetime]]) -> pl.Expr:
    inside = [(moment >= start) & (moment < end) for start, end in spans]
    return pl.any_horizontal(inside) if inside else pl.lit(False)


def _switches(start: date, end: date) -> tuple[timedelta, list[Switch]]:
    """The offset at the beginning of `start` and every switch until the end of `end`."""
    first = datetime.combine(start, time())
    hours = [first + timedelta(hours=hour) for hour in range(((end - start).days + 1) * 24)]
    offsets = [_offset(hour) for hour in hours]
    found = [Switch(hours[i], offsets[i - 1], offsets[i]) for i in range(1, len(hours)) if offsets[i] != offsets[i - 1]]
    return offsets[0], found


def _offset(instant: datetime) -> timedelta:
    offset = instant.replace(tzinfo=UTC).astimezone(OSLO).utcoffset()
    assert offset is not None
    return offset
