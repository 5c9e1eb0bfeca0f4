"""Calls of a view beyond its KPIs: when they come, how long they wait, who answers for whom."""

from __future__ import annotations

from streamlit_app.access import COUNTRY_ID, EVERY_ROOM
from streamlit_app.data import events
from streamlit_app.data.connection import kept, rows
from streamlit_app.data.organisations import rooms
from streamlit_app.records import HourCell, Overflow, WaitBin
from streamlit_app.view import View


@kept(128)
def hours(view: View) -> list[HourCell]:
    """The hours of the week in which somebody called, by weekday and hour.

    `days` counts the weekday's dates with calls in the country, so that a quiet hour is a low average and not a gap.
    """
    where, whose = events.whose(view.source, view.org, "room_id", view.period)
    found = rows(
        view.source,
        (*view.org.org_ids, COUNTRY_ID),
        f"""
        with days as (
            select isodow(local_date) as weekday, count(distinct local_date) as days
            from marts.calls_by_hour
            where local_date between ? and ? and segment = ?
            group by weekday
        ),
        counted as (
            select
                isodow(local_date) as weekday, local_hour,
                sum(offered) as offered, sum(answered) as answered, sum(within_target) as within_target
            from marts.calls_by_hour
            where local_date between ? and ? and segment = ? and {where}
            group by weekday, local_hour
        )
        select weekday, local_hour::int, days::int, offered::bigint, answered::bigint, within_target::bigint
        from counted
        inner join days using (weekday)
        order by weekday, local_hour
        """,
        *(view.period.first, view.period.last, view.segment),
        *(view.period.first, view.period.last, view.segment),
        *whose,
    )
    return [HourCell(*row) for row in found]


@kept(128)
def waits(view: View, width_s: float, up_to_s: float) -> list[WaitBin]:
    """The answered calls by how long they waited, in bins of `width_s` seconds and an open one from `up_to_s`.

    A bin holds waits above its beginning up to and including its end, as a threshold does; the first one holds 0 too.
    """
    distribution, parameters = events.weighted(
        view.source, events.Duration("calls", view.segment, "wait_s"), view.org, view.period, by_room=False
    )
    found = rows(
        view.source,
        view.org.org_ids,
        f"""
        with distribution as ({distribution})
        select
            least(greatest(ceil(seconds / ?) - 1, 0), ?)::int as number,
            sum(events)::bigint
        from distribution
        group by number
        """,
        *parameters, width_s, round(up_to_s / width_s),
    )  # fmt: skip
    counted: dict[int, int] = dict(found)
    last = round(up_to_s / width_s)
    bins = [WaitBin(n * width_s, (n + 1) * width_s, counted.get(n, 0)) for n in range(last)]
    return [*bins, WaitBin(up_to_s, None, counted.get(last, 0))] if counted else []


@kept(128)
def overflows(view: View) -> list[Overflow]:
    """Which rooms answered calls that were meant for the view's rooms, most calls first."""
    where, whose = events.whose(view.source, view.org, "intended_room_id", view.period)
    found = rows(
        view.source,
        # Of the country too these are details of rooms.
        (EVERY_ROOM,) if view.org.is_country else view.org.org_ids,
        f"""
        with counted as (
            select intended_room_id, answering_room_id, sum(answered)::bigint as calls
            from marts.calls_by_answering_room
            where local_date between ? and ? and segment = ? and {where}
            group by intended_room_id, answering_room_id
        )
        select *, calls / sum(calls) over (partition by intended_room_id) from counted
        qualify intended_room_id <> answering_room_id
        order by calls desc, intended_room_id, answering_room_id
        """,
        view.period.first, view.period.last, view.segment, *whose,
    )  # fmt: skip
    known = rooms(view.source, view.period.last)

    def name(room_id: str) -> str:
        return known[room_id].name if room_id in known else room_id

    return [Overflow(name(intended), name(answering), calls, share) for intended, answering, calls, share in found]
