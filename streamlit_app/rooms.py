"""The control rooms that were called on one emergency number in one year: read, ranked and compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from streamlit_app import data, figures
from streamlit_app.records import Definition, KpiValue, Measure, Room, RoomValues
from streamlit_app.release import Release

IN_TIME = {
    "113": Measure("calls_answered_within_10s_share", "113"),
    "116117": Measure("calls_answered_within_2min_share", "116117"),
}
"""The legal requirement of each emergency number."""

FEW_CALLS = 100
"""Rooms with fewer calls behind their share are neither ranked nor judged: at 90 % of 100 calls the 95 % interval
still reaches from 83 to 94 %, so a place in the list would be chance."""

SMALLEST_FALL = 0.0005
"""A fall that is shown as 0,0 percentage points is none."""


@dataclass(frozen=True)
class RoomYear:
    """One room's year on one number."""

    room: Room
    offered: float
    in_time: KpiValue | None
    """The share within the legal limit."""
    median_s: float | None
    p90_s: float | None
    is_complete: bool

    @property
    def share(self) -> float | None:
        """The share within the legal limit; None without calls to have a share of."""
        return self.in_time.value if self.in_time else None

    @property
    def is_judged(self) -> bool:
        """Whether there are calls enough to rank the room and hold it against the target."""
        return self.share is not None and _denominator(self.in_time) >= FEW_CALLS

    @property
    def is_below(self) -> bool:
        """Whether the room is judged, and is below its target."""
        return self.is_judged and self.in_time is not None and self.in_time.target_met is False

    @property
    def interval(self) -> tuple[float, float] | None:
        """The share's 95 % interval."""
        if self.in_time is None or self.in_time.numerator is None or not self.in_time.denominator:
            return None
        return figures.wilson(self.in_time.numerator, self.in_time.denominator)


@dataclass(frozen=True)
class RoomRanking:
    """The rooms of one number and year, lowest share first, those that are not judged last."""

    line: str
    year: int
    offered: Definition
    in_time: Definition
    median: Definition
    p90: Definition
    rooms: list[RoomYear]
    before: dict[str, KpiValue]
    """The share within the legal limit the year before, by room id."""

    @property
    def judged(self) -> list[RoomYear]:
        """The rooms that are held against the target, lowest share first."""
        return [room for room in self.rooms if room.is_judged]

    @property
    def has_complete_room(self) -> bool:
        """Whether any room has its whole year."""
        return any(room.is_complete for room in self.rooms)

    @property
    def largest_fall(self) -> tuple[Room, float] | None:
        """The room whose share fell most from the year before and by how much, both years being complete."""
        falls = [
            (room.share - old.value, room.room)
            for room in self.judged
            if (old := self.before.get(room.room.room_id)) is not None
            and room.share is not None
            and old.value is not None
            and room.is_complete
            and old.is_complete
            and _denominator(old) >= FEW_CALLS
        ]
        difference, fallen = min(falls, key=lambda fall: fall[0], default=(0.0, None))
        return (fallen, difference) if fallen and difference <= -SMALLEST_FALL else None


def ranking(release: Release, line: str, year: int) -> RoomRanking:
    """Read and rank the rooms that had calls on a number in a year."""
    in_time = IN_TIME[line]
    offered, median, p90 = (
        Measure(kpi_id, line) for kpi_id in ("calls_offered", "answer_time_median_s", "answer_time_p90_s")
    )
    this = data.by_room(release, (offered, in_time, median, p90), "year", date(year, 1, 1))
    before = data.by_room(release, (in_time,), "year", date(year - 1, 1, 1))
    rooms = [
        RoomYear(
            room=values.room,
            offered=calls,
            in_time=values.values.get(in_time.kpi_id),
            median_s=_value(values, median),
            p90_s=_value(values, p90),
            is_complete=values.values[offered.kpi_id].is_complete,
        )
        for values in this
        if (calls := _value(values, offered))
    ]
    last_day = date(year, 12, 31)
    return RoomRanking(
        line=line,
        year=year,
        offered=data.definition(release, offered.kpi_id, last_day),
        in_time=data.definition(release, in_time.kpi_id, last_day),
        median=data.definition(release, median.kpi_id, last_day),
        p90=data.definition(release, p90.kpi_id, last_day),
        rooms=sorted(rooms, key=_rank),
        before={values.room.room_id: values.values[in_time.kpi_id] for values in before},
    )


def _rank(room: RoomYear) -> tuple[bool, float, str]:
    return (False, room.share or 0.0, room.room.name) if room.is_judged else (True, 0.0, room.room.name)


def _value(values: RoomValues, measure: Measure) -> float | None:
    value = values.values.get(measure.kpi_id)
    return value.value if value else None


def _denominator(value: KpiValue | None) -> float:
    return (value.denominator or 0.0) if value else 0.0
