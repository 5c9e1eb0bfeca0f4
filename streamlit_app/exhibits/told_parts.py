"""Parts of Luftambulanse as LAT sees it: cards, periods, bases and vehicles, and the package's other tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from streamlit_app import formats
from streamlit_app.analysis import told
from streamlit_app.analysis.told import KeyFigures
from streamlit_app.charts.bars import Bar, bars
from streamlit_app.data import registry
from streamlit_app.data.package_tables import Column as Described
from streamlit_app.data.package_tables import Hidden, PackageTable, Told
from streamlit_app.exhibits import definition_card
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.period import Period
from streamlit_app.records import Definition, Measure
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import luftambulanse as words
from streamlit_app.text import luftambulanse_levert as text
from streamlit_app.text.figures import compared_with
from streamlit_app.text.registry import SEGMENTS
from streamlit_app.view import View

Row = Mapping[str, Told]
_TOTAL = "all"
"""The code of sums, which come first."""
_OTHER = "other"
_ORDER = {code: place for place, code in enumerate(text.CODES)}
_SECONDS = "seconds"


def card(view: View, now: KeyFigures, known: Mapping[Period, KeyFigures], kpi_id: str) -> None:
    """One figure of the country with its changes; what was hidden, and why, in words."""
    definition = registry.definition(view.source, kpi_id, view.period.first)
    value = now.value(kpi_id, view.segment)
    before = [view.period.previous, *([then] if (then := view.period.year_before) else [])]
    first, *others = [
        told.change(definition.unit, then, value, known.get(then), _value(known.get(then), kpi_id, view.segment))
        for then in dict.fromkeys(before)
    ]
    rounded = round(1000 * (first.amount or 0))
    st.metric(
        definition.label,
        told.shown(value, definition.unit),
        formats.NOTHING if first.amount is None else formats.change(first.amount, definition.unit),
        delta_color="off",
        delta_arrow="up" if rounded > 0 else "down" if rounded < 0 else "off",
        delta_description=compared_with(first.then.name) if first.amount is not None else first.reason,
    )
    lines = [text.HIDDEN_NOTE] if isinstance(value, Hidden) else [_line(other, definition.unit) for other in others]
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    st.html(f'<div class="beside">{said}{definition_card.link(kpi_id, definition.label)}</div>')


def _line(change: told.Change, unit: str) -> str:
    if change.amount is None:
        return change.reason
    return f"{formats.change(change.amount, unit)} {compared_with(change.then.name)}"


def _value(known: KeyFigures | None, kpi_id: str, segment: str, org_id: str = "NO") -> Told:
    return known.value(kpi_id, segment, org_id) if known else None


def trend(view: View, periods: Sequence[KeyFigures], measure: Measure) -> Exhibit:
    """A measure of the country in the delivered periods of one type, oldest first; the newest row on top."""
    definition = registry.definition(view.source, measure.kpi_id, view.period.first)

    def value(one: KeyFigures) -> Told:
        return one.value(measure.kpi_id, measure.segment)

    columns: list[Column[KeyFigures]] = [
        Column(heads.PERIOD, lambda one: one.package.period.name, raw=lambda one: one.package.period.name),
        Column(heads.PERIOD_START, None, raw=lambda one: one.package.period.first),
        _of(definition, heads.VALUE, value),
        Column(text.PACKAGE, lambda one: escape(one.package.name), raw=lambda one: one.package.name),
    ]
    caption = text.trend_caption(definition.label, SEGMENTS.get(measure.segment, measure.segment))
    drawn = [_bar(one.package.period.name, value(one), definition) for one in periods]
    return Exhibit(
        key="levert-utvikling",
        title=text.TREND_TITLE,
        table=Table(caption, columns, list(reversed(periods))),
        definitions=[definition],
        chart=bars(drawn),
        alt=text.bars_description(caption),
        header=_header(view, periods[-1], text.TREND_TITLE),
    )


def bases(view: View, now: KeyFigures, measure: Measure, kpi_ids: Sequence[str]) -> Exhibit:
    """Every base that had the vehicle, most or slowest first by the measure; those that are hidden last."""
    definitions = [registry.definition(view.source, kpi_id, view.period.first) for kpi_id in kpi_ids]
    drawn = registry.definition(view.source, measure.kpi_id, view.period.first)

    def value(base: str, kpi_id: str) -> Told:
        return now.value(kpi_id, view.segment, base)

    found = [base for base in now.bases if any((kpi_id, base, view.segment) in now.values for kpi_id in kpi_ids)]
    found.sort(key=lambda base: -told.amount(value(base, measure.kpi_id)))
    columns: list[Column[str]] = [
        Column(text.BASE, lambda base: escape(now.bases[base]), raw=lambda base: now.bases[base]),
        *(_measured(one, value) for one in definitions),
    ]
    caption = text.bases_caption(SEGMENTS.get(view.segment, view.segment), view.period.name)
    return Exhibit(
        key=f"levert-baser-{view.segment}",
        title=text.BASES_TITLE,
        table=Table(caption, columns, found),
        definitions=definitions,
        chart=bars([_bar(now.bases[base], value(base, measure.kpi_id), drawn) for base in found]) if found else None,
        note="" if told.RESPONSE in kpi_ids else text.NO_TIMES,
        empty=text.NO_BASES,
        alt=text.bars_description(f"{drawn.label}, {caption}"),
        header=_header(view, now, text.BASES_TITLE),
    )


def vehicles(view: View, now: KeyFigures, segments: Sequence[str], kpi_ids: Sequence[str]) -> Exhibit:
    """The country's figures, vehicle by vehicle."""
    definitions = [registry.definition(view.source, kpi_id, view.period.first) for kpi_id in kpi_ids]
    columns: list[Column[str]] = [
        Column(text.VEHICLE, lambda one: escape(text.CODES[one]), raw=lambda one: text.CODES[one]),
        *(
            _measured(one, lambda segment, kpi_id: now.value(kpi_id, segment), number > 2)
            for number, one in enumerate(definitions)
        ),
    ]
    return Exhibit(
        key="levert-fartoyer",
        title=words.VEHICLES_TITLE,
        table=Table(f"Hele landet, {view.period.name}", columns, segments),
        definitions=definitions,
        header=_header(view.of("all"), now, words.VEHICLES_TITLE),
    )


