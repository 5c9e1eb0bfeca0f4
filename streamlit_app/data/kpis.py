"""KPI values of a view: those of `kpi_values` where the release has them, recomputed exactly where it has not."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from streamlit_app.access import EVERY_ROOM, Source
from streamlit_app.data import organisations, ranges
from streamlit_app.data.connection import BY_SOURCE, rows
from streamlit_app.data.registry import KPI_COLUMNS
from streamlit_app.period import Period
from streamlit_app.records import KpiValue, Measure, RoomValues
from streamlit_app.view import Organisation

Found = dict[tuple[Measure, Period], KpiValue]


def values(source: Source, measures: Sequence[Measure], org: Organisation, periods: Sequence[Period]) -> Found:
    """The measures of an organisation in each period; what has no events is not there."""
    found: Found = {}
    stored = {period: period.standard for period in periods if org.level != "selection"}
    for kind in {known.type for known in stored.values() if known}:
        wanted = [known for known in stored.values() if known and known.type == kind]
        series = _stored(source, tuple(measures), org, Period(min(wanted).first, max(wanted).first, kind))
        by_start = {(Measure(value.kpi_id, value.segment), value.period_start): value for value in series}
        for period, known in stored.items():
            if known and known.type == kind:
                own = {measure: by_start.get((measure, period.first)) for measure in measures}
                found |= {(measure, period): value for measure, value in own.items() if value}
    for period in periods:
        if not stored.get(period):
            exact = ranges.recomputed(source, tuple(measures), org, Period(period.first, period.last))
            found |= {(Measure(value.kpi_id, value.segment), period): value for value in exact}
    return found


def by_room(source: Source, measures: Sequence[Measure], period: Period) -> list[RoomValues]:
    """Every room's values of the measures in a period, by room name; the room as it was at the period's end."""
    known = period.standard
    if known:
        found = _stored_by_room(source, tuple(measures), known)
    else:
        found = ranges.recomputed_by_room(source, tuple(measures), Period(period.first, period.last))
    rooms = organisations.rooms(source, period.last)
    by_id: dict[str, RoomValues] = {}
    for value in found:
        if room := rooms.get(value.org_id):
            by_id.setdefault(room.room_id, RoomValues(room, {})).values[value.kpi_id] = value
    return sorted(by_id.values(), key=lambda one: (one.room.name, one.room.room_id))


@st.cache_data(show_spinner=False, max_entries=128, hash_funcs=BY_SOURCE)
def room_series(source: Source, measure: Measure, periods: tuple[Period, ...]) -> dict[str, dict[Period, KpiValue]]:
    """Every room's values of a measure in several standard periods of one type, by room id."""
    by_start = {period.first: period for period in periods}
    found = rows(
        source,
        (EVERY_ROOM,),
        f"""
        select {KPI_COLUMNS}
        from marts.kpi_values
        where kpi_id = ? and segment = ? and period_type = ? and org_level = 'room'
            and period_start in ({", ".join("?" for _ in periods)})
        """,
        measure.kpi_id, measure.segment, periods[0].type, *by_start,
    )  # fmt: skip
    series: dict[str, dict[Period, KpiValue]] = {}
    for row in found:
        value = KpiValue(*row)
        series.setdefault(value.org_id, {})[by_start[value.period_start]] = value
    return series


@st.cache_data(show_spinner=False, max_entries=512, hash_funcs=BY_SOURCE)
def _stored(source: Source, measures: tuple[Measure, ...], org: Organisation, starts: Period) -> list[KpiValue]:
    """The periods of a type that begin within the days of `starts`."""
    found = rows(
        source,
        org.org_ids,
        f"""
        select {KPI_COLUMNS}
        from marts.kpi_values
        where (kpi_id, segment) in ({_pairs(measures)}) and period_type = ? and org_level = ? and org_id = ?
            and period_start between ? and ?
        order by period_start
        """,
        *_flat(measures), starts.type, org.level, org.org_ids[0], starts.first, starts.last,
    )  # fmt: skip
    return [KpiValue(*row) for row in found]


@st.cache_data(show_spinner=False, max_entries=128, hash_funcs=BY_SOURCE)
def _stored_by_room(source: Source, measures: tuple[Measure, ...], period: Period) -> list[KpiValue]:
    found = rows(
        source,
        (EVERY_ROOM,),
        f"""
        select {KPI_COLUMNS}
        from marts.kpi_values
        where (kpi_id, segment) in ({_pairs(measures)}) and period_type = ? and org_level = 'room' and period_start = ?
        """,
        *_flat(measures), period.type, period.first,
    )  # fmt: skip
    return [KpiValue(*row) for row in found]


def _pairs(measures: Sequence[Measure]) -> str:
    return ", ".join("(?, ?)" for _ in measures)


def _flat(measures: Sequence[Measure]) -> list[str]:
    return [part for measure in measures for part in (measure.kpi_id, measure.segment)]
