"""Video: do invitations become sessions, how often is video used, and who has it?"""

from __future__ import annotations

import streamlit as st

from streamlit_app import choices
from streamlit_app.analysis import figures, places
from streamlit_app.analysis.places import Comparison
from streamlit_app.data import kpis, video
from streamlit_app.data.video import VideoUse
from streamlit_app.exhibits import cards, exhibit, place_ranking, segments, trend, video_parts
from streamlit_app.page import Page
from streamlit_app.records import Measure
from streamlit_app.text import video as text
from streamlit_app.view import COUNTRY, View

SOLUTIONS = ("hjelp113", "bliksund")
SUCCESS, SESSIONS, INVITATIONS, CONNECT, DURATION, MEAN = (
    "video_success_share", "video_sessions", "video_invitations", "video_connect_time_median_s",
    "video_duration_median_s", "video_duration_mean_s",
)  # fmt: skip


def _show(chosen: View) -> None:
    view = chosen.of(choices.segment(text.SOLUTION, ("all", *SOLUTIONS), "videolosning"))
    headline = figures.figures(
        view, [Measure(kpi, view.segment) for kpi in (SESSIONS, SUCCESS, CONNECT, DURATION, INVITATIONS)]
    )
    sessions, invitations = headline[0].value, headline[-1].value
    if not view.org.is_country and (invitations is None or (invitations.is_complete and not invitations.value)):
        st.info(text.none(view.org.name, view.period.name))
        exhibit.show(view, video_parts.coverage(view))
        return
    cards.cards(headline[: cards.MOST])
    used = video.use(view.source, view.org, view.segment, view.period)
    compared = _compared(view)
    if sessions and invitations and sessions.value is not None and invitations.value:
        said = text.sentence(sessions.value, invitations.value, video_parts.per_1000(used))
        st.markdown(f"{said} {place_ranking.sentence(compared, text.ROOMS)}")
    measure = choices.measure(view, [SUCCESS, SESSIONS, INVITATIONS, CONNECT, DURATION, MEAN], "videotall")
    exhibit.show(view, trend.exhibit(view, measure))
    with st.grid(2, min_column_width=330):
        with st.container():
            exhibit.show(view, video_parts.statuses(view))
        with st.container():
            exhibit.show(view, video_parts.use(view, used))
    exhibit.show(
        view.of("all"),
        segments.exhibit(
            view, (*SOLUTIONS, "all"), (INVITATIONS, SESSIONS, SUCCESS, CONNECT, DURATION), key="losninger",
            title=text.SOLUTIONS_TITLE, heading=text.SOLUTION,
        ),
    )  # fmt: skip
    in_country = {one.room_id: one for one in _used_in_country(view, used)}
    more = [video_parts.per_1000_of(in_country)]
    exhibit.show(compared.view, place_ranking.exhibit(compared, text.ROOMS, f"videosentraler-{view.segment}", more))
    exhibit.show(view, video_parts.coverage(view))


def _used_in_country(view: View, used: list[VideoUse]) -> list[VideoUse]:
    return used if view.org.is_country else video.use(view.source, COUNTRY, view.segment, view.period)


def _compared(view: View) -> Comparison:
    """The rooms of the whole country, whatever is chosen: a room is seen among its peers."""
    ranked, *others = (Measure(kpi, view.segment) for kpi in (SUCCESS, INVITATIONS, SESSIONS, CONNECT, DURATION))
    country = kpis.values(view.source, [ranked], COUNTRY, [view.period])
    return places.comparison(
        view,
        places.of_rooms(kpis.by_room(view.source, [ranked, *others], view.period)),
        ranked,
        others,
        country=country.get((ranked, view.period)),
        chosen=places.chosen_rooms(view),
    )


PAGE = Page(
    path="video",
    menu=text.MENU,
    question=lambda view: text.question(view.is_over),
    show=_show,
)
