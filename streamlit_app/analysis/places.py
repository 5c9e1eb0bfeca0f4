"""Rooms, or the air ambulance's bases, beside each other on one measure that has no target, with its uncertainty."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from streamlit_app.analysis import figures
from streamlit_app.data import organisations, registry
from streamlit_app.records import Definition, KpiValue, Measure, RoomValues
from streamlit_app.view import View

FEW = 30
"""Places with fewer events are neither ranked nor judged: the 95 % interval of a share is then up to 35 points wide,
and a median's ends are the tenth and the twenty-first of thirty times.
"""


@dataclass(frozen=True)
class Place:
    """A room or base in a period."""

    place_id: str
    name: str
    group: str
    """What it belongs to: a room's trust, a base's vehicle."""
    values: Mapping[str, KpiValue]
    """By `kpi_id`."""
    ranked: KpiValue
    """The measure that the places are ranked by."""
    interval: tuple[float, float] | None
    """Its 95 % interval."""
    is_chosen: bool

    @property
    def is_judged(self) -> bool:
        """Whether there are events enough to rank it."""
        return self.ranked.n >= FEW and self.interval is not None


@dataclass(frozen=True)
class Comparison:
    """Places on one measure, the one to look at first; those that are not judged last, by name."""

    view: View
    ranked: Definition
    others: Sequence[Definition]
    places: Sequence[Place]
    country: float | None

    @property
    def judged(self) -> list[Place]:
        """The places with events enough."""
        return [place for place in self.places if place.is_judged]

    @property
    def apart(self) -> list[Place]:
        """Those that are on the wrong side of the country's value by more than chance explains, the farthest first."""
        if self.country is None:
            return []
        country, is_lower_better = self.country, self.ranked.direction == "lower"
        return [
            place
            for place in self.judged
            if place.interval and (place.interval[0] > country if is_lower_better else place.interval[1] < country)
        ]


def comparison(
    view: View,
    places: Iterable[tuple[str, str, str, Mapping[str, KpiValue]]],
    ranked: Measure,
    others: Sequence[Measure],
    *,
    country: KpiValue | None,
    chosen: Collection[str],
    intervals: Mapping[str, tuple[float, float]] | None = None,
) -> Comparison:
    """Places as id, name, group and values; those without events are left out.

    `intervals` are those of a time, by place; a share has Wilson's.
    """
    definition = registry.definition(view.source, ranked.kpi_id, view.period.first)
    found = [
        Place(place_id, name, group, values, value, _interval(value, place_id, intervals), place_id in chosen)
        for place_id, name, group, values in places
        if (value := values.get(ranked.kpi_id)) and value.value is not None and value.n
    ]
    is_lower_better = definition.direction == "lower"

    def rank(place: Place) -> tuple[bool, float, str]:
        amount = place.ranked.value or 0.0
        return (not place.is_judged, (-amount if is_lower_better else amount) if place.is_judged else 0.0, place.name)

    return Comparison(
        view=view,
        ranked=definition,
        others=[registry.definition(view.source, one.kpi_id, view.period.first) for one in others],
        places=sorted(found, key=rank),
        country=country.value if country else None,
    )


def of_rooms(found: Iterable[RoomValues]) -> Iterable[tuple[str, str, str, Mapping[str, KpiValue]]]:
    """Rooms as a comparison takes them."""
    return ((one.room.room_id, one.room.name, one.room.hf, one.values) for one in found)


def chosen_rooms(view: View) -> Collection[str]:
    """The ids of the rooms that the reader chose; none for the whole country."""
    return () if view.org.is_country else organisations.rooms_within(view.source, (view.org,), view.period.last)


def _interval(
    value: KpiValue, place_id: str, intervals: Mapping[str, tuple[float, float]] | None
) -> tuple[float, float] | None:
    if intervals is not None:
        return intervals.get(place_id)
    if value.numerator is None or not value.denominator:
        return None
    return figures.wilson(value.numerator, value.denominator)
