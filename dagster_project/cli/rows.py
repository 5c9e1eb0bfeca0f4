"""Write a query's rows as a table, csv, json or parquet. We write the files: the query itself cannot."""

from __future__ import annotations

import csv
import io
import json
import math
from datetime import date, time, timedelta
from decimal import Decimal
from typing import IO, Any

import duckdb

from dagster_project.cli.table import table

SHOWN = 100
"""Rows of a table on the terminal."""
_BATCH = 50_000
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL")


class UnwritableError(Exception):
    """The rows cannot be written in the format asked for; the message is one line."""


def write_rows(connection: duckdb.DuckDBPyConnection, query: str, format_: str, file: IO[bytes]) -> None:
    """Run the query and write what it gives: `format_` is table, csv, json or parquet; text is UTF-8.

    A table ends after `SHOWN` rows and says so. Raises UnwritableError, duckdb.Error.
    """
    {"table": _write_table, "csv": _write_csv, "json": _write_json, "parquet": _write_parquet}[format_](
        connection, query, file
    )


def _write_table(connection: duckdb.DuckDBPyConnection, query: str, file: IO[bytes]) -> None:
    result = connection.execute(query)
    headings = [
        f">{name}" if any(word in str(kind) for word in _NUMBERS) else name for name, kind, *_ in result.description
    ]
    rows = result.fetchmany(SHOWN + 1)
    if any(isinstance(cell, str) and "\n" in cell for row in rows for cell in row):
        text = "\n".join(str(row[-1]) for row in rows)  # a plan, which is a drawing
    else:
        text = table(headings, [[_shown(cell) for cell in row] for row in rows[:SHOWN]])
    if len(rows) > SHOWN:
        text += f"\n… and more than these {SHOWN} rows: write them to a file with -o FILE.csv"
    file.write(f"{text}\n".encode())


def _shown(cell: object) -> str:
    if cell is None:
        return "NULL"
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _write_csv(connection: duckdb.DuckDBPyConnection, query: str, file: IO[bytes]) -> None:
    # As text by DuckDB, which has one for every type; no value and an empty text look the same.
    texts: Any = connection.sql(query).project("COLUMNS(*)::VARCHAR").to_arrow_reader(_BATCH)
    text_file = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text_file, lineterminator="\n")
    writer.writerow(texts.schema.names)
    for batch in texts:
        writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    text_file.detach()


def _write_parquet(connection: duckdb.DuckDBPyConnection, query: str, file: IO[bytes]) -> None:
    import pyarrow.parquet  # type: ignore[import-untyped] # noqa: PLC0415 - a third of a second

    rows: Any = connection.sql(query).to_arrow_reader(_BATCH)
    try:
        with pyarrow.parquet.ParquetWriter(file, rows.schema, compression="zstd") as writer:
            for batch in rows:
                writer.write_batch(batch)
    except pyarrow.ArrowNotImplementedError as error:
        raise UnwritableError(f"parquet cannot hold this: {error}") from None


def _write_json(connection: duckdb.DuckDBPyConnection, query: str, file: IO[bytes]) -> None:
    result = connection.execute(query)
    names = [name for name, *_ in result.description]
    separator = b"["
    while rows := result.fetchmany(_BATCH):
        for row in rows:
            record = dict(zip(names, map(_json, row), strict=True))
            file.write(separator + b"\n" + json.dumps(record, ensure_ascii=False).encode())
            separator = b","
    file.write(b"\n]\n" if separator == b"," else b"[]\n")


def _json(cell: Any) -> Any:
    """A cell as JSON can hold it: times in ISO 8601, durations in seconds, what is not a number as null."""
    match cell:
        case dict():
            return {str(key): _json(value) for key, value in cell.items()}
        case list() | tuple():
            return [_json(value) for value in cell]
        case None | str() | bool() | int():
            return cell
        case _:
            return _scalar(cell)


def _scalar(cell: Any) -> str | int | float | None:
    match cell:
        case Decimal() if cell == cell.to_integral_value():
            return int(cell)
        case float() | Decimal():
            return float(cell) if math.isfinite(cell) else None
        case date() | time():  # datetimes too
            return cell.isoformat()
        case timedelta():
            return cell.total_seconds()
        case _:
            return str(cell)
