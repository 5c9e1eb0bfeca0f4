"""CSV as a Norwegian Excel opens it: semicolons, UTF-8 with a byte-order mark, decimal commas, CRLF."""

from __future__ import annotations

import csv
import io
from datetime import date

import polars as pl

from dagster_project.extracts.disclosure import SYMBOL
from dagster_project.extracts.tables import HIDEABLE

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be taken for a formula: an apostrophe is put before it, as in Excel itself."""

Cell = str | int | float | bool | date | None


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """The frame with its column names; hidden numbers are SYMBOL, booleans ja and nei, dates ISO 8601.

    Numbers are written in full and never with an exponent's letter, so a reader with decimal commas gets each exactly.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(frame.columns)
    hideable = [name in HIDEABLE for name in frame.columns]
    suppressed = frame["is_suppressed"].to_list()
    for row, is_suppressed in zip(frame.iter_rows(), suppressed, strict=True):
        writer.writerow(
            SYMBOL if is_suppressed and may_hide else _shown(cell) for cell, may_hide in zip(row, hideable, strict=True)
        )
    return text.getvalue().encode("utf-8-sig")


def _shown(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "ja" if cell else "nei"
        case float():
            return _decimal(cell)
        case str():
            return harmless(cell)
        case _:
            return str(cell)


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _decimal(number: float) -> str:
    """The shortest decimal that reads back as the same number."""
    text = repr(number)
    if "e" in text:
        text = f"{number:.20f}".rstrip("0")
    return text.removesuffix(".0").replace(".", ",")
