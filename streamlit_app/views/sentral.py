"""Sentral: everything about one room, trust or region, against its peers and the country."""

from __future__ import annotations

import streamlit as st

from streamlit_app.analysis import figures, standing
from streamlit_app.analysis.standing import Standing
from streamlit_app.data import organisations, platforms, registry
from streamlit_app.data.calendar import calendar
from streamlit_app.exhibits import call_parts, cards, exhibit, room_list, standing_parts, trend
from streamlit_app.lines import IN_TIME
from streamlit_app.page import Page
from streamlit_app.records import Measure
from streamlit_app.text import calls, lifex
from streamlit_app.text import registry as words
from streamlit_app.text import sentral as text
from streamlit_app.view import View

_COUNTS = (Measure("calls_offered"), Measure("alarms_sent"), Measure("video_sessions"))


def _show(view: View) -> None:
    if view.org.is_country:
        _choose(view)
        return
    standings = standing.standings(view)
    counts = [figure for figure in figures.figures(view, _COUNTS) if figure.value and figure.value.value]
    if not standings and not counts:
        st.info(text.NO_EVENTS)
    else:
        _answer(view, standings, counts)
    _systems(view)
    exhibit.show(view, standing_parts.status(view))


def _answer(view: View, standings: list[Standing], counts: list[figures.Figure]) -> None:
    cards.cards([*(one.figure for one in standings), *counts][: cards.MOST])
    st.markdown("  \n".join(_sentence(view, one) for one in standings[:2]))
    if standings:
        exhibit.show(view, standing_parts.peers(view, standings))
    _trend(view, [*(one.figure.measure for one in standings), *(figure.measure for figure in counts)])
    _hours(view, [one.figure.measure.segment for one in standings if one.figure.measure.segment in IN_TIME])


def _sentence(view: View, one: Standing) -> str:
    label, peers = one.figure.definition.label, standing_parts.peers_of(view)
    if not one.is_judged:
        return text.no_place(label, standing.FEW) if peers else ""
    return text.sentence(
        label=label, org=view.org.name, share=one.own.value, place=one.place, places=one.places,
        total=len(one.peers) + 1, peers=peers,
    )  # fmt: skip


def _trend(view: View, measures: list[Measure]) -> None:
    labels = {
        registry.definition(view.source, measure.kpi_id, view.period.first).label: measure for measure in measures
    }
    chosen = st.segmented_control(
        text.TREND_OF, list(labels), default=next(iter(labels)), required=True, key="tall", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    measure = labels.get(chosen or "", measures[0])
    is_share = registry.definition(view.source, measure.kpi_id, view.period.first).unit == "share"
    spread = standing.spread(view, measure) if is_share else []
    exhibit.show(view, trend.exhibit(view, measure, spread=spread))


def _hours(view: View, numbers: list[str]) -> None:
    segments = [*numbers, "other"]
    segment = segments[0]
    if len(segments) > 1:
        segment = st.segmented_control(
            text.LINE_OF, segments, format_func=words.SEGMENTS.__getitem__, default=segment, required=True,
            key="timer-for", bind="query-params", label_visibility="collapsed",
        ) or segment  # fmt: skip
    exhibit.show(view, call_parts.hours(view.of(segment), calls.VOLUME))


def _systems(view: View) -> None:
    """A room's own history; for anything larger, the rooms that it is made of."""
    days = calendar(view.source).days
    if view.org.level == "room" and days:
        own = [stay for stay in platforms.stays(view.source) if stay.room_id == view.org.org_ids[0]]
        exhibit.show(view, standing_parts.systems(view, own, (days.first, days.last)))
        return
    within = (
        view.org.org_ids
        if view.org.level == "selection"
        else organisations.rooms_within(view.source, (view.org,), view.period.last)
    )
    stays = [stay for stay in room_list.stays_on(view) if stay.room_id in within]
    for kind in text.KINDS:
        if any(stay.kind == kind for stay in stays):
            exhibit.show(view, room_list.exhibit(view, kind, stays, lifex.KINDS[kind]))


def _choose(view: View) -> None:
    st.markdown(text.CHOOSE)
    known = organisations.organisations(view.source)
    for heading, level in ((text.REGIONS, "rhf"), (text.TRUSTS, "hf")):
        links = ", ".join(room_list.link(view, org.name) for org in known if org.level == level)
        st.html(f'<p class="choices"><strong>{heading}:</strong> {links}</p>')
    stays = room_list.stays_on(view)
    kinds = [kind for kind in text.KINDS if any(stay.kind == kind for stay in stays)]
    if not kinds:
        return
    kind = st.segmented_control(
        text.KIND, kinds, format_func=text.KINDS.__getitem__, default=kinds[0], required=True, key="slag",
        bind="query-params", label_visibility="collapsed",
    ) or kinds[0]  # fmt: skip
    exhibit.show(view, room_list.exhibit(view, kind, stays, text.CHOOSE_TITLE))


PAGE = Page(
    path=room_list.PATH,
    menu=text.MENU,
    question=lambda view: text.question(view.org.name, view.org.is_country, view.is_over),
    show=_show,
)
