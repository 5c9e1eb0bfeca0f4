"""The air ambulance's missions, which belong to bases and not to rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from streamlit_app.access import EVERY_ROOM, Source
from streamlit_app.data import ranges
from streamlit_app.data.connection import NOBODY, kept, rows
from streamlit_app.data.registry import KPI_COLUMNS
from streamlit_app.period import Period
from streamlit_app.records import KpiValue, Measure
from streamlit_app.view import View


@dataclass(frozen=True)
class Base:
    """A base as it was last; its vehicle is what it is named for, beside which it may have a rapid response car."""

    base_id: str
    name: str
    vehicle: str


@dataclass(frozen=True)
class Outcomes:
    """How the missions of one vehicle and category ended; `missions` holds all three."""

    vehicle: str
    category: str
    missions: int
    completed: int
    aborted: int
    declined: int


@kept(4)
def bases(source: Source) -> list[Base]:
    """Every base, by name."""
    found = rows(
        source,
        NOBODY,
        """
        select base_id, name, vehicle from marts.dim_air_base
        qualify row_number() over (partition by base_id order by valid_from desc) = 1
        order by name, vehicle, base_id
        """,
    )
    return [Base(*row) for row in found]


def by_base(source: Source, measures: Sequence[Measure], period: Period) -> dict[str, dict[str, KpiValue]]:
    """Every base's values in a period, by base id and `kpi_id`; what has no missions is not there."""
    known = period.standard
    if known:
        found = _stored_by_base(source, tuple(measures), known)
    else:
        found = ranges.recomputed_by_room(source, tuple(measures), Period(period.first, period.last), "base")
    values: dict[str, dict[str, KpiValue]] = {}
    for value in found:
        values.setdefault(value.org_id, {})[value.kpi_id] = value
    return values


@kept(128)
def outcomes(view: View) -> list[Outcomes]:
    """The view's missions by vehicle and category, most missions first."""
    found = rows(
        view.source,
        view.org.org_ids,
        """
        select
            vehicle, category, count(*) as missions, count(*) filter (where outcome = 'completed'),
            count(*) filter (where outcome = 'aborted'), count(*) filter (where outcome = 'declined')
        from marts.fct_air_ambulance_mission
        where local_date between ? and ? and (? = 'all' or vehicle = ?) and (? or base_id = ?)
        group by vehicle, category
        order by sum(missions) over (partition by vehicle) desc, vehicle, missions desc, category
        """,
        *_parameters(view),
    )
    return [Outcomes(*row) for row in found]


@kept(128)
def causes(view: View) -> dict[tuple[str, str], int]:
    """How many of the view's missions were `aborted` or `declined`, by that and the cause, most missions first."""
    found = rows(
        view.source,
        view.org.org_ids,
        """
        select outcome, cause, count(*) as missions
        from marts.fct_air_ambulance_mission
        where local_date between ? and ? and (? = 'all' or vehicle = ?) and (? or base_id = ?)
            and outcome <> 'completed'
        group by outcome, cause
        order by missions desc, outcome, cause
        """,
        *_parameters(view),
    )
    return {(outcome, cause): missions for outcome, cause, missions in found}


@kept(128)
def _stored_by_base(source: Source, measures: tuple[Measure, ...], period: Period) -> list[KpiValue]:
    found = rows(
        source,
        (EVERY_ROOM,),
        f"""
        select {KPI_COLUMNS}
        from marts.kpi_values
        where (kpi_id, segment) in ({", ".join("(?, ?)" for _ in measures)})
            and period_type = ? and org_level = 'base' and period_start = ?
        """,
        *(part for measure in measures for part in (measure.kpi_id, measure.segment)),
        period.type,
        period.first,
    )
    return [KpiValue(*row) for row in found]


def _parameters(view: View) -> tuple[object, ...]:
    days = (view.period.first, view.period.last)
    return (*days, view.segment, view.segment, view.org.is_country, view.org.org_ids[0])
