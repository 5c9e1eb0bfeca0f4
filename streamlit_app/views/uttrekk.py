"""Uttrekk: who got which figures, when, and which bytes; and for a recipient its own packages, to take away."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence

import streamlit as st

from streamlit_app import addresses, choices, formats, frame
from streamlit_app.data import packages, tries
from streamlit_app.data.packages import Package
from streamlit_app.data.tries import ShelfError, Try, Upcoming
from streamlit_app.exhibits import exhibit, package_card
from streamlit_app.exhibits import extract_parts as parts
from streamlit_app.page import Page
from streamlit_app.text import uttrekk as text
from streamlit_app.view import View

_log = logging.getLogger(__name__)


def _show(view: View) -> None:
    try:
        every, found = tries.tries(view.source), packages.packages(view.source)
    except ShelfError:
        package_card.unreadable()
        return
    coming = _coming(view)
    states = Counter(_last_tries(every.lines).values())
    agreed = [one for one in coming if one.recipient.agreement]
    days = [one.following.due_on for one in agreed]
    figures = {
        text.DELIVERED: formats.count(len({one.delivery.manifest_sha256 for one in every.lines if _is_delivered(one)})),
        text.FAILED: formats.count(states["failed"]),
        text.WITHHELD: formats.count(states["withheld"]),
        text.NEXT: formats.day(min(days)) if days else formats.NOTHING,
    }
    with st.grid(len(figures), min_column_width=230):
        for label, shown in figures.items():
            st.metric(label, shown, border=True)
    tried = len(every.lines)
    st.markdown(text.reading(tried, states["failed"], states["withheld"], has_agreements=bool(agreed) or not coming))
    if every.in_release > tried:
        st.error(text.LINES_MISSING)
    exhibit.show(view, parts.upcoming(view, coming, every))
    if found:
        st.subheader(text.FETCH_TITLE, anchor=False)
        package_card.card(view.source, _chosen(found, lambda one: f"{text.named(one)} · {one.recipient_id}"))
    if not every.lines:
        return
    recipients = sorted({one.delivery.recipient for one in every.lines})
    st.subheader(text.AUDIT_TITLE, anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        recipient = choices.one_of(text.RECIPIENT, [text.EVERY_RECIPIENT, *recipients], "mottaker")
        state = choices.one_of(text.STATE, [text.EVERY_STATE, *text.STATES.values()], "status")
    chosen = [
        one
        for one in every.lines
        if recipient in (text.EVERY_RECIPIENT, one.delivery.recipient)
        and state in (text.EVERY_STATE, text.STATES[one.delivery.state])
    ]
    exhibit.below(view, parts.tried(view, every, chosen, f"{recipient}, {text.STATE.lower()}: {state.lower()}"))


def _show_own(view: View) -> None:
    source = view.source
    try:
        every, found = tries.tries(source), packages.packages(source)
    except ShelfError:
        package_card.unreadable()
        return
    if not found:
        package_card.none(source)
        return
    frame.source_line(text.own_source(len(found), found[0]), is_synthetic=any(one.is_synthetic for one in found))
    if not _is_delivered(newest := every.lines[0]):
        st.warning(text.stopped(newest.period.name, newest.delivery.state))
    for one in _coming(view):
        if one.recipient.agreement:
            st.markdown(text.coming(one.following.period.label, one.following.due_on))
    package_card.card(source, _chosen(found, text.named))
    exhibit.show(view, parts.own(view, found))


def _coming(view: View) -> list[Upcoming]:
    try:
        return tries.upcoming(view.source)
    except ShelfError:
        _log.exception("what comes next is not known")
        if view.source.viewer.sees_all:
            st.error(text.BAD_RECIPIENTS)
        return []


def _last_tries(lines: Sequence[Try]) -> dict[tuple[str, str], str]:
    """How the newest try of each recipient's period ended."""
    found: dict[tuple[str, str], str] = {}
    for one in lines:
        found.setdefault((one.delivery.recipient_id, one.delivery.period), one.delivery.state)
    return found


def _is_delivered(one: Try) -> bool:
    return one.delivery.state == "delivered"


def _chosen(found: Sequence[Package], name: Callable[[Package], str]) -> Package:
    """One of those that the viewer has: what the address says is held against their names, and nothing else."""
    by_name = {name(one): one for one in found}
    return by_name[choices.one_of(text.PACKAGE, list(by_name), "pakke")]


PAGE = Page(
    path=addresses.EXTRACTS,
    menu=text.MENU,
    question=lambda view: text.QUESTION,
    show=_show,
    covers=text.COVERS,
    for_outsiders=Page(
        path=addresses.EXTRACTS,
        menu=text.MENU,
        question=lambda view: text.OWN_QUESTION,
        show=_show_own,
        covers=text.COVERS,
        says_source=True,
    ),
)
