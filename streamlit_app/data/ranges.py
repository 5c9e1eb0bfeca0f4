"""KPI values of any days and any rooms, exactly as the registry defines them: never an average of averages.

Counts, shares and means add up over days and rooms, so they are added up from the days of `kpi_values`. Percentiles and
distinct missions do not, so they come from the events (`events.py`). What rooms there are is a state: that of the last
day. Days that no single definition covers have no value.
"""

from __future__ import annotations

import streamlit as st

from streamlit_app.access import EVERY_ROOM, Source
from streamlit_app.data import events
from streamlit_app.data.connection import BY_SOURCE, NOBODY, rows
from streamlit_app.data.registry import rules
from streamlit_app.period import Period
from streamlit_app.records import KpiValue, Measure, Rule
from streamlit_app.view import Organisation

_ROOMS = Organisation("room", (EVERY_ROOM,), "")
_Computed = dict[tuple[Measure, str], tuple[float | None, float | None, float | None, int]]
"""Numerator, denominator, value and n by measure and room."""


@st.cache_data(show_spinner=False, max_entries=512, hash_funcs=BY_SOURCE)
def recomputed(source: Source, measures: tuple[Measure, ...], org: Organisation, days: Period) -> list[KpiValue]:
    """The measures of an organisation, or of several rooms taken together, over the days."""
    return _recomputed(source, measures, org, days, by_room=False)


@st.cache_data(show_spinner=False, max_entries=128, hash_funcs=BY_SOURCE)
def recomputed_by_room(source: Source, measures: tuple[Measure, ...], days: Period) -> list[KpiValue]:
    """The measures of every room over the days."""
    return _recomputed(source, measures, _ROOMS, days, by_room=True)


def _recomputed(
    source: Source, measures: tuple[Measure, ...], org: Organisation, days: Period, *, by_room: bool
) -> list[KpiValue]:
    known = rules(source, tuple(sorted({measure.kpi_id for measure in measures})), days)
    usable = [one for one in measures if one.kpi_id in known and not known[one.kpi_id].is_changed]
    added = [one for one in usable if known[one.kpi_id].statistic != "quantile"]
    states = [one for one in added if known[one.kpi_id].subject == "rooms"]
    found: _Computed = {}
    for some, over in (([one for one in added if one not in states], days), (states, Period(days.last, days.last))):
        found |= _added_up(source, some, known, org, over, by_room=by_room)
    for measure, room_id in found:
        # Days tell who was in operation, but things that several days have in common are to be counted once.
        if known[measure.kpi_id].numerator in events.DISTINCT:
            found[measure, room_id] = (0.0, None, 0.0, 0)
    found |= events.computed(source, {one: known[one.kpi_id] for one in usable}, org, days, by_room=by_room)
    complete = _complete_days(source, days)
    shown_id = org.org_ids[0] if len(org.org_ids) == 1 else org.name

    def value_of(measure: Measure, room_id: str) -> KpiValue:
        rule, (numerator, denominator, value, n) = known[measure.kpi_id], found[measure, room_id]
        is_complete = complete.get((rule.subject, measure.segment), 0) == days.days
        return KpiValue(
            measure.kpi_id, measure.segment, days.first, days.last, room_id if by_room else shown_id,
            numerator, denominator, value, n, rule.target, _is_met(value, rule), is_complete,
        )  # fmt: skip

    return [value_of(measure, room_id) for measure, room_id in found]


def _added_up(
    source: Source, measures: list[Measure], known: dict[str, Rule], org: Organisation, days: Period, *,
    by_room: bool,
) -> _Computed:  # fmt: skip
    if not measures:
        return {}
    whose = "true" if by_room else f"org_id in ({', '.join('?' for _ in org.org_ids)})"
    found = rows(
        source,
        org.org_ids,
        f"""
        select
            kpi_id, segment, {"org_id" if by_room else "''"},
            sum(numerator)::double, sum(denominator)::double, sum(round(value * n * 1000))::double, sum(n)::bigint
        from marts.kpi_values
        where (kpi_id, segment) in ({", ".join("(?, ?)" for _ in measures)})
            and period_type = 'day' and period_start between ? and ? and org_level = ? and {whose}
        group by all
        """,
        *(part for one in measures for part in (one.kpi_id, one.segment)),
        days.first,
        days.last,
        "room" if org.level == "selection" else org.level,
        *(() if by_room else org.org_ids),
    )
    computed: _Computed = {}
    for kpi_id, segment, room_id, numerator, denominator, milliseconds, n in found:
        match known[kpi_id].statistic:
            case "share":
                value = numerator / denominator if denominator else None
            case "mean":
                # A day's mean times its events is the sum in whole milliseconds that it was made from.
                value = milliseconds / n / 1000 if n else None
            case _:
                value = numerator
        if value is not None:
            computed[Measure(kpi_id, segment), room_id] = (numerator, denominator, value, n)
    return computed


@st.cache_data(show_spinner=False, max_entries=512, hash_funcs=BY_SOURCE)
def _complete_days(source: Source, days: Period) -> dict[tuple[str, str], int]:
    """How many of the days are complete, by subject and segment: feeds, not rooms, deliver days."""
    found = rows(
        source,
        NOBODY,
        """
        select subject, segment, count(distinct period_start)
        from marts.kpi_values
        inner join (select distinct kpi_id, subject from marts.dim_kpi) using (kpi_id)
        where period_type = 'day' and org_level = 'nation' and is_complete and period_start between ? and ?
        group by subject, segment
        """,
        days.first,
        days.last,
    )
    return {(subject, segment): complete for subject, segment, complete in found}


def _is_met(value: float | None, rule: Rule) -> bool | None:
    if value is None or rule.target is None or rule.direction is None:
        return None
    return value >= rule.target if rule.direction == "higher" else value <= rule.target
