"""What a new version of a package changed: every number that is shown otherwise than in the version before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import polars as pl

from dagster_project.extracts.contract import ExtractContract, Table
from dagster_project.extracts.disclosure import SYMBOL

_COMPARED = ("value", "n", "missions", "seconds", "is_complete")


@dataclass(frozen=True)
class Change:
    """One number: where it stands, and how it was and is shown. Empty: the row is not there."""

    table: str
    row: str
    column: str
    before: str
    after: str

    def record(self) -> dict[str, str]:
        """Its fields by name."""
        return asdict(self)


def changes(
    contract: ExtractContract, before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]
) -> list[Change]:
    """The changes between two versions' exported tables, in the tables' order. Columns new to either are left out."""
    return [change for table in contract.tables for change in _of_table(table, before[table.name], after[table.name])]


def _of_table(table: Table, before: pl.DataFrame, after: pl.DataFrame) -> list[Change]:
    both = [name for name in _COMPARED if name in before.columns and name in after.columns]
    joined = before.select(*table.keys, *map(_shown, both), there=True).join(
        after.select(*table.keys, *map(_shown, both), there=True),
        on=table.keys,
        how="full",
        coalesce=True,
        suffix="_after",
        nulls_equal=True,
    )
    found = []
    for row in joined.sort(table.keys).iter_rows(named=True):
        for name in both:
            old = row[name] if row["there"] else ""
            new = row[f"{name}_after"] if row["there_after"] else ""
            if old != new:
                found.append(Change(table.name, ", ".join(str(row[key]) for key in table.keys), name, old, new))
    return found


def _shown(name: str) -> pl.Expr:
    """As text, which is what a recipient compares."""
    text = pl.col(name).cast(pl.String).str.replace(".", ",", literal=True).str.replace(r",0$", "")
    if name == "is_complete":
        return pl.when(name).then(pl.lit("ja")).otherwise(pl.lit("nei")).alias(name)
    return pl.when("is_suppressed").then(pl.lit(SYMBOL)).otherwise(text.fill_null("")).alias(name)
