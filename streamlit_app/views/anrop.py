"""113 and 116117: how fast is the number answered? One page for each, of the same parts."""

from __future__ import annotations

from functools import partial

import streamlit as st

from streamlit_app.analysis import figures, rooms
from streamlit_app.analysis.figures import Figure
from streamlit_app.analysis.rooms import Ranking
from streamlit_app.data import registry
from streamlit_app.exhibits import call_parts, cards, exhibit, room_ranking, trend
from streamlit_app.lines import IN_TIME
from streamlit_app.page import Page
from streamlit_app.records import Measure
from streamlit_app.text import calls as text
from streamlit_app.view import COUNTRY, View


def _show(segment: str, chosen: View) -> None:
    view = chosen.of(segment)
    in_time = IN_TIME[segment]
    found = {figure.measure: figure for figure in figures.figures(view, call_parts.measures(segment))}
    offered = found[Measure("calls_offered", segment)]
    ranking = rooms.ranking(view, segment)
    if offered.value is None or not offered.value.value:
        st.info(text.no_calls(view.org.name, segment, view.period.name))
        _rooms(ranking, view)
        return
    headline = ("calls_unanswered_share", "answer_time_p90_s")
    cards.cards([found[in_time], offered, *(found[Measure(kpi_id, segment)] for kpi_id in headline)])
    st.markdown(_sentence(view, ranking))
    _trend(view)
    with st.grid(2, min_column_width=330):
        with st.container():
            subject = st.segmented_control(
                text.HEATMAP_OF, text.HEATMAPS, default=text.VOLUME, required=True, key="timer", bind="query-params",
                label_visibility="collapsed",
            )  # fmt: skip
            exhibit.show(view, call_parts.hours(view, subject or text.VOLUME))
        with st.container():
            exhibit.show(view, call_parts.waits(view))
    _rooms(ranking, view, found[in_time])
    exhibit.show(view, call_parts.overflow(view))
    exhibit.show(view, call_parts.every_figure(view, list(found.values())))


def _sentence(view: View, ranking: Ranking) -> str:
    places = {standing.room.room_id: place for place, standing in enumerate(ranking.judged, start=1)}
    place = places.get(view.org.org_ids[0]) if view.org.level == "room" else None
    if place is None:
        return room_ranking.sentence(ranking)
    share = ranking.judged[place - 1].share or 0.0
    own = text.standing(view.org.name, share, place, len(places))
    return f"{own} {room_ranking.sentence(ranking)}"


def _trend(view: View) -> None:
    kpi_ids = (
        IN_TIME[view.segment].kpi_id, "calls_offered", "calls_unanswered_share", "answer_time_median_s",
        "answer_time_p90_s", "answer_time_p95_s",
    )  # fmt: skip
    labels = {registry.definition(view.source, kpi_id, view.period.first).label: kpi_id for kpi_id in kpi_ids}
    chosen = st.segmented_control(
        text.TREND_OF, list(labels), default=next(iter(labels)), required=True, key="utvikling", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    measure = Measure(labels.get(chosen or "", kpi_ids[0]), view.segment)
    exhibit.show(view, trend.exhibit(view, measure))


def _rooms(ranking: Ranking, view: View, shown: Figure | None = None) -> None:
    """The rooms of the whole country, whatever is chosen: a room is seen among its peers."""
    if shown is None or not view.org.is_country:
        shown = figures.figures(View(view.source, view.period, COUNTRY, view.segment), [IN_TIME[view.segment]])[0]
    exhibit.show(ranking.view, room_ranking.exhibit(ranking, shown))


def _page(segment: str) -> Page:
    return Page(
        path=segment,
        menu=segment,
        question=lambda view: text.question(segment, view.is_over),
        show=partial(_show, segment),
    )


PAGES = tuple(_page(segment) for segment in IN_TIME)
