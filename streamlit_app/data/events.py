"""What does not add up over days and rooms, from the events themselves or a lossless distribution of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from streamlit_app.access import EVERY_ROOM, Source
from streamlit_app.data.connection import rows
from streamlit_app.data.organisations import member_rooms
from streamlit_app.period import Period, parts
from streamlit_app.records import Measure, Rule
from streamlit_app.view import Organisation

Computed = dict[tuple[Measure, str], tuple[float | None, float | None, float | None, int]]


@dataclass(frozen=True)
class Events:
    """Where the events of a subject lie, and which of them its times are of."""

    table: str
    room: str
    """The room, or the air ambulance's base, that an event belongs to."""
    counted: str
    """Which of the events with the duration count; a condition."""
    segment: str
    """The registry's segment of an event; every event is in `all` too."""


@dataclass(frozen=True)
class Duration:
    """A time that events have."""

    subject: str
    segment: str
    column: str
    """As the registry and the fact name it: `wait_s`."""


EVENTS = {
    "calls": Events(
        "marts.fct_call", "intended_room_id", "direction = 'inbound' and outcome = 'answered' and not is_test",
        "case line when '116117_local' then '116117' else line end",
    ),
    "alarms": Events("marts.fct_ambulance_alarm", "amk_room_id", "true", "urgency"),
    "video": Events("marts.fct_video_session", "centre_room_id", "true", "solution"),
    "air": Events("marts.fct_air_ambulance_mission", "base_id", "true", "vehicle"),
}  # fmt: skip

DISTINCT = {"missions": ("marts.fct_ambulance_alarm", "amk_room_id", "mission_id")}
"""Counts of distinct things: table, room, and what is counted."""


def computed(
    source: Source, wanted: Mapping[Measure, Rule], org: Organisation, days: Period, *, by_room: bool
) -> Computed:
    """Percentiles and distinct counts over the days, as numerator, denominator, value and n by measure and room.

    Percentiles are of type 7 (Hyndman and Fan 1996): linear between the two closest ranks, as in `kpi_values`.
    """
    found: Computed = {}
    quantiles_of: dict[Duration, dict[Measure, float]] = {}
    for measure, rule in wanted.items():
        if rule.quantile is not None:
            duration = Duration(rule.subject, measure.segment, rule.numerator)
            quantiles_of.setdefault(duration, {})[measure] = rule.quantile
    for duration, asked in quantiles_of.items():
        sql, parameters = _quantiles(source, duration, tuple(asked.values()), org, days, by_room=by_room)
        for room_id, n, quantiles in rows(source, org.org_ids, sql, *parameters):
            found |= {(one, room_id): (None, None, value, n) for one, value in zip(asked, quantiles, strict=True)}
    for measure, rule in wanted.items():
        # A mission may have alarms of several urgencies, so that only all of them together count missions.
        if rule.numerator in DISTINCT and measure.segment == "all":
            table, room, thing = DISTINCT[rule.numerator]
            where, theirs = whose(source, org, room, days)
            counted = rows(
                source,
                org.org_ids,
                f"""
                select {room if by_room else "''"}, count(distinct {thing}) from {table}
                where local_date between ? and ? and {where} group by 1
                """,
                days.first, days.last, *theirs,
            )  # fmt: skip
            found |= {(measure, room_id): (float(n), None, float(n), n) for room_id, n in counted}
    return found


def weighted(
    source: Source, duration: Duration, org: Organisation, days: Period, *, by_room: bool
) -> tuple[str, list[object]]:
    """SQL for distinct durations and how many events had each: columns `room`, `seconds`, `events`; and its parameters.

    Calls of whole months come from `answer_time_distribution`, those of the other days from the calls themselves.
    """
    months = _months(source, duration, org, days)
    events_sql, parameters = _durations(source, duration, org, _around(days, months), days, by_room=by_room)
    sql = f"select room, seconds, count(*) as events from ({events_sql}) group by all"
    if not months:
        return sql, parameters
    where, theirs = whose(source, org, "room_id", days)
    months_sql = f"""
        select {"room_id" if by_room else "''"}, wait_s, sum(answered)
        from marts.answer_time_distribution
        where month between ? and ? and segment = ? and {where}
        group by all
    """
    return (
        f"{sql} union all {months_sql}",
        [*parameters, months[0].first, months[-1].last, duration.segment, *theirs],
    )


