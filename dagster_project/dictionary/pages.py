"""The pages of the data dictionary, one per language, each a single file that asks for nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dagster_project.dictionary import words
from dagster_project.dictionary.checks import others, suites
from dagster_project.dictionary.diagram import draw
from dagster_project.dictionary.kpis import TABLE, Kpi, read_kpis
from dagster_project.dictionary.lineage import read_lineage
from dagster_project.dictionary.tables import Table, read_tables
from dagster_project.dictionary.words import CHECK_PAGES, PAGES, Language, Text

_OSLO = ZoneInfo("Europe/Oslo")
_NBSP = "\N{NO-BREAK SPACE}"


def dictionary(
    database: Path, release: Mapping[str, Any], *, dbt: Mapping[str, Any], feeds: Collection[str]
) -> dict[str, str]:
    """HTML by file name, of a release's database and manifest, dbt's manifest and all feeds in their order.

    Raises KeyError when they do not belong together, duckdb.Error when the registry cannot be read, and
    jinja2.TemplateError.
    """
    tables = read_tables(dbt, release["row_counts"])
    lineage = read_lineage(dbt, feeds)
    last = release["data_as_at"]
    common = {
        "release": release,
        "built_at": datetime.fromisoformat(release["built_at"]).astimezone(_OSLO),
        "data_as_at": {feed: date.fromisoformat(last[feed]) for feed in sorted(last, key=[*feeds, *last].index)},
        "states": [check["state"] for check in release["checks"]],
        "sections": _sections(tables),
        "tables": {table.name for table in tables},
        "origins": {table.name: lineage.origin(table.name) for table in tables},
        "subjects": _subjects(read_kpis(database) if TABLE in release["row_counts"] else []),
        "suites": suites(release["checks"]),
        "others": others(release["checks"]),
        "words": words,
    }
    pages = {}
    for language, name in PAGES.items():
        w = words.headings(language)
        other: Language = "en" if language == "nb" else "nb"
        pages[name] = (
            _environment(language)
            .get_template("page.html")
            .render(
                common,
                w=w,
                language=language,
                other=other,
                other_page=PAGES[other],
                checks_page=CHECK_PAGES[language],
                diagram=draw(lineage, w["ledger"], w["reference"]),
            )
        )
        pages[CHECK_PAGES[language]] = (
            _environment(language)
            .get_template("checks.html")
            .render(
                common,
                w=w,
                language=language,
                other=other,
                other_page=CHECK_PAGES[other],
                dictionary_page=name,
            )
        )
    return pages


def _sections(tables: list[Table]) -> list[tuple[str, Text, list[Table]]]:
    """The tables under their sections, in the order of `words.SECTIONS`; tables of none at the end."""
    known = [(key, title, [table for table in tables if table.section == key]) for key, title in words.SECTIONS.items()]
    others = [table for table in tables if table.section not in words.SECTIONS]
    return [section for section in [*known, ("other", words.OTHER, others)] if section[2]]


def _subjects(kpis: list[Kpi]) -> list[tuple[str, list[Kpi]]]:
    """The KPIs under their subjects, both in the registry's order."""
    subjects: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        subjects.setdefault(kpi.subject, []).append(kpi)
    return list(subjects.items())


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def number(value: float) -> str:
        """1234567.5 as "1 234 567,5" and "1,234,567.5"."""
        text = f"{value:,.10g}"
        return text.replace(",", _NBSP).replace(".", ",") if language == "nb" else text

    def day(value: date) -> str:
        return f"{value:%d.%m.%Y}" if language == "nb" else f"{value:%Y-%m-%d}"

    def amount(value: float, unit: str) -> str:
        """A target in its unit: 0.9 as "90 %", 120 as "120 s"."""
        match unit:
            case "share":
                return f"{number(round(100 * value, 6))}{_NBSP if language == 'nb' else ''}%"
            case "seconds":
                return f"{number(value)}{_NBSP}s"
            case _:
                return number(value)

    def local(text: Text | str) -> str:
        """The page's own language of a text; a word that has no text stands as it is."""
        return text if isinstance(text, str) else text.in_language(language)

    environment.filters |= {"number": number, "day": day, "amount": amount, "local": local}
    return environment
