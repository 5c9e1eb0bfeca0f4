"""Files to take away: semicolons, decimal commas and a byte-order mark, as a Norwegian Excel opens them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from streamlit_app import formats

Cell = float | bool | str | date | None


@dataclass(frozen=True)
class CsvFile:
    """A file ready to download."""

    name: str
    content: bytes


def csv_file(
    name: str, header: Iterable[tuple[str, str]], columns: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> CsvFile:
    """Header rows that say what the numbers are and whence, an empty row, the column names, the rows."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows(header)
    writer.writerow([])
    writer.writerow(columns)
    writer.writerows([formats.plain(cell) for cell in row] for row in rows)
    return CsvFile(f"{name}.csv", text.getvalue().encode("utf-8-sig"))
