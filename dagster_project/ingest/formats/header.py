"""Where a contract's columns stand in a header, and the shape of raw rows."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from dagster_project.contracts import Column, Contract
from dagster_project.ingest.deliveries import RefusalError, shortened
from dagster_project.ingest.personal import holds_identifier

_MOST, _LONGEST = 50, 60
"""How many unknown columns are told, and how much of the name of one."""

RAW_TECHNICAL: dict[str, type[pl.DataType]] = {
    "line_number": pl.Int32,
    "text": pl.String,
    "malformed": pl.Boolean,
}


def raw_schema(contract: Contract) -> dict[str, type[pl.DataType]]:
    """Columns of raw rows: 1-based line number, the line's text, malformed, and the text of each sourced column."""
    return {**RAW_TECHNICAL, **{column.name: pl.String for column in contract.sourced}}


def source_names(column: Column) -> tuple[str, ...]:
    """The names a delivery may use for a column, today's first."""
    return (str(column.source), *column.former_sources)


def locate(contract: Contract, header: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each sourced column stands, by canonical name, and the names that the contract does not know.

    Raises RefusalError `missing_columns`, naming them.
    """
    position = {name.strip(): index for index, name in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    missing: list[str] = []
    for column in contract.sourced:
        name = next((name for name in source_names(column) if name in position), None)
        if name is None:
            missing.append(str(column.source))
        else:
            found[column.name] = position[name]
    if missing:
        raise missing_columns(contract, missing)
    used = set(found.values())
    return found, told(name.strip() for index, name in enumerate(header) if index not in used and name.strip())


def told(names: Iterable[str]) -> tuple[str, ...]:
    """Unknown columns as they are told to people: not all of very many, none that is very long or holds a number of a
    person, which a row that was taken for the header would give away."""
    unknown = list(dict.fromkeys(names))
    frame = pl.DataFrame({"name": unknown[:_MOST]}, schema={"name": pl.String})
    shown = [
        "(a number)" if is_personal else shortened(" ".join(name.split()), _LONGEST)
        for name, is_personal in frame.select("name", holds_identifier(pl.col("name")).alias("is_personal")).iter_rows()
    ]
    return (*shown, f"and {len(unknown) - _MOST:,} more") if len(unknown) > _MOST else tuple(shown)


def missing_columns(contract: Contract, names: list[str]) -> RefusalError:
    """The refusal that names the columns which are not there, and what to do."""
    return RefusalError(
        "missing_columns",
        f"missing: {', '.join(names)}. If the source renamed a column, "
        f"put its new name in contracts/{contract.feed}.odcs.yaml (physicalName)",
    )
