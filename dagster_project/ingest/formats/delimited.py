"""Delimited text: one record is one line; a quoted field does not span lines in these feeds."""

from __future__ import annotations

import csv
import io

import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest.deliveries import RefusalError
from dagster_project.ingest.formats.header import locate, raw_schema

MAX_COLUMNS = 1000
"""How far to the right the contract's columns are looked for: with 10,000, a query took minutes to plan."""


def read_delimited(contract: Contract, lines: pl.DataFrame) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Raw rows of the lines below the header, and the header's unknown columns.

    Raises RefusalError: `missing_columns` or `empty`.
    """
    header = _fields(lines["text"][0], contract.delimiter) or []
    where, extra = locate(contract, header)
    if max(where.values()) >= MAX_COLUMNS:
        raise RefusalError("unreadable", f"a column stands beyond the first {MAX_COLUMNS}: export fewer")
    rows = lines.slice(1)
    if rows.is_empty():
        raise RefusalError("empty", "there is a header, but no row")
    is_plain = rows.select(
        ~pl.col("text").str.contains('"', literal=True)
        & (pl.col("text").str.count_matches(contract.delimiter, literal=True) == len(header) - 1)
    ).to_series()
    if is_plain.all():
        return _split(rows.lazy(), contract.delimiter, where), extra
    parsed = (
        _parsed(number, line, _fields(line, contract.delimiter), len(header), where)
        for number, line in rows.filter(~is_plain).select("line_number", "text").iter_rows()
    )
    plain = _split(rows.filter(is_plain).lazy(), contract.delimiter, where)
    apart = pl.LazyFrame(parsed, schema=raw_schema(contract), orient="row")
    return pl.concat([plain, apart]).sort("line_number"), extra


def _split(lines: pl.LazyFrame, delimiter: str, where: dict[str, int]) -> pl.LazyFrame:
    """Lines without quotes and of the header's width, split in one vectorised pass as far as columns are wanted.

    Only of that width: a short line would take as much memory as a whole one.
    """
    fields = pl.col("fields").struct
    return lines.with_columns(fields=pl.col("text").str.split_exact(delimiter, max(where.values()))).select(
        "line_number",
        "text",
        pl.lit(False).alias("malformed"),
        *(_null_if_empty(fields.field(f"field_{index}")).alias(name) for name, index in where.items()),
    )


def _null_if_empty(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_bytes() > 0).then(text)


def _fields(line: str, delimiter: str) -> list[str] | None:
    """The fields of one line, None when its quoting is broken."""
    try:
        return next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return None


def _parsed(number: int, line: str, fields: list[str] | None, width: int, where: dict[str, int]) -> tuple[object, ...]:
    if fields is None or len(fields) != width:
        return (number, line, True, *(None for _ in where))
    return (number, line, False, *(fields[index] or None for index in where.values()))
