"""The registry as its readers look things up: KPIs by subject, each with its definitions and newest values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from streamlit_app.access import Source
from streamlit_app.data import registry
from streamlit_app.records import Definition, KpiValue
from streamlit_app.text import registry as text


@dataclass(frozen=True)
class Version:
    """One definition, and what it gave for the country when last there was a complete period."""

    definition: Definition
    values: list[KpiValue]
    """One for each segment that has had one, in the definition's order."""
    is_elsewhere: bool = False
    """Whether the viewer is shown its values, small ones hidden, on another page alone."""


@dataclass(frozen=True)
class Entry:
    """A KPI with every definition it has or has had, the newest first."""

    kpi_id: str
    versions: list[Version]

    @property
    def definition(self) -> Definition:
        """The newest one."""
        return self.versions[0].definition

    def mentions(self, words: Sequence[str]) -> bool:
        """Whether every word stands somewhere in its definitions, alone or within another; 13 is not within 113."""
        said = "\n".join(_said(version.definition) for version in self.versions).casefold()
        starts = (r"(?<!\d)" if word[0].isdigit() else "" for word in words)
        return all(re.search(start + re.escape(word), said) for start, word in zip(starts, words, strict=True))


def entries(source: Source) -> list[Entry]:
    """Every KPI of the registry, by name."""
    values = registry.newest_national(source)
    versions: dict[str, list[Version]] = {}
    for definition in registry.definitions(source):
        is_elsewhere = source.viewer.is_outsider and definition.subject == "air"
        version = Version(definition, _values_of(definition, values), is_elsewhere)
        versions.setdefault(definition.kpi_id, []).append(version)
    return [
        Entry(kpi_id, sorted(found, key=lambda version: version.definition.valid_from, reverse=True))
        for kpi_id, found in versions.items()
    ]


def search(found: Sequence[Entry], words: str) -> list[Entry]:
    """Those that mention every word, whatever its case; all of them for no words."""
    return [entry for entry in found if entry.mentions(words.casefold().split())]


def by_subject(found: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Headings in the order of the subjects, each with its KPIs."""
    known = list(text.SUBJECTS)

    def place(entry: Entry) -> tuple[int, str]:
        subject = entry.definition.subject
        return (known.index(subject) if subject in known else len(known), subject)

    groups = groupby(sorted(found, key=place), key=lambda entry: entry.definition.subject)
    return [(text.SUBJECTS.get(subject, subject.capitalize()), list(group)) for subject, group in groups]


def _values_of(definition: Definition, values: Iterable[KpiValue]) -> list[KpiValue]:
    own = [
        value
        for value in values
        if value.kpi_id == definition.kpi_id
        and value.segment in definition.segments
        and definition.valid_from <= value.period_start
        and (definition.valid_to is None or value.period_start <= definition.valid_to)
    ]
    return sorted(own, key=lambda value: definition.segments.index(value.segment))


def _said(definition: Definition) -> str:
    parts = (
        definition.label, definition.description, definition.formula, definition.inclusion, definition.legal_basis,
        definition.source, definition.kpi_id, *(text.SEGMENTS.get(name, name) for name in definition.segments),
    )  # fmt: skip
    return "\n".join(part for part in parts if part)
