"""Files to take away: CSV and workbooks as a Norwegian Excel opens them, each saying what it holds and whence."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from streamlit_app import formats

Cell = float | bool | str | date | None
Header = Sequence[tuple[str, str]]
"""Rows that say what the numbers are: name and value."""


def csv_bytes(header: Header, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Header rows, an empty row, the column names, the rows: semicolons, decimal commas, a byte-order mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows(header)
    writer.writerow([])
    writer.writerow(columns)
    writer.writerows([_harmless(formats.plain(cell), cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(header: Header, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The same as a workbook of one sheet: numbers are numbers and dates are dates."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet("Tall")
        for place, (name, value) in enumerate(header):
            sheet.write_string(place, 0, name, bold)
            sheet.write_string(place, 1, value)
        top = len(header) + 1
        sheet.write_row(top, 0, columns, bold)
        sheet.freeze_panes(top + 1, 0)
        for below, row in enumerate(rows, start=top + 1):
            for across, cell in enumerate(row):
                write_cell(sheet, below, across, cell, day=day)
        sheet.set_column(0, max(len(columns) - 1, 1), 18)
    return buffer.getvalue()


def write_cell(sheet: Any, row: int, column: int, cell: Cell, *, look: Any = None, day: Any = None) -> None:
    """A value as Excel computes with it: dates in the format `day`, all else but words of yes and no in `look`."""
    match cell:
        case None:
            return
        case bool():
            sheet.write_string(row, column, formats.plain(cell))
        case date():
            sheet.write_datetime(row, column, cell, day)
        case _:
            sheet.write(row, column, cell, look)


def _harmless(shown: str, cell: Cell) -> str:
    """Text that a spreadsheet would take for a formula, marked as text."""
    return f"'{shown}" if isinstance(cell, str) and shown[:1] in ("=", "+", "-", "@") else shown
