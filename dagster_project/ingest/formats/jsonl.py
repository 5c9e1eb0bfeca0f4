"""JSON lines: one object a line; a contract's dotted source name is a path into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest.formats.header import missing_columns, raw_schema, source_names

Path = tuple[str, ...]


def read_jsonl(contract: Contract, lines: pl.DataFrame) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Raw rows of the lines, and the top-level keys that the contract does not know.

    Raises RefusalError `missing_columns` when a required value is in none of the rows.
    """
    paths = {column.name: [tuple(name.split(".")) for name in source_names(column)] for column in contract.sourced}
    known = {path[0] for candidates in paths.values() for path in candidates}
    extra: dict[str, None] = {}
    seen: set[str] = set()
    rows: list[tuple[object, ...]] = []
    for number, line in lines.select("line_number", "text").iter_rows():
        record = _record(line)
        if record is None:
            rows.append((number, line, True, *(None for _ in paths)))
            continue
        extra.update(dict.fromkeys(key for key in record if key not in known))
        values = {name: _value(record, candidates) for name, candidates in paths.items()}
        seen.update(name for name, value in values.items() if value is not None)
        rows.append((number, line, False, *values.values()))
    required = [column for column in contract.sourced if column.is_required]
    never = [str(column.source) for column in required if column.name not in seen]
    if seen and never:
        raise missing_columns(contract, never)
    return pl.LazyFrame(rows, schema=raw_schema(contract), orient="row"), tuple(extra)


def _record(line: str) -> dict[str, Any] | None:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return record if isinstance(record, dict) else None


def _value(record: dict[str, Any], candidates: Sequence[Path]) -> str | None:
    """The text at the first path that leads somewhere; a number or a nested value as its JSON text."""
    for path in candidates:
        value: Any = record
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None and value != "":
            return value if isinstance(value, str) else orjson.dumps(value).decode()
    return None
