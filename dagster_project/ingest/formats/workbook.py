"""Hand-made workbooks: title rows above the header and total rows below the data are not data."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from xml.parsers.expat import ExpatError

import fastexcel
import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest.deliveries import RefusalError
from dagster_project.ingest.formats.archive import TooLargeError, measure
from dagster_project.ingest.formats.header import locate, raw_schema, source_names

# zipfile: RuntimeError for encryption, NotImplementedError for packing that it does not know, ValueError for a name.
_NO_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    ExpatError,
    fastexcel.FastExcelError,
)
Cells = tuple[str | None, ...]


def read_workbook(contract: Contract, content: bytes, max_bytes: int) -> tuple[pl.LazyFrame, tuple[str, ...]]:
    """Raw rows of the contract's sheet, and the header's unknown columns; line numbers are the sheet's rows.

    Raises RefusalError: `unreadable`, `missing_columns` or `empty`.
    """
    sheet = [(number, _stripped(cells)) for number, cells in _sheet(contract, content, max_bytes)]
    filled = [(number, cells) for number, cells in sheet if any(cells)]
    if not filled:
        raise RefusalError("empty", f"the sheet {contract.sheet} is empty")
    header_at = max(range(len(filled)), key=lambda index: _matches(contract, filled[index][1]))
    where, extra = locate(contract, [cell or "" for cell in filled[header_at][1]])
    rows = filled[header_at + 1 :]
    while rows and _is_total(contract, rows[-1][1], where):
        rows.pop()
    if not rows:
        raise RefusalError("empty", "there is a header, but no row")
    raw = (
        (number, "\t".join(cell or "" for cell in cells), False, *(cells[index] for index in where.values()))
        for number, cells in rows
    )
    return pl.LazyFrame(raw, schema=raw_schema(contract), orient="row"), extra


def _sheet(contract: Contract, content: bytes, max_bytes: int) -> list[tuple[int, Cells]]:
    """Every row of the sheet as text, with its row number."""
    try:
        measure(content, max_bytes)
        book = fastexcel.read_excel(content)
    except TooLargeError as error:
        raise RefusalError("unreadable", f"{error}: export it again, the sessions of one month alone") from error
    except _NO_WORKBOOK as error:
        raise RefusalError("unreadable", "it is not a whole Excel workbook: export it again") from error
    if contract.sheet not in book.sheet_names:
        found = ", ".join(book.sheet_names) or "none"
        raise RefusalError("unreadable", f"there is no sheet {contract.sheet} (sheets: {found})")
    try:
        frame = book.load_sheet(contract.sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise RefusalError("unreadable", f"the sheet {contract.sheet} cannot be read: export it again") from error
    return list(enumerate(frame.iter_rows(), start=1))


def _stripped(cells: Cells) -> Cells:
    return tuple((cell.strip() or None) if cell is not None else None for cell in cells)


def _matches(contract: Contract, cells: Cells) -> int:
    """How many of the contract's columns a row names, as a header would."""
    return sum(any(name in cells for name in source_names(column)) for column in contract.sourced)


def _is_total(contract: Contract, cells: Cells, where: dict[str, int]) -> bool:
    """A row with a total's label and no time of an event."""
    labels = tuple(label.lower() for label in contract.total_labels)
    is_labelled = any(cell.lower().rstrip(":").split(" ")[0].rstrip(":") in labels for cell in cells if cell)
    begun = cells[where[contract.times[0].name]]
    return is_labelled and (begun is None or ":" not in begun)
