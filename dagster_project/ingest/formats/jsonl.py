"""JSON lines: one object a line; a contract's dotted source name is a path into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest.formats.header import missing_columns, raw_schema, source_names, told

Path = tuple[str, ...]


def read_jsonl(contract: Contract, lines: pl.DataFrame) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Raw rows of the lines, and the top-level keys that the contract does not know.

    Raises RefusalError `missing_columns` when a required value is in none of the rows.
    """
    paths = {column.name: [tuple(name.split(".")) for name in source_names(column)] for column in contract.sourced}
    known = {path[0] for candidates in paths.values() for path in candidates}
    records = [_record(line) for line in lines["text"]]
    # Column by column: rows of tuples took Polars as long to turn around as everything else here.
    values = {name: [_value(record, candidates) for record in records] for name, candidates in paths.items()}
    rows = lines.select("line_number", "text").with_columns(
        pl.Series("malformed", [record is None for record in records]),
        *(pl.Series(name, column, dtype=pl.String) for name, column in values.items()),
    )
    required = [column for column in contract.sourced if column.is_required]
    never = [str(column.source) for column in required if rows[column.name].null_count() == len(rows)]
    if never and any(rows[name].null_count() < len(rows) for name in values):
        raise missing_columns(contract, never)
    extra = dict.fromkeys(key for record in records if record is not None for key in record if key not in known)
    return rows.select(*raw_schema(contract)).lazy(), told(extra)


def _record(line: str) -> dict[str, Any] | None:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return record if isinstance(record, dict) else None


def _json(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:  # nested deeper than it writes, though not than it reads: no value of any column
        return "…"


def _value(record: dict[str, Any] | None, candidates: Sequence[Path]) -> str | None:
    """The text at the first path that leads somewhere; a number or a nested value as its JSON text."""
    for path in candidates:
        value: Any = record
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None and value != "":
            return value if isinstance(value, str) else _json(value)
    return None
