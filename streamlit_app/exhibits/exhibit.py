"""A part of a page, whole: chart, the table behind it, its definitions, and everything to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from streamlit_app.charts import picture
from streamlit_app.charts.theme import Spec
from streamlit_app.downloads import Header, csv_bytes, xlsx_bytes
from streamlit_app.exhibits import definition_card
from streamlit_app.records import Definition
from streamlit_app.tables import Table
from streamlit_app.text import charts as text
from streamlit_app.text.registry import DEFINITION, SEGMENTS
from streamlit_app.text.source import file_header
from streamlit_app.view import View

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Exhibit:
    """What a part of a page shows. A title and a table are never missing; of KPIs it has their definitions too."""

    key: str
    """Its name in widgets and file names; one on a page."""
    title: str
    table: Table[Any]
    definitions: Sequence[Definition] = ()
    chart: Spec | None = None
    alt: str = ""
    """The chart in words, for screen readers."""
    note: str = ""
    """How to read it."""
    empty: str = text.NOTHING
    """What is said when the table has no rows."""
    header: Header | None = None
    """What its files say first, where they are not of the view's release and filter."""


def show(view: View, exhibit: Exhibit) -> None:
    """Draw it, with its table, definitions and downloads; for no rows, the sentence that says so."""
    st.subheader(exhibit.title, anchor=False)
    below(view, exhibit)


def folded(view: View, exhibit: Exhibit) -> None:
    """Draw it behind its title, for those who want to know more."""
    with st.expander(exhibit.title):
        below(view, exhibit)


def below(view: View, exhibit: Exhibit) -> None:
    """Draw what stands below its title."""
    if not exhibit.table.rows:
        st.markdown(exhibit.empty)
        return
    if exhibit.chart is not None:
        st.vega_lite_chart(exhibit.chart, theme=None, alt=exhibit.alt)
    if exhibit.note:
        st.caption(exhibit.note)
    if exhibit.chart is None:
        st.html(exhibit.table.html)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if exhibit.chart is not None:
            with st.popover(text.TABLE, type="tertiary", key=f"{exhibit.key}-table"):
                st.html(exhibit.table.html)
        if exhibit.definitions:
            definitions(exhibit.definitions, exhibit.key)
        _downloads(view, exhibit)


def definitions(parts: Sequence[Definition], key: str) -> None:
    """One click to what numbers mean, and from there to their whole definitions."""
    with st.popover(DEFINITION, type="tertiary", key=f"{key}-definition"):
        for part in parts:
            st.markdown(definition_card.summary(part))
            st.html(definition_card.link(part.kpi_id, part.label))


def header(view: View, title: str) -> Header:
    """What every file says first: what it holds, of which period and organisation, from which release."""
    return file_header(view.release, title, view.period.name, selection(view))


def selection(view: View) -> str:
    """The view's filter in words."""
    return view.org.name if view.segment == "all" else f"{view.org.name}, {SEGMENTS.get(view.segment, view.segment)}"


def _downloads(view: View, exhibit: Exhibit) -> None:
    """Files are made when they are asked for, so that a page need not wait for them."""
    name = f"nodstat_{exhibit.key}_{view.period.first}_{view.period.last}"
    said = exhibit.header or header(view, exhibit.title)
    columns, rows = exhibit.table.cells
    with st.popover(text.DOWNLOAD, type="tertiary", key=f"{exhibit.key}-files"):
        st.download_button(
            text.CSV, lambda: csv_bytes(said, columns, rows), f"{name}.csv", "text/csv",
            key=f"{exhibit.key}-csv", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            text.EXCEL, lambda: xlsx_bytes(said, columns, rows), f"{name}.xlsx", WORKBOOK,
            key=f"{exhibit.key}-xlsx", on_click="ignore",
        )  # fmt: skip
        if (chart := exhibit.chart) is not None:
            lines = [" · ".join(value for _, value in said[1:3]), " · ".join(value for _, value in said[3:])]
            st.download_button(
                text.PICTURE, lambda: picture.png(chart, exhibit.title, lines), f"{name}.png", "image/png",
                key=f"{exhibit.key}-png", on_click="ignore",
            )  # fmt: skip
