"""What the dashboard reads from a release: the only connection and the only SQL.

Every function takes the release it reads, and remembers its answer for that release.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import streamlit as st

from streamlit_app.records import Definition, KpiValue, Measure, Room, RoomValues, Year
from streamlit_app.release import Release, ReleaseUnreadableError


def _identity(release: Release) -> str:
    return str(release.directory)


_BY_RELEASE: dict[str | type[Any], Callable[[Any], Any]] = {Release: _identity}


@st.cache_data(show_spinner=False, max_entries=16, hash_funcs=_BY_RELEASE)
def years(release: Release) -> list[Year]:
    """The years with figures, newest first; empty when the warehouse is."""
    rows = _rows(
        release,
        """
        select year(period_start) as year, coalesce(bool_or(period_type = 'month' and is_complete), false)
        from marts.kpi_values
        where org_level = 'nation' and period_type in ('month', 'year')
        group by year
        order by year desc
        """,
    )
    return [Year(*row) for row in rows]


@st.cache_data(show_spinner=False, max_entries=1024, hash_funcs=_BY_RELEASE)
def national(release: Release, measure: Measure, period_type: str, first: date, last: date) -> list[KpiValue]:
    """The country's values of a measure for the periods that begin from `first` to `last`, oldest first."""
    rows = _rows(
        release,
        f"""
        select {_KPI_COLUMNS}
        from marts.kpi_values
        where kpi_id = ? and segment = ? and period_type = ? and period_start between ? and ?
            and org_level = 'nation'
        order by period_start
        """,
        measure.kpi_id,
        measure.segment,
        period_type,
        first,
        last,
    )
    return [_kpi_value(row) for row in rows]


@st.cache_data(show_spinner=False, max_entries=256, hash_funcs=_BY_RELEASE)
def by_room(release: Release, measures: tuple[Measure, ...], period_type: str, start: date) -> list[RoomValues]:
    """Every room's values of the measures in the period that begins on `start`, by room name."""
    rows = _rows(
        release,
        f"""
        with wanted as (
            select unnest(?) as kpi_id, unnest(?) as segment
        ),
        room_at_period_end as (
            select * from marts.dim_control_room
            where valid_from <= (
                select max(period_end) from marts.kpi_values where period_type = ? and period_start = ?
            )
            qualify row_number() over (partition by room_id order by valid_from desc) = 1
        )
        select room_id, name, kind, hf, rhf, {_KPI_COLUMNS}
        from marts.kpi_values
        inner join wanted using (kpi_id, segment)
        inner join room_at_period_end on room_id = org_id
        where org_level = 'room' and period_type = ? and period_start = ?
        order by name, room_id
        """,
        [measure.kpi_id for measure in measures],
        [measure.segment for measure in measures],
        period_type,
        start,
        period_type,
        start,
    )
    rooms: dict[str, RoomValues] = {}
    for row in rows:
        room = Room(*row[:5])
        value = _kpi_value(row[5:])
        rooms.setdefault(room.room_id, RoomValues(room, {})).values[value.kpi_id] = value
    return list(rooms.values())


@st.cache_data(show_spinner=False, max_entries=256, hash_funcs=_BY_RELEASE)
def definition(release: Release, kpi_id: str, on: date) -> Definition:
    """The registry's definition of a KPI that was valid on a day, or its newest when none was.

    Raises ReleaseUnreadableError when the registry does not have the KPI.
    """
    rows = _rows(
        release,
        f"""
        select {_DEFINITION_COLUMNS}
        from marts.dim_kpi
        where kpi_id = ?
        order by valid_from <= ? desc, valid_from desc
        limit 1
        """,
        kpi_id,
        on,
    )
    if not rows:
        raise ReleaseUnreadableError(f"{release.release_id}: dim_kpi has no {kpi_id}")
    return _definition(rows[0])


@st.cache_data(show_spinner=False, max_entries=4, hash_funcs=_BY_RELEASE)
def definitions(release: Release) -> list[Definition]:
    """Everything the registry defines or has defined, by name, the newest definition of a KPI first."""
    rows = _rows(
        release,
        f"select {_DEFINITION_COLUMNS} from marts.dim_kpi order by lower(label_nb), kpi_id, valid_from desc, segments",
    )
    return [_definition(row) for row in rows]


@st.cache_data(show_spinner=False, max_entries=4, hash_funcs=_BY_RELEASE)
def newest_national(release: Release) -> list[KpiValue]:
    """For every definition and segment the country's value of the newest complete year, or of the newest complete
    shorter period where there is no such year.
    """
    rows = _rows(
        release,
        f"""
        with defined as (
            select kpi_id, unnest(string_split(segments, '|')) as segment, valid_from, valid_to from marts.dim_kpi
        )
        select {_KPI_COLUMNS}
        from marts.kpi_values
        inner join defined using (kpi_id, segment)
        where org_level = 'nation' and is_complete
            and period_start between valid_from and coalesce(valid_to, date '9999-12-31')
        qualify row_number() over (
            partition by kpi_id, segment, valid_from
            order by list_position(['year', 'tertial', 'month', 'week', 'day'], period_type), period_start desc
        ) = 1
        """,
    )
    return [_kpi_value(row) for row in rows]


_DEFINITION_COLUMNS = """
    kpi_id, label_nb, description_nb, unit, subject, formula_nb, inclusion, target::double, direction, legal_basis,
    source, valid_from, valid_to, string_split(segments, '|')
"""
_KPI_COLUMNS = """
    kpi_id, segment, period_start, period_end, org_id, numerator::double, denominator::double, value::double,
    n::bigint, target::double, target_met, is_complete
"""


def _definition(row: tuple[Any, ...]) -> Definition:
    *described, segments = row
    return Definition(*(*described, tuple(segments)))


def _kpi_value(row: tuple[Any, ...]) -> KpiValue:
    return KpiValue(*row)


def _rows(release: Release, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    try:
        with _connection(str(release.warehouse)).cursor() as cursor:
            return cursor.execute(sql, parameters).fetchall()
    except duckdb.Error as error:
        raise ReleaseUnreadableError(f"{release.release_id}: {error}") from error


# Three, so that a session in the middle of a rerun keeps the release it began with while a new one arrives.
@st.cache_resource(show_spinner=False, max_entries=3)
def _connection(warehouse: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        warehouse,
        read_only=True,
        config={"enable_external_access": "false", "lock_configuration": "true"},
    )
