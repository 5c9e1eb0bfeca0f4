"""Definisjoner: what do the numbers mean?"""

from __future__ import annotations

from html import escape

import streamlit as st

from streamlit_app import addresses, components, definition_card, glossary, text
from streamlit_app.glossary import Entry
from streamlit_app.release import Release


def show(release: Release) -> None:
    """Draw every definition, or the one that the address names."""
    components.heading(text.DEFINITIONS_TITLE, release, text.NEWEST_COMPLETE.capitalize(), text.WHOLE_COUNTRY)
    entries = glossary.entries(release)
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
    topic = components.topic_filter([heading for heading, _ in glossary.by_subject(entries)])
    found = glossary.by_subject(glossary.search(entries, components.search_field()))
    shown = [(heading, group) for heading, group in found if topic in (None, heading)]
    if not shown:
        st.markdown(text.NO_MATCH)
    for heading, group in shown:
        st.header(heading, anchor=False)
        _cards(group)


def _cards(entries: list[Entry]) -> None:
    st.html("".join(map(definition_card.card, entries)))
