"""Parts of the page on LifeX: rooms by month, by kind and by date, and what was published of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from streamlit_app import formats
from streamlit_app.analysis import rollout
from streamlit_app.analysis.rollout import MonthEnd
from streamlit_app.charts.platforms import platforms
from streamlit_app.data import reconciliation, registry
from streamlit_app.data.platforms import Stay
from streamlit_app.exhibits import published_table
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.records import Definition
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import lifex as text
from streamlit_app.view import View

_MONTHS_BEFORE = date(2025, 1, 1)
"""Nothing moved before the pilots of June 2025."""


def months(view: View, stays: Sequence[Stay], known_until: date, on: date) -> Exhibit:
    """Rooms by platform over time, and as planned."""
    found = rollout.month_ends(stays, _MONTHS_BEFORE, known_until) if stays else []

    def rooms(state: str) -> Column[MonthEnd]:
        return Column(
            text.STATES[state], lambda one: formats.count(one.rooms[state]), raw=lambda one: one.rooms[state],
            is_number=True,
        )  # fmt: skip

    columns: list[Column[MonthEnd]] = [
        Column(
            heads.PERIOD,
            lambda one: formats.month(one.on) + (f"<small>{text.PLANNED.lower()}</small>" if one.is_plan else ""),
            raw=lambda one: one.on,
        ),
        *(rooms(state) for state in rollout.STATES),
        Column(text.PLANNED, None, raw=lambda one: one.is_plan),
    ]
    now = sum(stay.state == "lifex" for stay in rollout.on_day(stays, on))
    return Exhibit(
        key="lifex-maneder",
        title=text.MONTHS_TITLE,
        table=Table(text.months_caption(view.org.name), columns, found),
        definitions=[_definition(view, "rooms_on_lifex")],
        chart=platforms(found) if found else None,
        alt=text.months_description(on, now),
        note=text.MONTHS_NOTE,
    )


def kinds(view: View, stays: Sequence[Stay], on: date) -> Exhibit:
    """Each kind of room by platform on a day, and how many are left."""
    now = rollout.on_day(stays, on)

    def last_planned(kind: str) -> date | None:
        return max(
            (s.valid_from for s in stays if s.kind == kind and s.state == "lifex" and s.valid_from > on), default=None
        )

    def count(kind: str, *states: str) -> int:
        return sum(stay.kind == kind and stay.state in states for stay in now)

    def number(heading: str, *states: str) -> Column[str]:
        return Column(
            heading,
            lambda kind: formats.count(count(kind, *states)),
            raw=lambda kind: count(kind, *states),
            is_number=True,
        )

    def planned(kind: str) -> str:
        last = last_planned(kind)
        return formats.day(last) if last else text.NO_DATE if count(kind, "iccs", "limited") else formats.NOTHING

    columns: list[Column[str]] = [
        Column(text.KIND, lambda kind: text.KINDS[kind], raw=lambda kind: text.KINDS[kind]),
        number(text.TOTAL, *rollout.STATES),
        *(number(text.STATES[state], state) for state in rollout.STATES),
        number(text.LEFT, "iccs", "limited"),
        Column(text.LAST_PLANNED, planned, raw=last_planned),
    ]
    shown = [kind for kind in text.KINDS if count(kind, *rollout.STATES)]
    return Exhibit(
        key="lifex-slag",
        title=text.KINDS_TITLE,
        table=Table(text.kinds_caption(on), columns, shown),
        definitions=[_definition(view, "rooms_on_lifex"), _definition(view, "rooms_total")],
    )


def published(view: View) -> Exhibit:
    """The annual report's figures on LifeX beside the release's own."""
    found = [row for row in reconciliation.published(view.source) if row.figure.startswith("lifex_")]
    return Exhibit(
        key="lifex-publisert",
        title=text.PUBLISHED_TITLE,
        table=published_table.table(", ".join(sorted({row.source for row in found})), found),
        definitions=[_definition(view, "rooms_on_lifex")],
    )


def dates(view: View, stays: Sequence[Stay], known_until: date) -> Exhibit:
    """Every room that has moved, tries, or has a day on which it is to move, by that day."""
    first: dict[tuple[str, str], Stay] = {}
    for stay in stays:
        if stay.state != "iccs":
            first.setdefault((stay.room_id, stay.state), stay)

    def state(stay: Stay) -> str:
        if stay.valid_from > known_until:
            return text.PLANNED
        return text.PILOT if stay.is_limited_pilot else text.DONE

    columns: list[Column[Stay]] = [
        Column(heads.ROOM, lambda stay: escape(stay.name), raw=lambda stay: stay.name),
        Column(heads.ROOM_ID, None, raw=lambda stay: stay.room_id),
        Column(text.KIND, lambda stay: text.KINDS[stay.kind], raw=lambda stay: stay.kind, is_wide_only=True),
        Column(heads.TRUST, lambda stay: escape(stay.hf), raw=lambda stay: stay.hf, is_wide_only=True),
        Column(text.DATE, lambda stay: formats.day(stay.valid_from), raw=lambda stay: stay.valid_from),
        Column(text.STATE, state, raw=state),
    ]
    return Exhibit(
        key="lifex-datoer",
        title=text.DATES_TITLE,
        table=Table(
            text.dates_caption(view.org.name), columns, sorted(first.values(), key=lambda s: (s.valid_from, s.name))
        ),
        definitions=[_definition(view, "rooms_on_lifex")],
        empty=text.NO_ROOMS,
    )


def _definition(view: View, kpi_id: str) -> Definition:
    return registry.definition(view.source, kpi_id, view.period.first)
