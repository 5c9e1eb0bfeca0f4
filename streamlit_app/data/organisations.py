"""Who there is to choose from, and which platform they are on."""

from __future__ import annotations

from datetime import date

import streamlit as st

from streamlit_app.access import Source
from streamlit_app.data.connection import BY_SOURCE, NOBODY, rows
from streamlit_app.period import Period
from streamlit_app.records import Cutover, Room
from streamlit_app.view import Organisation


@st.cache_data(show_spinner=False, max_entries=4, hash_funcs=BY_SOURCE)
def organisations(source: Source) -> list[Organisation]:
    """Regions, trusts and rooms that the viewer may see, each by name; a room by the name it had last."""
    found = rows(
        source,
        NOBODY,
        """
        with newest as (
            select * from marts.dim_control_room
            qualify row_number() over (partition by room_id order by valid_from desc) = 1
        ),
        named as (
            select distinct 1 as place, 'rhf' as level, rhf_id as org_id, rhf as name from newest
            union all
            select distinct 2, 'hf', hf_id, hf from newest
            union all
            select 3, 'room', room_id, name from newest
        )
        select level, org_id, name from named order by place, name, org_id
        """,
    )
    known = [Organisation(level, (org_id,), name) for level, org_id, name in found]
    return [org for org in known if source.viewer.may_read(org.org_ids)]


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=BY_SOURCE)
def rooms(source: Source, on: date) -> dict[str, Room]:
    """Every room by its id, as it was on a day, or first was after it."""
    found = rows(
        source,
        NOBODY,
        """
        select room_id, name, kind, hf, rhf from marts.dim_control_room
        qualify row_number() over (
            partition by room_id
            order by valid_from <= ? desc, case when valid_from <= ? then valid_from end desc, valid_from
        ) = 1
        """,
        on,
        on,
    )
    return {row[0]: Room(*row) for row in found}


@st.cache_data(show_spinner=False, max_entries=256, hash_funcs=BY_SOURCE)
def member_rooms(source: Source, org: Organisation, days: Period) -> tuple[str, ...] | None:
    """The rooms of a region or trust from day to day; None when a room joined or left it within the days."""
    if org.level in ("room", "selection"):
        return org.org_ids
    found = rows(
        source,
        NOBODY,
        f"""
        select room_id, bool_and({org.level}_id = ?)
        from marts.dim_control_room
        where valid_from <= ? and coalesce(valid_to, date '9999-12-31') >= ?
        group by room_id
        having bool_or({org.level}_id = ?)
        order by room_id
        """,
        org.org_ids[0], days.last, days.first, org.org_ids[0],
    )  # fmt: skip
    return tuple(room for room, _ in found) if all(always for _, always in found) else None


@st.cache_data(show_spinner=False, max_entries=16, hash_funcs=BY_SOURCE)
def cutovers(source: Source) -> list[Cutover]:
    """Every change of a room's platform, or to or from a limited pilot, oldest first."""
    found = rows(
        source,
        NOBODY,
        """
        with before as (
            select
                *,
                lag(platform) over (partition by room_id order by valid_from) as platform_before,
                lag(is_limited_pilot) over (partition by room_id order by valid_from) as pilot_before
            from marts.dim_control_room
        )
        select room_id, name, valid_from, platform, is_limited_pilot
        from before
        where (platform, is_limited_pilot) <> (platform_before, pilot_before) and platform_before is not null
        order by valid_from, name
        """,
    )
    return [Cutover(*row) for row in found]


def rooms_within(source: Source, orgs: tuple[Organisation, ...], on: date) -> tuple[str, ...]:
    """The ids of all rooms in any of the organisations, as they were on a day."""
    within = {name for org in orgs for name in (org.name if org.level != "room" else "", *org.org_ids)}
    return tuple(
        sorted(room.room_id for room in rooms(source, on).values() if within & {room.room_id, room.hf, room.rhf})
    )
