"""Definisjoner: what do the numbers mean?"""

from __future__ import annotations

from html import escape

import streamlit as st

from streamlit_app import addresses
from streamlit_app.analysis import glossary
from streamlit_app.analysis.glossary import Entry
from streamlit_app.exhibits import definition_card
from streamlit_app.page import Page
from streamlit_app.text import definisjoner as text
from streamlit_app.text import registry
from streamlit_app.view import View


def _show(view: View) -> None:
    """Draw every definition, or the one that the address names."""
    entries = glossary.entries(view.source)
    wanted = st.query_params.get(addresses.KPI)
    chosen = [entry for entry in entries if entry.kpi_id == wanted]
    if chosen:
        st.html(definition_card.link_to_all())
        _cards(chosen)
        return
    if wanted:
        st.html(f"<p>{escape(text.no_such_definition(wanted))}</p>")
    _all(entries)


def _all(entries: list[Entry]) -> None:
    topic = _topic([heading for heading, _ in glossary.by_subject(entries)])
    words = st.text_input(
        text.SEARCH, key="sok", bind="query-params", type="search", live=True, placeholder=text.SEARCH_EXAMPLE
    )
    found = glossary.by_subject(glossary.search(entries, words or ""))
    shown = [(heading, group) for heading, group in found if topic in (None, heading)]
    if not shown:
        st.markdown(text.NO_MATCH)
    for heading, group in shown:
        st.header(heading, anchor=False)
        _cards(group)


def _topic(topics: list[str]) -> str | None:
    """The chosen topic, kept in the address; None for all of them."""
    options = [text.ALL_TOPICS, *topics]
    chosen = st.segmented_control(
        text.TOPIC, options, default=text.ALL_TOPICS, required=True, key="tema", bind="query-params"
    )
    return None if chosen == text.ALL_TOPICS else chosen


def _cards(entries: list[Entry]) -> None:
    st.html("".join(map(definition_card.card, entries)))


PAGE = Page(
    path=addresses.DEFINITIONS,
    menu=text.MENU,
    question=lambda view: text.TITLE,
    show=_show,
    covers=registry.NEWEST_COMPLETE.capitalize(),
)
