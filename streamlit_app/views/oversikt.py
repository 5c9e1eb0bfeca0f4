"""Oversikt: how did the period go, and what needs attention?"""

from __future__ import annotations

import streamlit as st

from streamlit_app.analysis import attention, figures, rooms
from streamlit_app.exhibits import cards, exhibit, trend
from streamlit_app.lines import IN_TIME
from streamlit_app.page import Page
from streamlit_app.records import Measure
from streamlit_app.text import oversikt as text
from streamlit_app.view import View

VOLUMES = (
    Measure("calls_total"),
    Measure("alarms_sent"),
    Measure("video_sessions"),
    Measure("nodsms_received"),
)
HEADLINES = (*IN_TIME.values(), Measure("alarms_sent"), Measure("video_sessions"))


def _show(view: View) -> None:
    headline = figures.figures(view, HEADLINES)
    cards.cards(headline)
    rankings = {segment: rooms.ranking(view, segment) for segment in IN_TIME}
    st.subheader(text.ATTENTION_TITLE, anchor=False)
    attention.show(view, rankings)
    with st.grid(2, min_column_width=330):
        for measure in IN_TIME.values():
            with st.container():
                exhibit.show(view, trend.exhibit(view, measure))
    st.header(text.VOLUMES_TITLE, anchor=False)
    with st.grid(2, min_column_width=330):
        for measure in VOLUMES:
            with st.container():
                exhibit.show(view, trend.exhibit(view, measure, height=180))


PAGE = Page(
    path="oversikt",
    menu=text.MENU,
    question=lambda view: text.question(view.period.name, view.is_over),
    show=_show,
)
