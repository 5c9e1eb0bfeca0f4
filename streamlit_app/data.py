"""What the dashboard reads from a release: the only connection and the only SQL.

Every function takes the release it reads, and remembers its answer for that release.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import streamlit as st

from streamlit_app.release import Release, ReleaseUnreadableError


def _identity(release: Release) -> str:
    return str(release.directory)


_BY_RELEASE: dict[str | type[Any], Callable[[Any], Any]] = {Release: _identity}


@dataclass(frozen=True)
class Measure:
    """A KPI in one of its segments."""

    kpi_id: str
    segment: str = "all"


@dataclass(frozen=True)
class KpiValue:
    """One row of `kpi_values`; shares are fractions from 0 to 1, times are seconds."""

    kpi_id: str
    segment: str
    period_start: date
    period_end: date
    org_id: str
    numerator: float | None
    denominator: float | None
    value: float | None
    n: int
    target: float | None
    target_met: bool | None
    is_complete: bool


@dataclass(frozen=True)
class Room:
    """A control room as it was at the end of a period."""

    room_id: str
    name: str
    kind: str
    hf: str
    rhf: str


@dataclass(frozen=True)
class RoomValues:
    """A room and its KPI values in one period, by `kpi_id`; a KPI without events is not there."""

    room: Room
    values: dict[str, KpiValue]


@dataclass(frozen=True)
class Definition:
    """What the registry says of a KPI; all text is Norwegian."""

    kpi_id: str
    label: str
    description: str
    unit: str
    """`count`, `share` or `seconds`."""
    subject: str
    formula: str
    inclusion: str
    """Which events count."""
    target: float | None
    legal_basis: str | None
    source: str | None


@dataclass(frozen=True)
class Year:
    """A year that the release has figures for."""

    year: int
    has_complete_month: bool


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
        """
        select
            kpi_id, label_nb, description_nb, unit, subject, formula_nb, inclusion, target::double, legal_basis,
            source
        from marts.dim_kpi
        where kpi_id = ?
        order by coalesce(valid_from <= ?, true) desc, valid_from desc
        limit 1
        """,
        kpi_id,
        on,
    )
    if not rows:
        raise ReleaseUnreadableError(f"{release.release_id}: dim_kpi has no {kpi_id}")
    return Definition(*rows[0])


_KPI_COLUMNS = """
    kpi_id, segment, period_start, period_end, org_id, numerator::double, denominator::double, value::double,
    n::bigint, target::double, target_met, is_complete
"""


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
