"""Datakvalitet: has everything been delivered, what was left out of the figures, and what do the checks say?"""

from __future__ import annotations

import streamlit as st

from streamlit_app import addresses, formats
from streamlit_app.data import deliveries
from streamlit_app.exhibits import delivery_parts as parts
from streamlit_app.exhibits import exhibit, release_checks
from streamlit_app.page import Page
from streamlit_app.text import datakvalitet as text
from streamlit_app.view import View


def _show(view: View) -> None:
    feeds = deliveries.feeds(view.source)
    late = sum(map(deliveries.is_late, feeds))
    missing = sum(feed.missing_deliveries for feed in feeds)
    expected = sum(feed.expected_deliveries for feed in feeds)
    figures = {
        text.LATE_FEEDS: text.of(late, len(feeds)),
        text.ARRIVED: text.of(expected - missing, expected),
        text.IN_QUARANTINE: formats.share(parts.quarantined_share(feeds), 2),
        text.WARNED: text.of(len(view.release.warnings), len(view.release.checks)),
    }
    with st.grid(len(figures), min_column_width=230):
        for label, shown in figures.items():
            st.metric(label, shown, border=True)
    unmended = sum(not refusal.is_mended for refusal in deliveries.refusals(view.source))
    st.markdown(text.reading(late, missing, unmended, len(view.release.warnings)))
    for part in (parts.feeds, parts.refusals, parts.quarantine, parts.corrections):
        exhibit.show(view, part(view.source))
    release_checks.show(view.source)


PAGE = Page(
    path=addresses.QUALITY,
    menu=text.MENU,
    question=lambda view: text.QUESTION,
    show=_show,
    covers=text.COVERS,
)