def other(view: View, now: KeyFigures, table: PackageTable) -> Exhibit:
    """Another table of the package, as its contract describes it: the chosen vehicle's rows, or of all, every vehicle's
    where the table has no sums of them.

    What is the same in every row, codes that have their name beside them, and seconds, are in files only.
    """
    keys = [column.name for column in table.columns if column.is_key]
    chosen = [row for row in table.rows if row["vehicle"] == view.segment]
    rows = sorted(
        chosen or (table.rows if view.segment == _TOTAL else []),
        key=lambda row: [_place(row, key) for key in keys],
    )
    named = {column.name.removesuffix("_name") for column in table.columns if column.name.endswith("_name")}

    def is_shown(column: Described) -> bool:
        if column.type == "boolean" or column.name == _SECONDS or column.name.removesuffix("_id") in named:
            return False
        return column.is_number or len({row.get(column.name) for row in rows}) > 1

    columns: list[Column[Row]] = [
        Column(
            column.heading, _cell(column.name) if is_shown(column) else None, raw=_raw(column.name),
            is_number=column.is_number,
        )
        for column in table.columns
    ]  # fmt: skip
    if any(column.name == _SECONDS for column in table.columns):
        columns.append(Column(heads.VALUE, lambda row: told.shown(row[_SECONDS], _SECONDS), is_number=True))
    return Exhibit(
        key=f"levert-{table.name}-{view.segment}",
        title=table.heading,
        table=Table(f"{table.heading}, {text.CODES[view.segment].lower()}, {view.period.name}", columns, rows),
        empty=text.NO_ROWS,
        header=_header(view, now, table.heading),
    )


def _place(row: Row, key: str) -> tuple[bool, bool, int, str]:
    """Where a row stands by one of its keys: sums first, the rest in the order of their codes or names, others last."""
    code = str(row[key])
    name = str(row.get(f"{key.removesuffix('_id')}_name", code))
    return code != _TOTAL, code == _OTHER, _ORDER.get(code, 0), told.alphabetical(name)


def _cell(name: str) -> Any:
    def cell(row: Row) -> str:
        value = row.get(name)
        if isinstance(value, str):
            return escape(text.CODES.get(value, value))
        return told.shown(value, "count" if isinstance(value, int) else "rate")

    return cell


def _raw(name: str) -> Any:
    return lambda row: told.raw(row.get(name))


def _measured(definition: Definition, value: Any, is_wide_only: bool = False) -> Column[str]:
    heading = words.HEADINGS.get(definition.kpi_id, definition.label)
    return _of(definition, heading, lambda one: value(one, definition.kpi_id), is_wide_only=is_wide_only)


def _of(definition: Definition, heading: str, value: Any, *, is_wide_only: bool = False) -> Column[Any]:
    return Column(
        heading, lambda row: told.shown(value(row), definition.unit), raw=lambda row: told.raw(value(row)),
        is_number=True, is_wide_only=is_wide_only,
    )  # fmt: skip


def _bar(name: str, value: Told, definition: Definition) -> Bar:
    return Bar(name, told.amount(value), told.shown(value, definition.unit))


def _header(view: View, now: KeyFigures, title: str) -> list[tuple[str, str]]:
    return text.file_header(now.package, title, f"hele landet, {SEGMENTS.get(view.segment, view.segment)}")
