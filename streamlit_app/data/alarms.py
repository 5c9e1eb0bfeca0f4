"""Ambulance alarms of a view beyond their KPIs: when they are sent, and how sure each AMK's median is."""

from __future__ import annotations

from dataclasses import dataclass

from streamlit_app.access import COUNTRY_ID, EVERY_ROOM
from streamlit_app.data import events
from streamlit_app.data.connection import kept, rows
from streamlit_app.records import HourCell
from streamlit_app.view import View


@dataclass(frozen=True)
class AlarmHour(HourCell):
    """One hour of one weekday; `offered` are alarms sent, `answered` acknowledged ones."""

    median_s: float | None
    """Of the time to acknowledge, over all alarms of such hours."""


@kept(128)
def hours(view: View) -> list[AlarmHour]:
    """The hours of the week in which alarms were sent, by weekday and hour.

    `days` counts the weekday's dates with alarms in the country, so that a quiet hour is a low average and not a gap.
    """
    where, whose = events.whose(view.source, view.org, "amk_room_id", view.period)
    found = rows(
        view.source,
        (*view.org.org_ids, COUNTRY_ID),
        f"""
        with days as (
            select isodow(local_date) as weekday, count(distinct local_date) as days
            from marts.fct_ambulance_alarm
            where local_date between ? and ?
            group by weekday
        ),
        counted as (
            select
                isodow(local_date) as weekday, local_hour,
                count(*) as sent, count(acknowledge_s) as acknowledged, median(acknowledge_s) as median_s
            from marts.fct_ambulance_alarm
            where local_date between ? and ? and (? = 'all' or urgency = ?) and {where}
            group by weekday, local_hour
        )
        select weekday, local_hour::int, days::int, sent, acknowledged, null, median_s
        from counted
        inner join days using (weekday)
        order by weekday, local_hour
        """,
        *(view.period.first, view.period.last),
        *(view.period.first, view.period.last, view.segment, view.segment),
        *whose,
    )
    return [AlarmHour(*row) for row in found]


@kept(128)
def median_intervals(view: View) -> dict[str, tuple[float, float]]:
    """The 95 % interval of every AMK's median time to acknowledge, in seconds, by room id.

    Between two of the times themselves, whatever their distribution: the places n/2 -+ 0.98 sqrt(n) in their order, the
    normal approximation to the binomial (Conover 1999, 3.2), for which n should be 20 or more.
    """
    found = rows(
        view.source,
        (EVERY_ROOM,),
        """
        with ordered as (
            select amk_room_id, list_sort(list(acknowledge_s)) as times, count(*) as n
            from marts.fct_ambulance_alarm
            where local_date between ? and ? and (? = 'all' or urgency = ?) and acknowledge_s is not null
            group by amk_room_id
        )
        select
            amk_room_id,
            times[greatest(1, floor(n / 2 - 0.98 * sqrt(n)))::int],
            times[least(n, ceil(n / 2 + 1 + 0.98 * sqrt(n)))::int]
        from ordered
        """,
        view.period.first, view.period.last, view.segment, view.segment,
    )  # fmt: skip
    return {room_id: (low, high) for room_id, low, high in found}
