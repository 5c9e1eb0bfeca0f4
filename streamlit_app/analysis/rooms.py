"""The control rooms that were called on one emergency number in a view's period: read, ranked and compared."""

from __future__ import annotations

from dataclasses import dataclass

from streamlit_app.analysis import figures
from streamlit_app.analysis.figures import Change
from streamlit_app.data import kpis, organisations, registry
from streamlit_app.lines import IN_TIME
from streamlit_app.records import Definition, KpiValue, Measure, Room, RoomValues
from streamlit_app.view import View

FEW_CALLS = 100
"""Rooms with fewer calls behind their share are neither ranked nor judged: at 90 % of 100 calls the 95 % interval
still reaches from 83 to 94 %, so a place in the list would be chance."""

SMALLEST_FALL = 0.0005
"""A fall that is shown as 0,0 percentage points is none."""


@dataclass(frozen=True)
class Standing:
    """One room's calls on one number in a period."""

    room: Room
    offered: KpiValue
    in_time: KpiValue | None
    """The share within the legal limit."""
    median_s: float | None
    p90_s: float | None
    before: KpiValue | None
    """The share in the period before, where there were calls enough."""
    change: Change
    """Of the share within the limit, from the period before."""
    is_chosen: bool
    """Whether the room is of the organisation that the reader chose."""

    @property
    def share(self) -> float | None:
        """The share within the legal limit; None without calls to have a share of."""
        return self.in_time.value if self.in_time else None

    @property
    def is_complete(self) -> bool:
        """Whether everything of the period has been delivered."""
        return self.offered.is_complete

    @property
    def is_judged(self) -> bool:
        """Whether there are calls enough to rank the room and hold it against the target."""
        return _has_enough(self.in_time)

    @property
    def is_below(self) -> bool:
        """Whether the room is judged, and is below its target."""
        return self.is_judged and self.in_time is not None and self.in_time.target_met is False

    @property
    def interval(self) -> tuple[float, float] | None:
        """The share's 95 % interval."""
        return _interval(self.in_time)

    @property
    def fell(self) -> bool:
        """Whether the share fell by more than chance explains: the two 95 % intervals do not meet."""
        now, old = self.interval, _interval(self.before)
        return now is not None and old is not None and self.change.amount is not None and now[1] < old[0]


@dataclass(frozen=True)
class Ranking:
    """The rooms of one number, lowest share first, those that are not judged last."""

    view: View
    offered: Definition
    in_time: Definition
    median: Definition
    p90: Definition
    rooms: list[Standing]

    @property
    def definitions(self) -> list[Definition]:
        """What the ranking's columns mean."""
        return [self.in_time, self.offered, self.median, self.p90]

    @property
    def judged(self) -> list[Standing]:
        """The rooms that are held against the target, lowest share first."""
        return [room for room in self.rooms if room.is_judged]

    @property
    def below(self) -> list[Standing]:
        """Those of them that are below it."""
        return [room for room in self.judged if room.is_below]

    @property
    def falls(self) -> list[tuple[Standing, float]]:
        """Rooms whose share fell from the period before and by how much, both being complete; largest fall first."""
        changed = [(room, room.change.amount) for room in self.judged if room.change.amount is not None]
        return sorted(((room, by) for room, by in changed if by <= -SMALLEST_FALL), key=lambda fall: fall[1])


def ranking(view: View, segment: str) -> Ranking:
    """Read and rank the rooms that had calls on a number in the view's period, whatever organisation is chosen."""
    source, period, in_time = view.source, view.period, IN_TIME[segment]
    offered, median, p90 = (
        Measure(kpi_id, segment) for kpi_id in ("calls_offered", "answer_time_median_s", "answer_time_p90_s")
    )
    definition = registry.definition(source, in_time.kpi_id, period.first)
    then = period.previous
    before = {one.room.room_id: one.values.get(in_time.kpi_id) for one in kpis.by_room(source, [in_time], then)}
    chosen = () if view.org.is_country else organisations.rooms_within(source, (view.org,), period.last)

    def standing(values: RoomValues, calls: KpiValue) -> Standing:
        now, old = values.values.get(in_time.kpi_id), before.get(values.room.room_id)
        return Standing(
            room=values.room,
            offered=calls,
            in_time=now,
            median_s=_value(values, median),
            p90_s=_value(values, p90),
            before=old if _has_enough(old) else None,
            change=figures.compare(definition, then, now, old if _has_enough(old) else None),
            is_chosen=values.room.room_id in chosen,
        )

    found = kpis.by_room(source, [offered, in_time, median, p90], period)
    called = [(values, values.values.get(offered.kpi_id)) for values in found]
    return Ranking(
        view=view.of(segment),
        offered=registry.definition(source, offered.kpi_id, period.first),
        in_time=definition,
        median=registry.definition(source, median.kpi_id, period.first),
        p90=registry.definition(source, p90.kpi_id, period.first),
        rooms=sorted((standing(values, calls) for values, calls in called if calls and calls.value), key=_rank),
    )


def _rank(room: Standing) -> tuple[bool, float, str]:
    return (False, room.share or 0.0, room.room.name) if room.is_judged else (True, 0.0, room.room.name)


def _value(values: RoomValues, measure: Measure) -> float | None:
    value = values.values.get(measure.kpi_id)
    return value.value if value else None


def _interval(value: KpiValue | None) -> tuple[float, float] | None:
    if value is None or value.numerator is None or not value.denominator:
        return None
    return figures.wilson(value.numerator, value.denominator)


def _has_enough(value: KpiValue | None) -> bool:
    return value is not None and value.value is not None and (value.denominator or 0) >= FEW_CALLS
