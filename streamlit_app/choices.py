"""What a reader chooses on a page itself, beside the filter bar; kept in the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from streamlit_app.data import registry
from streamlit_app.records import Measure
from streamlit_app.text.charts import SHOW
from streamlit_app.text.filters import not_understood
from streamlit_app.text.registry import SEGMENTS
from streamlit_app.view import View


def segment(label: str, segments: Sequence[str], key: str) -> str:
    """One of the registry's segments, the first of them at first; `key` is its name in the address."""

    def name(one: str) -> str:
        called = SEGMENTS.get(one, one)
        return called[:1].upper() + called[1:]

    chosen = st.segmented_control(
        label, segments, format_func=name, default=segments[0], required=True, key=key, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    return chosen or segments[0]


def one_of(label: str, options: Sequence[str], key: str) -> str:
    """One of several names, the first of them at first. What the address asks for and is not among them, is said."""
    asked = st.query_params.get(key)
    if asked and asked not in options and key not in st.session_state:
        st.info(not_understood([key]))
    return st.selectbox(label, options, key=key, bind="query-params", width=380) or options[0]


def measure(view: View, kpi_ids: Sequence[str], key: str) -> Measure:
    """One of the KPIs, in the view's segment, the first of them at first."""
    labels = {registry.definition(view.source, kpi_id, view.period.first).label: kpi_id for kpi_id in kpi_ids}
    chosen = st.segmented_control(
        SHOW, list(labels), default=next(iter(labels)), required=True, key=key, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    return Measure(labels.get(chosen or "", kpi_ids[0]), view.segment)
