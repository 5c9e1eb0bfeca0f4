"""Video beyond its KPIs: how often it is used on calls, what became of invitations, and who has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from streamlit_app.access import Source
from streamlit_app.data import events
from streamlit_app.data.connection import NOBODY, kept, rows
from streamlit_app.period import Period
from streamlit_app.view import Organisation, View


@dataclass(frozen=True)
class VideoUse:
    """A room's video sessions beside its inbound calls to 113 and 116117, on the days that it had video.

    A session cannot always be traced to its call, and a call may have several, so the two give a rate and no share.
    """

    room_id: str
    sessions: int
    calls: int


@dataclass(frozen=True)
class Published:
    """A figure of the annual report beside the warehouse's own for the same year."""

    figure: str
    label: str
    year: int
    published: float
    warehouse: float | None
    agrees: bool | None
    unit: str


@kept(128)
def use(source: Source, org: Organisation, segment: str, days: Period) -> list[VideoUse]:
    """Every room of the organisation that had the solution on some of the days, by room id.

    Only days count for which both the room's calls and its solution's sessions have been delivered.
    """
    where, whose = events.whose(source, org, "room_id", days)
    solutions = ("hjelp113", "bliksund") if segment == "all" else (segment,)
    found = rows(
        source,
        org.org_ids,
        f"""
        with daily as (
            select org_id as room_id, period_start as local_date, kpi_id, sum(value) as amount
            from marts.kpi_values
            where period_type = 'day' and org_level = 'room' and period_start between ? and ?
                and (
                    kpi_id = 'video_sessions' and segment in ({", ".join("?" for _ in solutions)})
                    or kpi_id = 'calls_offered' and segment in ('113', '116117')
                )
            group by room_id, local_date, kpi_id
            having bool_and(is_complete)
        ),
        paired as (
            select video.room_id, video.local_date, video.amount as sessions, calls.amount as calls
            from daily as video
            inner join daily as calls using (room_id, local_date)
            where video.kpi_id = 'video_sessions' and calls.kpi_id = 'calls_offered'
        )
        select room_id, sum(sessions)::bigint, sum(calls)::bigint
        from paired
        where {where}
        group by room_id
        order by room_id
        """,
        days.first, days.last, *solutions, *whose,
    )  # fmt: skip
    return [VideoUse(*row) for row in found]


@kept(128)
def statuses(view: View) -> dict[str, int]:
    """What became of the view's invitations: how many by status, most first."""
    where, whose = events.whose(view.source, view.org, "centre_room_id", view.period)
    found = rows(
        view.source,
        view.org.org_ids,
        f"""
        select status, count(*) as invitations
        from marts.fct_video_session
        where local_date between ? and ? and (? = 'all' or solution = ?) and {where}
        group by status
        order by invitations desc, status
        """,
        view.period.first, view.period.last, view.segment, view.segment, *whose,
    )  # fmt: skip
    return dict(found)


@kept(64)
def coverage(source: Source, on: date) -> dict[str, float]:
    """Who has video on a day, by the names that `published_reconciliation` has for it: rooms and operator seats."""
    found = rows(
        source,
        NOBODY,
        """
        select kind, video_solution, count(*), coalesce(sum(video_seats), 0)::bigint
        from marts.dim_control_room
        where ? between valid_from and coalesce(valid_to, date '9999-12-31')
        group by kind, video_solution
        """,
        on,
    )
    counted: dict[str, float] = {}
    rooms: dict[str, int] = {}
    for kind, solution, number, seats in found:
        rooms[kind] = rooms.get(kind, 0) + number
        if solution:
            for figure, amount in (
                (f"{kind}_with_video", number),
                (f"{kind}_with_{solution}", number),
                (f"seats_with_{solution}", seats),
            ):
                counted[figure] = counted.get(figure, 0) + amount
    shares = {f"{kind}_with_video_share": counted.get(f"{kind}_with_video", 0) / n for kind, n in rooms.items()}
    return counted | shares


@kept(4)
def published(source: Source, figures: Sequence[str]) -> list[Published]:
    """These figures of `published_reconciliation`, in the order given."""
    found = rows(
        source,
        NOBODY,
        """
        select figure, label_nb, year, published_value::double, warehouse_value::double, agrees, unit
        from marts.published_reconciliation
        where list_contains(?, figure)
        order by list_position(?, figure)
        """,
        list(figures),
        list(figures),
    )
    return [Published(*row) for row in found]
