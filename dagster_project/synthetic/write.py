"""Write one delivery's rows as the file that the source would send: csv, jsonl or a hand-made workbook."""

from __future__ import annotations

import codecs
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]

from dagster_project.contracts import Contract
from dagster_project.synthetic.breakage import break_line
from dagster_project.synthetic.errors import Planted
from dagster_project.synthetic.render import Layout, cells

_TITLES = ("SMS til Video", "Øktrapport, eksportert for hånd", "Syntetiske data", "")


@dataclass(frozen=True)
class Quirks:
    """What differs from one delivery of a feed to the next."""

    has_bom: bool = False
    title_rows: int = 0
    total_label: str = ""
    """First cell of the total row below the data; no such row when empty."""


def write_delivery(path: Path, planted: Planted, contract: Contract, layout: Layout, quirks: Quirks) -> None:
    """Write the delivery to `path`. The same rows always give the same bytes."""
    frame = cells(planted.events, contract, layout)
    names = [contract.column(name).source or name for name in layout.columns]
    if contract.format == "xlsx":
        content = _workbook(_replaced(frame, planted), names, contract, quirks)
    else:
        text = (
            _jsonl(frame, planted, names)
            if contract.format == "jsonl"
            else _csv(frame, planted, names, contract, layout)
        )
        content = _encoded(text, contract.encoding)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(codecs.BOM_UTF8 + content if quirks.has_bom else content)


def _csv(frame: pl.DataFrame, planted: Planted, names: list[str], contract: Contract, layout: Layout) -> str:
    if planted.replaced:
        frame = _with_cells(frame, planted)
    text = frame.rename(dict(zip(layout.columns, names, strict=True))).write_csv(
        separator=contract.delimiter, line_terminator=layout.line_end, quote_style="never"
    )
    return _with_broken_lines(text, planted, layout.line_end, contract.delimiter, header=1)


def _jsonl(frame: pl.DataFrame, planted: Planted, names: list[str]) -> str:
    paths = [name.split(".") for name in names]
    lines = (
        json.dumps(_nested(paths, row), ensure_ascii=False, separators=(",", ":")) for row in _replaced(frame, planted)
    )
    return _with_broken_lines("".join(line + "\n" for line in lines), planted, "\n", "", header=0)


def _encoded(text: str, encoding: str) -> bytes:
    if encoding == "cp1252":
        # The same bytes for every letter, and Python does Latin-1 ten times as fast.
        with suppress(UnicodeEncodeError):
            return text.encode("latin-1")
    return text.encode(encoding)


def _nested(paths: list[list[str]], row: list[Any]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for path, value in zip(paths, row, strict=True):
        inner = document
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = value
    return document


def _workbook(rows: list[list[Any]], names: list[str], contract: Contract, quirks: Quirks) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "dd.mm.yyyy hh:mm:ss"}) as book:
        # Excel stamps the time of writing into a file; a fixed one keeps the bytes the same.
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet(contract.sheet)
        titles = _TITLES[: quirks.title_rows]
        for number, title in enumerate(titles):
            sheet.write(number, 0, title)
        sheet.write_row(len(titles), 0, names)
        for number, row in enumerate(rows, start=len(titles) + 1):
            sheet.write_row(number, 0, row)
        if quirks.total_label:
            sheet.write_row(len(titles) + 1 + len(rows), 0, [quirks.total_label, len(rows)])
    return target.getvalue()


def _replaced(frame: pl.DataFrame, planted: Planted) -> list[list[Any]]:
    rows = [list(row) for row in frame.rows()]
    place = {name: number for number, name in enumerate(frame.columns)}
    for row, column, value in planted.replaced:
        rows[row][place[column]] = value
    return rows


def _with_cells(frame: pl.DataFrame, planted: Planted) -> pl.DataFrame:
    for name in {column for _, column, _ in planted.replaced}:
        at = [row for row, column, _ in planted.replaced if column == name]
        values = [value for _, column, value in planted.replaced if column == name]
        frame = frame.with_columns(frame[name].scatter(at, pl.Series(values, dtype=pl.String)))
    return frame


def _with_broken_lines(text: str, planted: Planted, line_end: str, delimiter: str, header: int) -> str:
    if not planted.broken_lines:
        return text
    lines = text.split(line_end)
    for row in planted.broken_lines:
        lines[header + row] = break_line(lines[header + row], delimiter, variant=row)
    return line_end.join(lines)
