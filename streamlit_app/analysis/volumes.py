"""Rooms that were called far more or far less often than they usually are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from statistics import median

from streamlit_app.data import kpis, organisations
from streamlit_app.period import Period, period_of
from streamlit_app.records import Measure, Room
from streamlit_app.view import View

_BEFORE = {"week": 12, "month": 12, "tertial": 6, "year": 6}
_SPREADS = 4.0
"""Robust standard deviations that a volume must lie away: with some 115 rooms, fewer than one in a hundred views
would name one by chance."""
_LEAST_BEFORE, _LEAST_PART = 4, 0.15
_TO_SIGMA = 1.4826
"""From the median absolute deviation to the standard deviation of a normal distribution."""


@dataclass(frozen=True)
class Unusual:
    """A room's calls in a period beside what is usual for it."""

    room: Room
    offered: float
    usual: float
    """The median of the periods before."""
    periods: int


def unusual(view: View, segment: str) -> list[Unusual]:
    """Rooms whose calls lie far from the median of the periods before, the farthest first; none for days from–to.

    Far is four spreads, by the median absolute deviation but never less than chance alone gives (Poisson), and 15 %.
    Only periods that are complete are held against each other.
    """
    if view.period.type == "range":
        return []
    usual_periods = _before(view.period)
    series = kpis.room_series(view.source, Measure("calls_offered", segment), (view.period, *usual_periods))
    rooms = organisations.rooms(view.source, view.period.last)
    found = []
    for room_id, values in series.items():
        now = values.get(view.period)
        before = [
            one.value for period in usual_periods if (one := values.get(period)) and one.is_complete and one.value
        ]
        if (
            now is None
            or now.value is None
            or not now.is_complete
            or len(before) < _LEAST_BEFORE
            or room_id not in rooms
        ):
            continue
        usual = median(before)
        spread = max(_TO_SIGMA * median(abs(value - usual) for value in before), sqrt(usual))
        distance = abs(now.value - usual)
        if distance > _SPREADS * spread and distance > _LEAST_PART * usual:
            found.append((distance / spread, Unusual(rooms[room_id], now.value, usual, len(before))))
    return [one for _, one in sorted(found, key=lambda each: (-each[0], each[1].room.name))]


def _before(period: Period) -> tuple[Period, ...]:
    """What a period is held against: those before it, for a day the same weekday of the eight weeks before."""
    if period.type == "day":
        return tuple(period_of("day", period.first - timedelta(weeks=weeks)) for weeks in range(1, 9))
    return period.trailing(_BEFORE[period.type] + 1)[:-1]
