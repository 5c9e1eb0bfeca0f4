"""Measures of every segment beside each other: urgencies, solutions, vehicles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from streamlit_app import formats
from streamlit_app.data import kpis, registry
from streamlit_app.downloads import Cell
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.records import Definition, KpiValue, Measure
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import figures as words
from streamlit_app.text import registry as text
from streamlit_app.view import View


def exhibit(
    view: View,
    segments: Sequence[str],
    kpi_ids: Sequence[str],
    *,
    key: str,
    title: str,
    heading: str,
    headings: Mapping[str, str] | None = None,
    note: str = "",
) -> Exhibit:
    """A row for each segment that has anything; `headings` are shorter ones than the KPIs' own, where needed."""
    measures = [Measure(kpi_id, segment) for segment in segments for kpi_id in kpi_ids]
    found = kpis.values(view.source, measures, view.org, [view.period])
    definitions = [registry.definition(view.source, kpi_id, view.period.first) for kpi_id in kpi_ids]

    def value(segment: str, kpi_id: str) -> KpiValue | None:
        return found.get((Measure(kpi_id, segment), view.period))

    first = kpi_ids[0]
    rows = [one for one in segments if (known := value(one, first)) and known.value]

    def name(segment: str) -> str:
        known = value(segment, first)
        incomplete = "" if known is None or known.is_complete else f"<small>{words.INCOMPLETE}</small>"
        return escape(_label(segment)) + incomplete

    columns: list[Column[str]] = [
        Column(heading, name, raw=_label),
        *(
            _column(definition, (headings or {}).get(definition.kpi_id, definition.label), value, number > 2)
            for number, definition in enumerate(definitions)
        ),
    ]
    return Exhibit(
        key=key,
        title=title,
        table=Table(f"{view.org.name[:1].upper()}{view.org.name[1:]}, {view.period.name}", columns, rows),
        definitions=definitions,
        note=note,
        empty=heads.NOTHING,
    )


def _label(segment: str) -> str:
    label = text.SEGMENTS.get(segment, segment)
    return label[:1].upper() + label[1:]


def _column(
    definition: Definition, heading: str, value: Callable[[str, str], KpiValue | None], is_wide_only: bool
) -> Column[str]:
    def raw(segment: str) -> Cell:
        known = value(segment, definition.kpi_id)
        return known.value if known else None

    def shown(segment: str) -> str:
        known = value(segment, definition.kpi_id)
        return formats.value(known.value if known else None, definition.unit)

    return Column(heading, shown, raw=raw, is_number=True, is_wide_only=is_wide_only)
