"""The KPI registry: what each KPI means, and how it is computed."""

from __future__ import annotations

from datetime import date

import streamlit as st

from streamlit_app.access import Source
from streamlit_app.data.connection import BY_SOURCE, NOBODY, Row, rows
from streamlit_app.period import Period
from streamlit_app.records import Definition, KpiValue, Rule
from streamlit_app.release import ReleaseUnreadableError

_DEFINITION_COLUMNS = """
    kpi_id, label_nb, description_nb, unit, subject, formula_nb, inclusion, target::double, direction, legal_basis,
    source, valid_from, valid_to, string_split(segments, '|'), threshold_s::double
"""
KPI_COLUMNS = """
    kpi_id, segment, period_start, period_end, org_id, numerator::double, denominator::double, value::double,
    n::bigint, target::double, target_met, is_complete
"""
"""The columns of `kpi_values` in the order of KpiValue."""


def definition(source: Source, kpi_id: str, on: date) -> Definition:
    """The definition of a KPI that was in force on a day, or its newest when none was.

    Raises ReleaseUnreadableError when the registry does not have the KPI.
    """
    known = [one for one in definitions(source) if one.kpi_id == kpi_id]
    if not known:
        raise ReleaseUnreadableError(f"{source.release.release_id}: dim_kpi has no {kpi_id}")
    return max(known, key=lambda one: (one.valid_from <= on, one.valid_from))


@st.cache_data(show_spinner=False, max_entries=4, hash_funcs=BY_SOURCE)
def definitions(source: Source) -> list[Definition]:
    """Everything the registry defines or has defined, by name, the newest definition of a KPI first."""
    found = rows(
        source,
        NOBODY,
        f"select {_DEFINITION_COLUMNS} from marts.dim_kpi order by lower(label_nb), kpi_id, valid_from desc, segments",
    )
    return [_definition(row) for row in found]


@st.cache_data(show_spinner=False, max_entries=256, hash_funcs=BY_SOURCE)
def rules(source: Source, kpi_ids: tuple[str, ...], days: Period) -> dict[str, Rule]:
    """How these KPIs are computed over the days, by the definitions in force on the first of them."""
    found = rows(
        source,
        NOBODY,
        """
        select
            kpi_id, subject, statistic, numerator, quantile, target::double, direction,
            kpi_id in (select kpi_id from marts.dim_kpi where valid_from > ? and valid_from <= ?)
        from marts.dim_kpi
        where list_contains(?, kpi_id) and ? between valid_from and coalesce(valid_to, date '9999-12-31')
        """,
        days.first, days.last, list(kpi_ids), days.first,
    )  # fmt: skip
    return {row[0]: Rule(*row) for row in found}


@st.cache_data(show_spinner=False, max_entries=4, hash_funcs=BY_SOURCE)
def newest_national(source: Source) -> list[KpiValue]:
    """For every definition and segment the country's value of the newest complete year, or of the newest complete
    shorter period where there is no such year.
    """
    found = rows(
        source,
        NOBODY,
        f"""
        with defined as (
            select kpi_id, unnest(string_split(segments, '|')) as segment, valid_from, valid_to from marts.dim_kpi
        )
        select {KPI_COLUMNS}
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
    return [KpiValue(*row) for row in found]


def _definition(row: Row) -> Definition:
    *described, segments, threshold_s = row
    return Definition(*(*described, tuple(segments), threshold_s))
