"""What the roles of a token come to in a release: which rooms a unit has is the release's to say."""

from __future__ import annotations

from streamlit_app.access import Grant, Role, Source, Viewer
from streamlit_app.data.connection import NOBODY, kept, rows
from streamlit_app.release import Release


def viewer(release: Release, granted: Grant) -> tuple[Viewer, tuple[str, ...]]:
    """The viewer that a grant makes, and the units of it that the release does not know.

    Whoever leads nothing that is known is no leader.
    """
    if "analyst" in granted.roles:
        return Viewer(granted.subject, granted.roles, org_ids=None), ()
    source = Source(release, Viewer(granted.subject, frozenset(), frozenset()))
    known = _units(source, granted.units)
    org_ids = {org_id for _, below in known.values() for org_id in below}
    roles: set[Role] = set(granted.roles) if known else set(granted.roles) - {"leader"}
    names = tuple(known[unit][0] for unit in granted.units if unit in known)
    unknown = tuple(unit for unit in granted.units if unit not in known)
    return Viewer(granted.subject, frozenset(roles), frozenset(org_ids), names), unknown


@kept(256)
def _units(source: Source, unit_ids: tuple[str, ...]) -> dict[str, tuple[str, frozenset[str]]]:
    """The name of each unit that is known, and the ids of it and everything below it, as rooms were last."""
    found = rows(
        source,
        NOBODY,
        """
        with newest as (
            select * from marts.dim_control_room
            qualify row_number() over (partition by room_id order by valid_from desc) = 1
        ),
        below as (
            select rhf_id as unit_id, rhf as name, unnest([rhf_id, hf_id, room_id]) as org_id from newest
            union all
            select hf_id, hf, unnest([hf_id, room_id]) from newest
            union all
            select room_id, name, room_id from newest
        )
        select asked.unit_id, any_value(below.name), list(distinct below.org_id)
        from unnest(?) as asked (unit_id)
        inner join below on lower(asked.unit_id) = lower(below.unit_id)
        group by asked.unit_id
        """,
        list(unit_ids),
    )
    return {unit_id: (name, frozenset(org_ids)) for unit_id, name, org_ids in found}
