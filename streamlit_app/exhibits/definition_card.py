"""A KPI's definition as HTML: what it is, on what authority, and what it is now; two definitions stand side by side."""

from __future__ import annotations

from html import escape

from streamlit_app import addresses, formats, tables
from streamlit_app.analysis.glossary import Entry, Version
from streamlit_app.records import Definition, KpiValue
from streamlit_app.text import definisjoner
from streamlit_app.text import registry as text


def card(entry: Entry) -> str:
    """The whole definition of a KPI; its name links to where it stands alone."""
    name = f'<a href="{escape(addresses.definition(entry.kpi_id))}">{escape(entry.definition.label)}</a>'
    several = " several" if len(entry.versions) > 1 else ""
    versions = "".join(
        f"<section>{_heading(entry, version) if several else ''}{_version(version)}</section>"
        for version in entry.versions
    )
    return f'<article class="kpi{several}"><h3>{name}</h3><div class="versions">{versions}</div></article>'


def link(kpi_id: str, label: str) -> str:
    """One click from a figure to its whole definition."""
    aloud = f'<span class="hidden"> {escape(label)}</span>'
    return f'<a class="definition" href="{escape(addresses.definition(kpi_id))}">{text.WHOLE_DEFINITION}{aloud}</a>'


def link_to_all() -> str:
    """From one definition to all of them."""
    return f'<a class="definition" href="{addresses.DEFINITIONS}">← {definisjoner.ALL_DEFINITIONS}</a>'


def summary(definition: Definition) -> str:
    """A definition in short, as Markdown: what it is, how it is computed, on what authority."""
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


def _version(version: Version) -> str:
    definition = version.definition
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{fact}</dd></div>" for name, fact in _facts(definition).items() if fact
    )
    described = f"<p>{escape(definition.description)}</p><dl>{facts}</dl>"
    return f'<div class="words">{described}</div><div class="values">{_values(version)}</div>'


def _heading(entry: Entry, version: Version) -> str:
    """What tells one of several definitions from the others."""
    definition = version.definition
    renamed = "" if definition.label == entry.definition.label else f"{definition.label} · "
    holds = f"{text.VALIDITY} {text.validity(definition.valid_from, definition.valid_to)}"
    return f"<h4>{escape(renamed + holds)}</h4>"


def _facts(definition: Definition) -> dict[str, str]:
    target = definition.target
    return {
        text.FORMULA: escape(definition.formula),
        text.INCLUSION: escape(definition.inclusion),
        text.TARGET: "" if target is None else escape(text.at_best(target, definition.unit, definition.direction)),
        text.LEGAL_BASIS: escape(definition.legal_basis or ""),
        text.SOURCE: escape(definition.source or ""),
        text.VALIDITY: escape(text.validity(definition.valid_from, definition.valid_to)),
        text.KPI_ID: f"<code>{escape(definition.kpi_id)}</code>",
    }


def _values(version: Version) -> str:
    if not version.values:
        return f"<p>{text.ON_AIR_PAGE if version.is_elsewhere else text.NO_COMPLETE_PERIOD}</p>"
    unit = version.definition.unit
    periods = {formats.period(value.period_start, value.period_end) for value in version.values}
    shared = periods.pop() if len(periods) == 1 else ""

    def segment(value: KpiValue) -> str:
        name = escape(text.SEGMENTS.get(value.segment, value.segment))
        return name if shared else f"{name}<small>{formats.period(value.period_start, value.period_end)}</small>"

    def shown(value: KpiValue) -> str:
        number = formats.value(value.value, unit)
        return tables.below(number) if value.target_met is False else number

    columns = [
        tables.Column(text.SEGMENT, segment),
        tables.Column(text.VALUE, shown, is_number=True),
    ]
    if unit != "count":
        columns.append(tables.Column(text.EVENTS, lambda value: formats.count(value.n), is_number=True))
    return tables.html_table(text.value_of(shared or text.NEWEST_COMPLETE), columns, version.values)
