"""What has been delivered, feed by feed."""

from __future__ import annotations

import streamlit as st

from streamlit_app.access import Source
from streamlit_app.data.connection import BY_SOURCE, NOBODY, rows
from streamlit_app.records import FeedStatus


@st.cache_data(show_spinner=False, max_entries=4, hash_funcs=BY_SOURCE)
def feeds(source: Source) -> list[FeedStatus]:
    """Every feed's state in this release, by feed."""
    found = rows(
        source,
        NOBODY,
        "select feed, first_date, last_date, missing_deliveries, refused from marts.data_status order by feed",
    )
    return [FeedStatus(*row) for row in found]
