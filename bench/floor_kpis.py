"""The floor's KPIs: one plain GROUP BY per period type, organisation level and with or without segments."""

from __future__ import annotations

from typing import NamedTuple

import duckdb

PERIODS = {
    "day": "local_date",
    "week": "date_trunc('week', local_date)::date",
    "month": "date_trunc('month', local_date)::date",
    "tertial": "make_date(year(local_date), (month(local_date) - 1) // 4 * 4 + 1, 1)",
    "year": "date_trunc('year', local_date)::date",
}
LEVELS = {"nation": "'NO'", "rhf": "rhf_id", "hf": "hf_id", "room": "room_id"}
_OTHER_LEVELS = {"nodsms": {"nation": "'NO'"}, "missions": {"nation": "'NO'", "base": "base_id"}}
MEASURES = {
    # Waits and talks of other calls than answered ones are null. `count(*) filter` took twice as long as `count_if`.
    "calls": """
        count(*) as total,
        count_if(is_offered) as offered,
        count(wait_ms) as answered,
        offered - answered as unanswered,
        count_if(is_overflowed) as overflowed,
        count_if(was_transferred) as transferred,
        coalesce(count_if(wait_ms <= 10000), 0) as within_10s,
        coalesce(count_if(wait_ms <= 120000), 0) as within_2min,
        coalesce(count_if(wait_ms <= 600000), 0) as within_10min,
        sum(wait_ms) as wait_sum_ms,
        sum(talk_ms) as talk_sum_ms,
        quantile_cont(wait_ms, [0.5, 0.9, 0.95, 0.99]) as waits_ms
    """,
    "alarms": """
        count(*) as sent,
        count(acknowledge_ms) as acknowledged,
        count(distinct mission_id) as missions,
        quantile_cont(acknowledge_ms, [0.5, 0.9]) as acknowledges_ms
    """,
    "sessions": """
        count(*) as invitations,
        count_if(status = 'completed') as sessions,
        sum(duration_ms) as duration_sum_ms,
        quantile_cont(connect_ms, 0.5) as connect_median_ms,
        quantile_cont(duration_ms, 0.5) as duration_median_ms
    """,
    "nodsms": "sum(received) as received, sum(forwarded) as forwarded, sum(filtered) as filtered",
    "rooms": """
        count(*) as rooms,
        count_if(platform = 'lifex') as on_lifex,
        count(video_solution) as with_video
    """,
    "missions": """
        count(*) as alerted,
        count_if(outcome = 'completed') as completed,
        count_if(outcome = 'declined') as declined,
        count_if(outcome = 'aborted') as aborted,
        count(activation_ms) as departed,
        count(response_ms) as reached,
        quantile_cont(activation_ms, 0.5) as activation_median_ms,
        quantile_cont(response_ms, 0.5) as response_median_ms
    """,
}
_COUNTED = {
    "calls": "not is_test",
    "rooms": "is_last_of_{period}",  # a state and no events: a period has that of its last day
}


class Kpi(NamedTuple):
    """A KPI of a table of events: its value and the number of events behind it, out of the table's measures."""

    table: str
    kpi_id: str
    value: str
    n: str
    segments: tuple[str, ...] = ()
    """All of them when empty."""


