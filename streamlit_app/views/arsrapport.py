"""Årsrapport: the annual report's figures of a year or tertial, beside the published ones, ready to take away."""

from __future__ import annotations

from html import escape

import streamlit as st

from streamlit_app import formats
from streamlit_app.data.calendar import calendar
from streamlit_app.exhibits import cards, exhibit, published_table
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.page import Page
from streamlit_app.period import Period
from streamlit_app.report import content as reports
from streamlit_app.report import pdf, xlsx
from streamlit_app.report.content import HEADLINES, Line, Report
from streamlit_app.tables import Column, Table
from streamlit_app.text import arsrapport as text
from streamlit_app.text import calls, filters
from streamlit_app.text import charts as heads
from streamlit_app.view import View

_KEY = "rapport"
"""The chosen period's name in the address."""
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _show(view: View) -> None:
    period = _period(view)
    if period is None:
        st.info(text.NO_PERIOD)
        return
    found = reports.report(view.source, period)
    said = "\n\n".join(reports.sentences(found))
    cards.cards([found.of(measure.kpi_id, measure.segment).figure for measure in HEADLINES])
    _documents(found)
    st.subheader(text.PARAGRAPH_TITLE, anchor=False)
    st.code(said, language=None, wrap_lines=True)
    st.caption(text.PARAGRAPH_NOTE)
    _published(found)
    exhibit.show(found.view, _figures(found))


def _period(view: View) -> Period | None:
    """The report's own choice: the filter bar offers periods and organisations that no report is made of."""
    known = calendar(view.source)
    options = reports.periods(known.periods["year"], known.periods["tertial"])
    if not options:
        return None
    usual = next((period for period in options if period in known.complete), options[0])
    names = {period.name: period for period in options}
    if _KEY not in st.session_state and st.query_params.get(_KEY, usual.name) not in names:
        st.info(filters.not_understood([_KEY]))
    chosen = st.selectbox(
        text.PERIOD, list(names), index=options.index(usual), key=_KEY, bind="query-params", width=240
    )
    return names.get(chosen or "", usual)


def _documents(found: Report) -> None:
    name = f"nodstat_rapport_{found.period.first}_{found.period.last}"
    with st.container(horizontal=True):
        st.download_button(
            text.PDF, lambda: pdf.pdf(found), f"{name}.pdf", "application/pdf", key="rapport-pdf",
            on_click="ignore",
        )  # fmt: skip
        st.download_button(
            text.EXCEL, lambda: xlsx.workbook(found), f"{name}.xlsx", _WORKBOOK, key="rapport-xlsx",
            on_click="ignore",
        )  # fmt: skip


def _published(found: Report) -> None:
    rows = found.published
    if rows:
        st.markdown(text.published_sentence(sum(row.agrees is True for row in rows), len(rows)))
    exhibit.show(
        found.view,
        Exhibit(
            key="publiserte-tall",
            title=text.PUBLISHED_TITLE,
            table=published_table.table(text.published_caption(found.period.name), rows),
            definitions=[line.figure.definition for line in found.lines if line.figure.measure in HEADLINES],
            empty=text.NOT_PUBLISHED,
        ),
    )


def _figures(found: Report) -> Exhibit:
    def shown(line: Line) -> str:
        value = formats.value(line.value.value if line.value else None, line.figure.definition.unit)
        is_provisional = line.value is not None and not line.value.is_complete
        return f"{value}<small>{heads.INCOMPLETE}</small>" if is_provisional else value

    def change(line: Line) -> str:
        amount = line.change.amount
        return formats.NOTHING if amount is None else formats.change(amount, line.figure.definition.unit)

    columns: list[Column[Line]] = [
        Column(
            text.FIGURE,
            lambda line: f"{escape(line.label)}<small>{escape(text.GROUPS[line.group])}</small>",
            raw=lambda line: line.label,
        ),
        Column(text.GROUP, None, raw=lambda line: text.GROUPS[line.group]),
        Column(text.UNIT, None, raw=lambda line: calls.UNITS[line.figure.definition.unit]),
        Column(
            found.period.name, shown, raw=lambda line: line.value.value if line.value else None, is_number=True
        ),
        Column(
            found.then.name,
            lambda line: formats.value(line.before.value if line.before else None, line.figure.definition.unit),
            raw=lambda line: line.before.value if line.before else None, is_number=True, is_wide_only=True,
        ),
        Column(text.CHANGE, change, raw=lambda line: line.change.amount, is_number=True),
        Column(heads.TARGET, None, raw=lambda line: line.figure.definition.target),
        Column(heads.IS_COMPLETE, None, raw=lambda line: line.value.is_complete if line.value else None),
    ]  # fmt: skip
    definitions = list({line.figure.definition.kpi_id: line.figure.definition for line in found.lines}.values())
    return Exhibit(
        key="arsrapportens-tall",
        title=text.FIGURES_TITLE,
        table=Table(text.figures_caption(found.period.name), columns, found.lines),
        definitions=definitions,
    )


PAGE = Page(path="arsrapport", menu=text.MENU, question=lambda view: text.QUESTION, show=_show, covers=text.COVERS)
