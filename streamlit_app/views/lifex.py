"""Innføring av LifeX: how far has it come, does the plan hold, and did figures change where rooms moved?"""

from __future__ import annotations

from datetime import date

import streamlit as st

from streamlit_app.analysis import rollout
from streamlit_app.analysis.rollout import SMALL, Moved
from streamlit_app.data import organisations, platforms
from streamlit_app.data.calendar import calendar
from streamlit_app.data.platforms import Stay
from streamlit_app.exhibits import cutovers, exhibit, rollout_parts
from streamlit_app.page import Page
from streamlit_app.text import lifex as text
from streamlit_app.view import View


def _show(view: View) -> None:
    days = calendar(view.source).days
    known_until = days.last if days else view.period.last
    on = min(view.period.last, known_until)
    stays = _stays(view, on)
    _state(stays, on)
    exhibit.show(view, rollout_parts.months(view, stays, known_until, on))
    exhibit.show(view, rollout_parts.kinds(view, stays, on))
    if view.org.is_country:
        exhibit.show(view, rollout_parts.published(view))
    _changes(view, stays, on)
    dates = rollout_parts.dates(view, stays, known_until)
    with st.expander(text.all_dates(len(dates.table.rows))):
        exhibit.show(view, dates)


def _stays(view: View, on: date) -> list[Stay]:
    found = platforms.stays(view.source)
    if view.org.is_country:
        return found
    chosen = (
        organisations.rooms_within(view.source, (view.org,), on) if view.org.level != "selection" else view.org.org_ids
    )
    return [stay for stay in found if stay.room_id in chosen]


def _state(stays: list[Stay], on: date) -> None:
    now = rollout.on_day(stays, on)
    small, amk = ([stay for stay in now if (stay.kind in SMALL) is is_small] for is_small in (True, False))
    moved, moved_amk = (sum(stay.state == "lifex" for stay in some) for some in (small, amk))
    pilots = sum(stay.state == "limited" for stay in now)
    figures = (
        (text.SMALL_ON_LIFEX, text.of_total(moved, len(small)), text.SMALL_MEANING),
        (text.SMALL_LEFT, str(len(small) - moved), text.SMALL_MEANING),
        (text.AMK_ON_LIFEX, text.of_total(moved_amk, len(amk)), ""),
        (text.IN_PILOT, str(pilots), text.PILOT_MEANING),
    )
    with st.grid(len(figures), min_column_width=230):
        for label, value, meaning in figures:
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.metric(label, value)
                st.caption(meaning)
    planned = [
        stay.valid_from for stay in stays if stay.kind in SMALL and stay.state == "lifex" and stay.valid_from > on
    ]
    st.markdown(text.sentence(on, moved, len(small), max(planned, default=None), pilots))


def _changes(view: View, stays: list[Stay], on: date) -> None:
    ids = {stay.room_id for stay in stays}
    moves = [one for one in rollout.moves(view.source, on) if one.room_id in ids]
    moved = rollout.before_and_after(view.source, moves, stays)
    subject = text.IN_TIME
    if moved:
        subject = st.segmented_control(
            text.CHANGES_OF, (text.IN_TIME, text.UNANSWERED), default=text.IN_TIME, required=True, key="endring",
            bind="query-params", label_visibility="collapsed",
        ) or text.IN_TIME  # fmt: skip
        st.markdown(_sentence(moved, subject))
    exhibit.show(view, cutovers.exhibit(view, moved, subject))


def _sentence(moved: list[Moved], subject: str) -> str:
    sign = -1 if subject == text.UNANSWERED else 1
    known = [(one, change) for one in moved if (change := one.change(cutovers.kpi_id(one, subject)))]
    clear = [sign * change.amount for one, change in known if one.has_enough and change.is_beyond_chance]
    few = sum(not one.has_enough for one, _ in known)
    return text.changes_sentence(len(known), sum(by > 0 for by in clear), sum(by < 0 for by in clear), few)


PAGE = Page(
    path="lifex",
    menu=text.MENU,
    question=lambda view: text.question(view.is_over),
    show=_show,
)
