"""The parts that pages are made of: frame, heading, filters, figure, target, definition with file, notice."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Literal

import streamlit as st

from streamlit_app import charts, colours, definition_card, formats, text
from streamlit_app.downloads import CsvFile, csv_file
from streamlit_app.figures import YearFigure
from streamlit_app.records import Definition, Year
from streamlit_app.release import Release

_STYLE = Path(__file__).with_name("style.css")
_COLOURS = "".join(
    f"--{name.lower().replace('_', '-')}: {value};" for name, value in vars(colours).items() if name.isupper()
)


def frame() -> None:
    """What surrounds every page: its style sheet, and its language for screen readers."""
    st.html(f"<style>:root {{{_COLOURS}}}\n{_STYLE.read_text(encoding='utf-8')}</style>")
    st.html("<script>document.documentElement.lang = 'nb'</script>", unsafe_allow_javascript=True)


def notice(what: str, advice: str) -> None:
    """A page without figures: why there are none, and what to do about it."""
    st.title(what, anchor=False)
    st.markdown(advice)


def heading(title: str, release: Release, period: str, unit: str) -> None:
    """The question, and the line that says what the answers are about and where they come from."""
    st.title(title, anchor=False)
    source = escape(text.period_and_source(release, period, unit))
    synthetic = (
        f'<strong class="synthetic" title="{text.SYNTHETIC_MEANING}">{text.SYNTHETIC}</strong>'
        if release.is_synthetic
        else ""
    )
    st.html(f'<p class="source">{source} {synthetic}</p>')


def year_filter(years: Sequence[Year]) -> int:
    """The chosen year, kept in the address as `aar`; at first the newest that has a whole month."""
    first = next((year.year for year in years if year.has_complete_month), years[0].year)
    options = [year.year for year in years]
    # Not by `default`, which a chosen year equal to it would leave out of the address: after New Year
    # the same link would show another year. A year in the address wins over this.
    if st.session_state.get("aar") not in options:
        st.session_state["aar"] = first
    chosen = st.segmented_control(text.YEAR, options, required=True, key="aar", bind="query-params")
    return first if chosen is None else chosen


def line_filter(lines: Sequence[str]) -> str:
    """The chosen emergency number, kept in the address as `nummer`."""
    chosen = st.segmented_control(text.LINE, lines, default=lines[0], required=True, key="nummer", bind="query-params")
    return chosen or lines[0]


def year_metric(figure: YearFigure, *, with_months: bool) -> None:
    """A figure with its change from the year before and, if wanted, its whole months as a small line."""
    definition, change = figure.definition, figure.change
    if not figure.is_delivered:
        st.metric(definition.label, formats.NOTHING)
        st.caption(text.nothing_delivered(definition.subject, figure.measure.segment, str(figure.year)))
        return
    delta, compared = formats.NOTHING, text.not_compared(figure.year - 1, bool(figure.months_before))
    arrow: Literal["up", "down", "off"] = "off"
    if change:
        delta = formats.change(change.amount, definition.unit)
        arrow = "up" if change.amount > 0 else "down" if change.amount < 0 else "off"
        compared = text.compared_with(figure.year - 1, change.months)
    st.metric(
        definition.label,
        formats.value(figure.value, definition.unit),
        delta,
        delta_color="off",
        delta_arrow=arrow,
        delta_description=compared,
        chart_data=[m.value for m in figure.months if m.is_complete] if with_months else None,
    )
    if note := text.reservations(str(figure.year), figure.is_complete, change.months if change else ()):
        st.caption(note)


def topic_filter(topics: Sequence[str]) -> str | None:
    """The chosen topic, kept in the address as `tema`; None for all of them."""
    options = [text.ALL_TOPICS, *topics]
    chosen = st.segmented_control(
        text.TOPIC, options, default=text.ALL_TOPICS, required=True, key="tema", bind="query-params"
    )
    return None if chosen == text.ALL_TOPICS else chosen


def search_field() -> str:
    """What the reader looks for, kept in the address as `sok`."""
    return (
        st.text_input(
            text.SEARCH, key="sok", bind="query-params", type="search", live=True, placeholder=text.SEARCH_EXAMPLE
        )
        or ""
    )


def target_status(figure: YearFigure) -> None:
    """Whether the figure meets its target, where it has one."""
    if figure.total is None or figure.total.target is None or figure.total.target_met is None:
        return
    status = text.target_status(figure.total.target_met, figure.total.target)
    st.html(f'<p class="{"met" if figure.total.target_met else "below"}"><strong>{escape(status)}</strong></p>')


def share_trend(figure: YearFigure) -> None:
    """A share's months against those of the year before and its target."""
    target = figure.definition.target
    chart = charts.share_trend(figure.months, figure.months_before, target)
    st.altair_chart(chart, theme=None, alt=text.trend_description(figure.definition.label, figure.year))
    shown = [*figure.months, *figure.months_before]
    lowest, _ = charts.share_axis((month.value for month in shown), target)
    st.caption(text.trend_note(lowest, not all(month.is_complete for month in shown)))


def year_definition(release: Release, figure: YearFigure) -> None:
    """The figure's definition, and its months and those of the year before as a file."""
    period = f"{figure.year - 1}–{figure.year}" if figure.months_before else str(figure.year)
    header = text.file_header(release, figure.definition.label, period, text.national(figure.measure.segment))
    columns = (
        text.PERIOD_START, text.PERIOD_END, text.VALUE, text.NUMERATOR, text.DENOMINATOR, text.TARGET,
        text.IS_COMPLETE,
    )  # fmt: skip
    rows = [
        (m.period_start, m.period_end, m.value, m.numerator, m.denominator, m.target, m.is_complete)
        for m in (*figure.months_before, *figure.months)
    ]
    name = f"{figure.measure.kpi_id}_{figure.measure.segment}"
    with st.container(horizontal=True, vertical_alignment="center"):
        definitions([figure.definition], csv_file(f"nodstat_{name}_{figure.year}", header, columns, rows), name)
        st.html(definition_card.link(figure.measure.kpi_id, figure.definition.label), width="content")


def definitions(parts: Sequence[Definition], file: CsvFile, key: str) -> None:
    """One click to what numbers mean, and to the numbers as a file."""
    with st.popover(text.DEFINITION, type="tertiary", key=f"{key}-definition"):
        for part in parts:
            st.markdown(_definition(part))
        st.download_button(text.DOWNLOAD, file.content, file.name, "text/csv", key=f"{key}-csv", on_click="ignore")


def _definition(definition: Definition) -> str:
    target = "" if definition.target is None else formats.target(definition.target, definition.unit)
    facts = {
        text.FORMULA: definition.formula,
        text.INCLUSION: definition.inclusion,
        text.TARGET: target,
        text.LEGAL_BASIS: definition.legal_basis,
        text.SOURCE: definition.source,
    }
    lines = [f"{name}: {fact}" for name, fact in facts.items() if fact]
    return "\n\n".join([f"**{definition.label}**", definition.description, "  \n".join(lines)])
