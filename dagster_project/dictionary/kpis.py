"""The KPI definitions of a release, read from its own `dim_kpi`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.dictionary.words import Text

TABLE = "dim_kpi"


@dataclass(frozen=True)
class Definition:
    """What a KPI is for some segments and some time. Times are seconds, shares fractions."""

    label: Text
    description: Text
    segments: tuple[str, ...]
    unit: str
    statistic: str
    """`count`, `share`, `mean` or `quantile`: what numerator and denominator are."""
    formula: Text
    inclusion: Text
    numerator: str
    denominator: str | None
    threshold_s: float | None
    quantile: float | None
    target: float | None
    direction: str | None
    legal_basis: str | None
    source: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Kpi:
    """A KPI and all its definitions, the latest first."""

    kpi_id: str
    subject: str
    definitions: tuple[Definition, ...]


def read_kpis(database: Path) -> list[Kpi]:
    """Every KPI in the registry's own order. Raises duckdb.Error when `dim_kpi` cannot be read."""
    with duckdb.connect(str(database), read_only=True) as connection:
        answer = connection.execute(f"SELECT * FROM marts.{TABLE} ORDER BY rowid")
        names = [column[0] for column in answer.description]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    place = {row["kpi_id"]: number for number, row in reversed(list(enumerate(rows)))}
    rows.sort(key=lambda row: (place[row["kpi_id"]], -row["valid_from"].toordinal()))
    return [_kpi(kpi_id, list(definitions)) for kpi_id, definitions in groupby(rows, lambda row: str(row["kpi_id"]))]


def _kpi(kpi_id: str, rows: list[dict[str, Any]]) -> Kpi:
    return Kpi(kpi_id, rows[0]["subject"], tuple(map(_definition, rows)))


def _definition(row: Mapping[str, Any]) -> Definition:
    return Definition(
        label=_both(row, "label_nb", "label_en"),
        description=_both(row, "description_nb", "description_en"),
        segments=tuple(row["segments"].split("|")),
        unit=row["unit"],
        statistic=row["statistic"],
        formula=_both(row, "formula_nb", "formula_en"),
        inclusion=_both(row, "inclusion", "inclusion_en"),
        numerator=row["numerator"],
        denominator=row["denominator"],
        threshold_s=row["threshold_s"],
        quantile=row["quantile"],
        target=row["target"],
        direction=row["direction"],
        legal_basis=row["legal_basis"],
        source=row["source"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
    )


def _both(row: Mapping[str, Any], norwegian: str, english: str) -> Text:
    """A definition may lack English words; then it is told in Norwegian."""
    return Text(nb=row[norwegian], en=row.get(english) or row[norwegian])
