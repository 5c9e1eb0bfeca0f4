"""Calls of rooms in the weeks before and after they moved to LifeX, and of rooms that did not move in those weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from streamlit_app.access import EVERY_ROOM, Source
from streamlit_app.data.connection import kept, rows
from streamlit_app.records import Measure

Part = Literal["before", "after"]
WEEKS = 4
"""Whole weeks to either side of the first day on LifeX, which is in neither: every weekday is there equally often."""

_DAYS = timedelta(weeks=WEEKS)
_WINDOWS = """
    moves as (select unnest(?::varchar[]) as room_id, unnest(?::date[]) as moved_on),
    windows as (
        select
            moves.room_id, moves.moved_on, part,
            case part when 'before' then moves.moved_on - ? else moves.moved_on + 1 end as first_date,
            case part when 'before' then moves.moved_on - 1 else moves.moved_on + ? end as last_date
        from moves
        cross join (values ('before'), ('after')) as parts (part)
    )
"""


@dataclass(frozen=True)
class Move:
    """A room's first day in full use of LifeX."""

    room_id: str
    on: date

    @property
    def first(self) -> date:
        """The first day of the weeks before."""
        return self.on - _DAYS

    @property
    def last(self) -> date:
        """The last day of the weeks after."""
        return self.on + _DAYS


@dataclass(frozen=True)
class Sum:
    """A measure added up over the days of one part, of the room itself or of all rooms of its kind that stayed."""

    move: Move
    measure: Measure
    part: Part
    is_own: bool
    numerator: float | None
    denominator: float | None
    complete_days: int


@dataclass(frozen=True)
class Median:
    """The median wait of answered calls in one part, with the ends of its 95 % interval, in seconds."""

    move: Move
    part: Part
    n: int
    value: float
    low: float
    high: float


@kept(16)
def sums(source: Source, moves: tuple[Move, ...], measures: tuple[Measure, ...]) -> list[Sum]:
    """Counts and shares before and after each move. Beside a room stand those of its kind that kept their platform
    from the first day to the last.
    """
    found = rows(
        source,
        (EVERY_ROOM,),
        f"""
        with {_WINDOWS},
        kinds as (select distinct room_id, kind from marts.dim_control_room),
        changes as (select room_id, valid_from from marts.dim_control_room),
        days as (
            select
                windows.room_id, windows.moved_on, windows.part, kpi_values.org_id = windows.room_id as is_own,
                kpi_values.kpi_id, kpi_values.segment, kpi_values.period_start, kpi_values.is_complete,
                kpi_values.numerator, kpi_values.denominator
            from windows
            inner join kinds as own on own.room_id = windows.room_id
            inner join kinds as peer on peer.kind = own.kind
            inner join marts.kpi_values
                on kpi_values.org_id = peer.room_id
                    and kpi_values.period_start between windows.first_date and windows.last_date
            where kpi_values.period_type = 'day' and kpi_values.org_level = 'room'
                and (kpi_values.kpi_id, kpi_values.segment) in ({", ".join("(?, ?)" for _ in measures)})
                and (
                    peer.room_id = own.room_id
                    or not exists (
                        select * from changes
                        where changes.room_id = peer.room_id
                            and changes.valid_from between windows.moved_on - ? and windows.moved_on + ?
                    )
                )
        )
        select
            room_id, moved_on, kpi_id, segment, part, is_own, sum(numerator)::double, sum(denominator)::double,
            count(distinct period_start) filter (is_complete)
        from days
        group by all
        """,
        *_parameters(moves),
        *(part for one in measures for part in (one.kpi_id, one.segment)),
        _DAYS.days,
        _DAYS.days,
    )
    return [Sum(Move(row[0], row[1]), Measure(row[2], row[3]), *row[4:]) for row in found]


@kept(16)
def medians(source: Source, moves: tuple[Move, ...], lines: tuple[tuple[str, ...], ...]) -> list[Median]:
    """The median wait before and after each move, on the lines named for it; no lines stand for all.

    Its interval lies between two of the waits, by their ranks, whatever their distribution (Conover 1999, 3.2).
    """
    found = rows(
        source,
        [move.room_id for move in moves],
        f"""
        with {_WINDOWS},
        wanted as (select unnest(?::varchar[]) as room_id, unnest(?::varchar[][]) as lines),
        waits as (
            select
                windows.room_id, windows.moved_on, windows.part,
                list(fct_call.wait_s::double order by fct_call.wait_s) as waits
            from windows
            inner join wanted on wanted.room_id = windows.room_id
            inner join marts.fct_call
                on fct_call.intended_room_id = windows.room_id
                    and fct_call.local_date between windows.first_date and windows.last_date
            where fct_call.direction = 'inbound' and fct_call.outcome = 'answered' and not fct_call.is_test
                and (len(wanted.lines) = 0 or list_contains(wanted.lines, fct_call.line))
            group by all
        ),
        ranked as (select *, len(waits) as n, 0.98 * sqrt(len(waits)) as ranks from waits)
        select
            room_id, moved_on, part, n, (waits[(n + 1) // 2] + waits[n // 2 + 1]) / 2,
            waits[greatest(1, floor(n / 2 - ranks)::int)], waits[least(n, ceil(1 + n / 2 + ranks)::int)]
        from ranked
        """,
        *_parameters(moves),
        [move.room_id for move in moves],
        [list(some) for some in lines],
    )
    return [Median(Move(row[0], row[1]), *row[2:]) for row in found]


def _parameters(moves: tuple[Move, ...]) -> tuple[object, ...]:
    return [move.room_id for move in moves], [move.on for move in moves], _DAYS.days, _DAYS.days