def _months(source: Source, duration: Duration, org: Organisation, days: Period) -> Sequence[Period]:
    """The whole months of which there is a distribution for the organisation."""
    if duration.subject != "calls" or duration.segment == "all":
        return ()
    if org.level in ("rhf", "hf") and member_rooms(source, org, days) is None:
        return ()
    return parts(days, "month")


def _durations(
    source: Source, duration: Duration, org: Organisation, spans: Sequence[Period], days: Period, *, by_room: bool
) -> tuple[str, list[object]]:
    """SQL for the duration of every event in the spans: columns `room` and `seconds`; and its parameters."""
    kind, segment = EVENTS[duration.subject], duration.segment
    where, theirs = whose(source, org, kind.room, days)
    in_segment, of_segment = ("true", []) if segment == "all" else (f"{kind.segment} = ?", [segment])
    within = " or ".join("local_date between ? and ?" for _ in spans)
    sql = f"""
        select {kind.room if by_room else "''"} as room, {duration.column} as seconds
        from {kind.table}
        where ({within or "false"}) and {duration.column} is not null and {kind.counted} and {in_segment} and {where}
    """
    return sql, [*(day for span in spans for day in (span.first, span.last)), *of_segment, *theirs]


def _around(days: Period, months: Sequence[Period]) -> list[Period]:
    """The days before and after whole months. Told by where they begin and end, DuckDB reads no others."""
    if not months:
        return [days]
    day = timedelta(days=1)
    edges = [Period(days.first, months[0].first - day), Period(months[-1].last + day, days.last)]
    return [edge for edge in edges if edge.first <= edge.last]


def _quantiles(
    source: Source, duration: Duration, asked: Sequence[float], org: Organisation, days: Period, *, by_room: bool
) -> tuple[str, list[object]]:
    """SQL for room, n and a list of the values at the quantiles asked for; and its parameters.

    Events alone are DuckDB's own business, which is several times as fast as a distribution of them.
    """
    if _months(source, duration, org, days):
        distribution, parameters = weighted(source, duration, org, days, by_room=by_room)
        return _quantiles_of(distribution, len(asked)), [*parameters, *asked]
    events_sql, parameters = _durations(source, duration, org, [days], days, by_room=by_room)
    listed = ", ".join(map(repr, asked))
    return f"select room, count(*), quantile_cont(seconds, [{listed}]) from ({events_sql}) group by room", parameters


def _quantiles_of(distribution: str, count: int) -> str:
    """Room, n and the values at the quantiles, which are the last parameters.

    Events in the order of their durations are numbered from 0; a quantile lies at place q * (n - 1),
    mostly between two.
    """
    asked = ", ".join(f"(?::double, {number})" for number in range(count))
    return f"""
        with distribution as ({distribution}),
        ranked as (
            select
                room, seconds,
                sum(sum(events)) over (partition by room order by seconds) as up_to,
                sum(sum(events)) over (partition by room) as n
            from distribution
            group by room, seconds
        ),
        places as (
            select room, n, seconds, up_to, number, quantile * (n - 1) as place
            from ranked
            cross join (values {asked}) as asked (quantile, number)
        ),
        around as (
            select
                room, number, any_value(n) as n, any_value(place - floor(place)) as part,
                min(seconds) filter (where up_to > floor(place)) as before_s,
                min(seconds) filter (where up_to > ceil(place)) as after_s
            from places
            group by room, number
        )
        select room, any_value(n)::bigint, list(before_s + part * (after_s - before_s) order by number)
        from around
        group by room
    """


def whose(source: Source, org: Organisation, room: str, days: Period) -> tuple[str, list[object]]:
    """The condition that an event is of the organisation, and its parameters."""
    if org.is_country or org.org_ids == (EVERY_ROOM,):
        return "true", []
    members = member_rooms(source, org, days)
    if members is not None:
        return (f"{room} in ({', '.join('?' for _ in members)})", list(members)) if members else ("false", [])
    return (
        f"""
        exists (
            select * from marts.dim_control_room as member
            where member.room_id = {room} and member.{org.level}_id = ?
                and local_date between member.valid_from and coalesce(member.valid_to, date '9999-12-31')
        )
        """,
        [org.org_ids[0]],
    )
