"""Rooms or bases beside each other as their readers meet them: a sentence, a chart, a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from streamlit_app import formats, tables
from streamlit_app.analysis.places import FEW, Comparison, Place
from streamlit_app.charts import rooms as shares
from streamlit_app.charts.theme import Spec, share_axis
from streamlit_app.charts.times import PlaceTime, times
from streamlit_app.downloads import Cell
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.records import Definition
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import figures as words
from streamlit_app.text import places as text


def sentence(found: Comparison, kinds: text.Kinds) -> str:
    """How many places stand apart from the country by more than chance explains, and which most."""
    if not found.judged:
        return text.none_judged(kinds)
    first = found.apart[0] if found.apart else found.judged[0]
    value = formats.value(first.ranked.value, found.ranked.unit)
    return text.apart(
        kinds,
        apart=len(found.apart),
        judged=len(found.judged),
        first=first.name,
        value=value,
        is_time=found.ranked.unit == "seconds",
    )


def exhibit(
    found: Comparison, kinds: text.Kinds, key: str, more: Sequence[Column[Place]] = (), *, note: str = ""
) -> Exhibit:
    """The places with their uncertainty; `more` are columns of the table beside the measures.

    `note` says why there is no country's value to hold them against, where there is none.
    """
    has_country = found.country is not None
    is_funnel = found.ranked.unit == "share" and len(_drawn(found)) > shares.MOST_RANKED and has_country
    return Exhibit(
        key=key,
        title=kinds.title,
        table=_table(found, kinds, more),
        definitions=[found.ranked, *found.others],
        chart=_chart(found, kinds) if found.judged else None,
        alt=text.description(found.ranked.label, kinds, len(_drawn(found))),
        note=text.note(kinds, FEW, is_funnel=is_funnel, instead="" if has_country else note) if found.judged else "",
        empty=text.nothing(kinds, found.view.period.name),
    )


def _drawn(found: Comparison) -> list[tuple[Place, float, tuple[float, float]]]:
    return [
        (place, place.ranked.value, place.interval)
        for place in found.places
        if place.ranked.value is not None and place.interval
    ]


def _chart(found: Comparison, kinds: text.Kinds) -> Spec:
    if found.ranked.unit == "seconds":
        of_places = [
            PlaceTime(place.name, value, low, high, place.ranked.n, place.is_judged, place.is_chosen)
            for place, value, (low, high) in _drawn(found)
        ]
        return times(of_places, found.country, kinds.events)
    of_rooms = [
        shares.RoomShare(place.name, value, low, high, place.ranked.n, False, place.is_judged, place.is_chosen)
        for place, value, (low, high) in _drawn(found)
    ]
    return shares.rooms(of_rooms, None, found.country, events=kinds.events, size=text.size(kinds))


def _table(found: Comparison, kinds: text.Kinds, more: Sequence[Column[Place]]) -> Table[Place]:
    def name(place: Place) -> str:
        incomplete = "" if place.ranked.is_complete else f"<small>{words.INCOMPLETE}</small>"
        shown = f"<strong>{escape(place.name)}</strong>" if place.is_chosen else escape(place.name)
        return f'{shown}<small class="narrow">{escape(place.group)}</small>{incomplete}'

    def ranked(place: Place) -> str:
        shown = formats.value(place.ranked.value, found.ranked.unit)
        return shown if place.is_judged else f"{shown}<small>{text.FEW_EVENTS}</small>"

    def end(number: int) -> tables.Raw[Place]:
        return lambda place: place.interval[number] if place.interval else None

    columns: list[Column[Place]] = [
        Column(kinds.one, name, raw=lambda place: place.name),
        Column(text.PLACE_ID, None, raw=lambda place: place.place_id),
        Column(kinds.group, lambda place: escape(place.group), raw=lambda place: place.group, is_wide_only=True),
        Column(
            kinds.headings.get(found.ranked.kpi_id, found.ranked.label),
            ranked,
            raw=lambda place: place.ranked.value,
            is_number=True,
        ),
        Column(heads.NUMERATOR, None, raw=lambda place: place.ranked.numerator),
        Column(heads.DENOMINATOR, None, raw=lambda place: place.ranked.denominator),
        Column(heads.EVENTS, None, raw=lambda place: place.ranked.n),
        Column(heads.INTERVAL_LOW, None, raw=end(0)),
        Column(heads.INTERVAL_HIGH, None, raw=end(1)),
        _interval(found),
        *(
            _other(definition, kinds.headings.get(definition.kpi_id, definition.label), place > 0)
            for place, definition in enumerate(found.others)
        ),
        *more,
        Column(heads.IS_COMPLETE, None, raw=lambda place: place.ranked.is_complete),
    ]
    return Table(text.caption(kinds, found.ranked.label, found.view.period.name, FEW), columns, found.places)


def _interval(found: Comparison) -> Column[Place]:
    """A share's interval is drawn, a time's written."""
    if found.ranked.unit == "seconds":

        def written(place: Place) -> str:
            return "–".join(formats.duration(end) for end in place.interval or ())

        return Column(heads.INTERVAL, written, is_number=True, is_wide_only=True)
    axis = share_axis([end for place in found.judged for end in place.interval or ()], found.country)

    def drawn(place: Place) -> str:
        if place.ranked.value is None or place.interval is None:
            return ""
        return tables.interval_mark(place.ranked.value, place.interval, found.country, axis, False)

    return Column(heads.INTERVAL_DRAWN, drawn, text.interval_note(axis, found.country is not None), is_wide_only=True)


def _other(definition: Definition, heading: str, is_wide_only: bool) -> Column[Place]:
    raw: Callable[[Place], Cell] = lambda place: (  # noqa: E731
        found.value if (found := place.values.get(definition.kpi_id)) else None
    )

    def shown(place: Place) -> str:
        found = place.values.get(definition.kpi_id)
        return formats.value(found.value if found else None, definition.unit)

    return Column(heading, shown, raw=raw, is_number=True, is_wide_only=is_wide_only)