KPIS = (
    Kpi("calls", "calls_total", "total", "total", ("all",)),
    Kpi("calls", "calls_offered", "offered", "offered"),
    Kpi("calls", "calls_answered", "answered", "answered"),
    Kpi("calls", "calls_unanswered", "unanswered", "unanswered"),
    Kpi("calls", "calls_unanswered_share", "unanswered / offered", "offered"),
    Kpi("calls", "calls_answered_within_10s_share", "within_10s / answered", "answered", ("113",)),
    Kpi("calls", "calls_answered_within_2min_share", "within_2min / offered", "offered", ("116117",)),
    Kpi("calls", "calls_answered_within_10min_share", "within_10min / offered", "offered", ("116117",)),
    Kpi("calls", "answer_time_median_s", "waits_ms[1] / 1000", "answered"),
    Kpi("calls", "answer_time_mean_s", "wait_sum_ms / answered / 1000", "answered"),
    Kpi("calls", "answer_time_p90_s", "waits_ms[2] / 1000", "answered"),
    Kpi("calls", "answer_time_p95_s", "waits_ms[3] / 1000", "answered"),
    Kpi("calls", "answer_time_p99_s", "waits_ms[4] / 1000", "answered"),
    Kpi("calls", "talk_time_mean_s", "talk_sum_ms / answered / 1000", "answered"),
    Kpi("calls", "calls_overflow_share", "overflowed / answered", "answered", ("113", "116117")),
    Kpi("calls", "calls_transferred_share", "transferred / answered", "answered"),
    Kpi("alarms", "alarms_sent", "sent", "sent"),
    Kpi("alarms", "alarms_acknowledged_share", "acknowledged / sent", "sent"),
    Kpi("alarms", "alarm_acknowledge_time_median_s", "acknowledges_ms[1] / 1000", "acknowledged"),
    Kpi("alarms", "alarm_acknowledge_time_p90_s", "acknowledges_ms[2] / 1000", "acknowledged"),
    Kpi("alarms", "missions_alarmed", "missions", "missions", ("all",)),
    Kpi("sessions", "video_invitations", "invitations", "invitations"),
    Kpi("sessions", "video_sessions", "sessions", "sessions"),
    Kpi("sessions", "video_success_share", "sessions / invitations", "invitations"),
    Kpi("sessions", "video_connect_time_median_s", "connect_median_ms / 1000", "sessions"),
    Kpi("sessions", "video_duration_median_s", "duration_median_ms / 1000", "sessions"),
    Kpi("sessions", "video_duration_mean_s", "duration_sum_ms / sessions / 1000", "sessions"),
    Kpi("nodsms", "nodsms_received", "received", "received"),
    Kpi("nodsms", "nodsms_forwarded", "forwarded", "forwarded"),
    Kpi("nodsms", "nodsms_filtered", "filtered", "filtered"),
    Kpi("nodsms", "nodsms_forwarded_share", "forwarded / received", "received"),
    Kpi("rooms", "rooms_total", "rooms", "rooms"),
    Kpi("rooms", "rooms_on_lifex", "on_lifex", "on_lifex"),
    Kpi("rooms", "rooms_with_video", "with_video", "with_video"),
    Kpi("rooms", "rooms_on_lifex_share", "on_lifex / rooms", "rooms"),
    Kpi("rooms", "rooms_with_video_share", "with_video / rooms", "rooms"),
    Kpi("missions", "air_missions", "alerted", "alerted"),
    Kpi("missions", "air_missions_completed_share", "completed / alerted", "alerted"),
    Kpi("missions", "air_missions_declined_share", "declined / alerted", "alerted"),
    Kpi("missions", "air_missions_aborted_share", "aborted / alerted", "alerted"),
    Kpi("missions", "air_activation_time_median_s", "activation_median_ms / 1000", "departed"),
    Kpi("missions", "air_response_time_median_s", "response_median_ms / 1000", "reached"),
)


def make_kpis(connection: duckdb.DuckDBPyConnection, tables: tuple[str, ...]) -> None:
    """Make the table `kpi_values` out of tables of events, which have their organisations and periods as columns."""
    for table in tables:
        connection.execute(f"create table {table}_measures as {' union all '.join(_cube(table))}")
    selects = [_values(kpi) for kpi in KPIS if kpi.table in tables]
    connection.execute(f"create table kpi_values as {' union all '.join(selects)}")


def _cube(table: str) -> list[str]:
    levels = _OTHER_LEVELS.get(table, LEVELS)
    segments = ["'all'"] if table == "nodsms" else ["segment", "'all'"]
    return [
        f"""
        select {segment} as segment, '{period}' as period_type, {period}_start as period_start,
            '{level}' as org_level, {levels[level]} as org_id, {MEASURES[table]}
        from {table}
        where {_COUNTED.get(table, "true").format(period=period)}
        group by all
        """
        for period in PERIODS
        for level in levels
        for segment in segments
    ]


def _values(kpi: Kpi) -> str:
    chosen = f"and segment in {kpi.segments}" if kpi.segments else ""
    return f"""
        select '{kpi.kpi_id}' as kpi_id, segment, period_type, period_start, org_level, org_id,
            ({kpi.value})::double as value, ({kpi.n})::bigint as n
        from {kpi.table}_measures where {kpi.n} > 0 {chosen}
    """
