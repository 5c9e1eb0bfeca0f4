"""Oversikt: how did the year go?"""

from __future__ import annotations

import streamlit as st

from streamlit_app import components, data, figures, formats, room_table, rooms, text
from streamlit_app.figures import YearFigure
from streamlit_app.records import Measure
from streamlit_app.release import Release
from streamlit_app.rooms import RoomRanking

VOLUMES = (
    Measure("calls_total"),
    Measure("alarms_sent"),
    Measure("video_sessions"),
    Measure("nodsms_received"),
)


def show(release: Release) -> None:
    """Draw the page for the year that the reader chose."""
    years = data.years(release)
    if not years:
        components.notice(*text.EMPTY_RELEASE)
        return
    top = st.container()
    year = components.year_filter(years)
    with top:
        is_over = year < formats.local(release.built_at).year
        components.heading(text.overview_title(year, is_over), release, str(year), text.WHOLE_COUNTRY)

    with st.grid(4, min_column_width=150):
        for measure in VOLUMES:
            with st.container(border=True, height="stretch"):
                figure = figures.year_figure(release, measure, year)
                components.year_metric(figure, with_months=True)
                components.year_definition(release, figure)

    st.header(text.OVERVIEW_TARGETS, anchor=False)
    rankings = {line: rooms.ranking(release, line, year) for line in rooms.IN_TIME}
    with st.grid(2, min_column_width=330):
        for line, measure in rooms.IN_TIME.items():
            with st.container(border=True, height="stretch"):
                _response(release, figures.year_figure(release, measure, year), rankings[line])

    st.header(text.OVERVIEW_ROOMS, anchor=False)
    _rooms(release, rankings[components.line_filter(list(rankings))])


def _response(release: Release, figure: YearFigure, ranking: RoomRanking) -> None:
    components.year_metric(figure, with_months=False)
    if figure.is_delivered:
        components.target_status(figure)
        components.share_trend(figure)
        st.markdown(room_table.sentence(ranking))
    components.year_definition(release, figure)


def _rooms(release: Release, ranking: RoomRanking) -> None:
    if not ranking.rooms:
        st.markdown(text.no_rooms(ranking.line, ranking.year))
        return
    st.html(room_table.table(ranking))
    definitions = [ranking.in_time, ranking.offered, ranking.median, ranking.p90]
    components.definitions(definitions, room_table.file(release, ranking), f"rooms-{ranking.line}")
