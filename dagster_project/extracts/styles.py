"""How a workbook looks: its formats, and cells that are written as what they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from dagster_project.extracts.disclosure import SYMBOL

ACCENT, WARM, TEXT, QUIET, RULE, PALE = "#0072b2", "#a84300", "#1c2126", "#59626b", "#d8dce1", "#eef4f9"
SERIES = ("#0072b2", "#e69f00", "#009e73", "#8a939c")
"""Okabe-Ito blue, orange and green, and grey: four colours that everybody can tell apart."""
NUMBER_FORMATS = {"count": "#,##0", "share": "0.0 %", "seconds": "[mm]:ss"}
DAY_S = 86_400
"""Excel counts time in days."""


class Book:
    """A workbook with this project's formats."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self._format = cache(self._made)

    def sheet(self, name: str, widths: Sequence[float], *, landscape: bool = True) -> Any:
        """A new sheet without grid lines, whose columns have these widths, and that prints one page wide."""
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self.style())
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8&A&R&8Side &P av &N")
        return sheet

    def style(self, **properties: Any) -> Any:
        """A cell format, made once."""
        return self._format(tuple(sorted(properties.items())))

    def _made(self, properties: tuple[tuple[str, Any], ...]) -> Any:
        base = {"font_name": "Calibri", "font_size": 11, "font_color": TEXT, "valign": "vcenter"}
        return self.workbook.add_format(base | dict(properties))

    def title(self, sheet: Any, title: str, subtitle: str) -> None:
        """The sheet's two first lines."""
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, title, self.style(bold=True, font_size=18, font_color=ACCENT))
        sheet.write_string(1, 0, subtitle, self.style(font_color=QUIET))

    def heading(self, sheet: Any, row: int, names: Sequence[str], *, left: int = 1) -> None:
        """Column names; all but the first `left` stand over numbers."""
        sheet.set_row(row, 34)
        for column, name in enumerate(names):
            align = "left" if column < left else "right"
            style = self.style(bold=True, bg_color=PALE, bottom=2, bottom_color=ACCENT, align=align, text_wrap=True)
            sheet.write_string(row, column, name, style)

    def text(self, sheet: Any, row: int, column: int, text: str, **properties: Any) -> None:
        """Text that never becomes a formula."""
        sheet.write_string(row, column, text, self.style(**{"bottom": 1, "bottom_color": RULE} | properties))

    def across(self, sheet: Any, row: int, said: str, *, width: int, characters: int, **properties: Any) -> None:
        """A text over the first `width` columns, which hold about so many characters a line."""
        style = self.style(**{"text_wrap": True, "valign": "top"} | properties)
        sheet.merge_range(row, 0, row, width - 1, "", style)
        sheet.write_string(row, 0, said, style)
        sheet.set_row(row, 16 * (1 + len(said) // characters) + 2)

    def note(self, sheet: Any, row: int, said: str) -> None:
        """A sentence beside the numbers."""
        sheet.write_string(row, 0, said, self.style(font_color=QUIET, italic=True))

    def number(
        self,
        sheet: Any,
        row: int,
        column: int,
        number: float | None,
        unit: str,
        *,
        hidden: bool = False,
        **properties: Any,
    ) -> None:
        """A number in its unit's format; SYMBOL where it is hidden, and a dash where there is none."""
        look = {"bottom": 1, "bottom_color": RULE, "align": "right"} | properties
        if hidden:
            sheet.write_string(row, column, SYMBOL, self.style(**look | {"font_color": QUIET}))
        elif number is None:
            sheet.write_string(row, column, "–", self.style(**look | {"font_color": QUIET}))
        else:
            shown = number / DAY_S if unit == "seconds" else number
            sheet.write_number(row, column, shown, self.style(**look, num_format=NUMBER_FORMATS[unit]))


def open_workbook(path: str) -> Any:
    """A workbook in which no text is taken for anything else."""
    return xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
