"""Numbers on a sheet: tables with a row and a column per code, and charts of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dagster_project.extracts.styles import DAY_S, PALE, RULE, SERIES, Book

TOP = 3
"""Row of the first table's column names, from 0."""
Cell = tuple[float | None, bool]
"""A number and whether it is hidden."""
Cells = Mapping[tuple[str, ...], Cell]
Entry = tuple[str, tuple[str, ...]]
"""What a row or column is called, and its part of a cell's key."""
NOTHING: Cell = (None, False)
NONE: Cell = (0, False)
"""A combination without a row had no event."""


@dataclass(frozen=True)
class Span:
    """Where a table's numbers stand, from 0: its first and last row, and the row of its column names."""

    first: int
    last: int
    top: int


def cells_of(rows: pl.DataFrame, keys: Sequence[str], column: str) -> Cells:
    """The cells by their keys."""
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in rows.select(*keys, column, "is_suppressed").iter_rows()}


def table(
    book: Book,
    sheet: Any,
    top: int,
    corner: str,
    *,
    rows: Sequence[Entry],
    columns: Sequence[Entry],
    cells: Cells,
    unit: str = "count",
    absent: Cell = NONE,
    total: bool = False,
) -> Span:
    """Column names in row `top`, and a number per row and column; `total`: the first row sums the others up.

    A cell's key is its row's followed by its column's.
    """
    book.heading(sheet, top, [corner, *(name for name, _ in columns)])
    for below, (name, of_row) in enumerate(rows, start=top + 1):
        look: dict[str, Any] = {"bold": True, "bg_color": PALE} if total and below == top + 1 else {}
        book.text(sheet, below, 0, name, **look)
        for column, (_, of_column) in enumerate(columns, start=1):
            number, hidden = cells.get((*of_row, *of_column), absent)
            book.number(sheet, below, column, number, unit, hidden=hidden, **look)
    return Span(top + 1 + int(total), top + len(rows), top)


def bars(
    book: Book,
    sheet: Any,
    title: str,
    span: Span,
    series: Sequence[tuple[int, str]],
    *,
    place: tuple[int, int],
    unit: str = "count",
) -> None:
    """Bars, the first row on top, of these columns one behind the other. What is hidden has none."""
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    name = sheet.get_name()
    for colour, (column, label) in zip(SERIES, series, strict=False):
        chart.add_series(
            {
                "name": label,
                "categories": [name, span.first, 0, span.last, 0],
                "values": [name, span.first, column, span.last, column],
                "fill": {"color": colour},
                "gap": 50,
            }
        )
    chart.set_y_axis({**_NAMES, "reverse": True, "crossing": "max"})  # a bar chart lies on its side
    of_unit = {"num_format": "[mm]:ss", "major_unit": _TEN_MINUTES} if unit == "seconds" else {"num_format": "#,##0"}
    chart.set_x_axis({**_AMOUNTS, **of_unit})
    chart.set_size({"width": 640, "height": max(280, 110 + 23 * (span.last - span.first + 1))})
    _finish(sheet, chart, title, place, len(series))


def columns_over(book: Book, sheet: Any, title: str, span: Span, columns: int, *, place: tuple[int, int]) -> None:
    """A stacked column per column name, a part per row, over the first columns. What is hidden has none."""
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    name = sheet.get_name()
    for colour, row in zip(SERIES, range(span.first, span.last + 1), strict=False):
        chart.add_series(
            {
                "name": [name, row, 0],
                "categories": [name, span.top, 1, span.top, columns],
                "values": [name, row, 1, row, columns],
                "fill": {"color": colour},
                "gap": 50,
            }
        )
    chart.set_x_axis(_NAMES)
    chart.set_y_axis({**_AMOUNTS, "num_format": "#,##0"})
    chart.set_size({"width": 1000, "height": 300})
    _finish(sheet, chart, title, place, span.last - span.first + 1)


_TEN_MINUTES = 600 / DAY_S
_NAMES: Mapping[str, Any] = {
    "line": {"color": RULE},
    "major_tick_mark": "none",
    "interval_unit": 1,
    "num_font": {"size": 9},
}
_AMOUNTS: Mapping[str, Any] = {
    "major_gridlines": {"visible": True, "line": {"color": RULE}},
    "line": {"none": True},
    "min": 0,
}


def _finish(sheet: Any, chart: Any, title: str, place: tuple[int, int], series: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True}})
    legend: Mapping[str, Any] = {"none": True} if series == 1 else {"position": "bottom"}
    chart.set_legend(legend)
    sheet.insert_chart(*place, chart)
