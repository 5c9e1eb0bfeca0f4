"""Figures as cards: value, target, changes, and a small line of recent periods."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Literal

import streamlit as st

from streamlit_app import formats
from streamlit_app.analysis.figures import Change, Figure
from streamlit_app.exhibits import definition_card
from streamlit_app.text import figures as text

MOST = 4
"""More than these are a table, not an answer."""


def cards(figures: Sequence[Figure]) -> None:
    """At most four figures beside each other; below each other on a phone.

    Raises ValueError for more.
    """
    if len(figures) > MOST:
        raise ValueError(f"{len(figures)} figures: a page begins with at most {MOST}")
    with st.grid(len(figures), min_column_width=230):
        for figure in figures:
            with st.container(border=True, height="stretch", gap="xsmall"):
                _card(figure)


def _card(figure: Figure) -> None:
    definition, value = figure.definition, figure.value
    if value is None or not figure.is_delivered:
        st.metric(definition.label, formats.NOTHING)
        st.caption(text.nothing_delivered(definition.subject, figure.measure.segment, figure.view.period.name))
        return
    first, *others = figure.changes
    st.metric(
        definition.label,
        formats.value(value.value, definition.unit),
        formats.NOTHING if first.amount is None else formats.change(first.amount, definition.unit),
        delta_color="off",
        delta_arrow=_arrow(first),
        delta_description=_since(first),
        chart_data=list(figure.recent) if len(figure.recent) > 1 else None,
    )
    lines = [text.change(other.amount, other.reason, other.then.name, definition.unit) for other in others]
    if not value.is_complete:
        lines.insert(0, text.PROVISIONAL)
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    st.html(
        f'<div class="beside">{said}{_target(figure)}{definition_card.link(definition.kpi_id, definition.label)}</div>'
    )


def _since(change: Change) -> str:
    if change.amount is None:
        return text.not_compared(change.reason or "nothing then", change.then.name)
    return text.compared_with(change.then.name)


def _arrow(change: Change) -> Literal["up", "down", "off"]:
    return "off" if not round(1000 * (change.amount or 0)) else "up" if (change.amount or 0) > 0 else "down"


def _target(figure: Figure) -> str:
    value, definition = figure.value, figure.definition
    if value is None or value.target is None or value.target_met is None:
        return ""
    said = text.target_status(value.target_met, value.target, definition.unit, definition.direction)
    return f'<p class="{"met" if value.target_met else "below"}"><strong>{escape(said)}</strong></p>'
