"""The tables of a package, as its contract describes them; a number that was hidden is not nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

import polars as pl
import yaml
from polars import selectors

from streamlit_app.access import Source
from streamlit_app.data.packages import Package, checked, require
from streamlit_app.downloads import Cell


class Hidden(Enum):
    """Stands for a number that the protection of small numbers has hidden."""

    HIDDEN = ":"


Told = Cell | Hidden
"""What a package says in one place."""

_FLAG = "is_suppressed"
_NUMBERS = frozenset({"integer", "number"})
_OF_TEXT: dict[str, Callable[[str], Cell]] = {
    "integer": int,
    "number": lambda text: float(text.replace(",", ".")),
    "boolean": lambda text: text == "ja",
    "date": date.fromisoformat,
    "string": lambda text: text.removeprefix("'"),
}
"""How a file of CSV is read, by the contract's types."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its heading in Norwegian, its type in the contract."""

    name: str
    heading: str
    type: str
    is_key: bool

    @property
    def is_number(self) -> bool:
        """Whether it counts or measures."""
        return self.type in _NUMBERS


@dataclass(frozen=True)
class PackageTable:
    """A table of a package: the rows of its own period, by column."""

    name: str
    heading: str
    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Told]]


def tables(source: Source, package: Package) -> dict[str, PackageTable]:
    """Every table that the package has as Parquet or CSV, by name. Raises AccessRefusedError, PackageSpoiltError.

    They are read once, since a package never changes, and shared: nobody changes what they hold.
    """
    require(source, package)
    return _tables(package)


@lru_cache(maxsize=64)
def _tables(package: Package) -> dict[str, PackageTable]:
    def read(suffix: str) -> bytes | None:
        wanted = f"{package.name}{suffix}"
        digest = next((file.sha256 for file in package.files if file.name == wanted), None)
        return checked(package.folder / wanted, digest) if digest else None

    contract: dict[str, Any] = yaml.safe_load(read(".odcs.yaml") or b"schema: []")
    found = {}
    for entry in contract["schema"]:
        name = entry["name"]
        columns = tuple(
            Column(one["name"], one["businessName"], one["logicalType"], bool(one.get("primaryKey")))
            for one in entry["properties"]
        )
        if parquet := read(f"_{name}.parquet"):
            rows = pl.read_parquet(io.BytesIO(parquet)).with_columns(selectors.decimal().cast(pl.Float64)).to_dicts()
        elif text := read(f"_{name}.csv"):
            rows = _of_csv(text, columns)
        else:
            continue
        own = [_told(row, columns) for row in rows if row.get("period", package.code) == package.code]
        found[name] = PackageTable(name, entry["businessName"], columns, own)
    return found


def _of_csv(text: bytes, columns: tuple[Column, ...]) -> list[dict[str, Cell]]:
    types = {column.name: _OF_TEXT[column.type] for column in columns}
    read = csv.DictReader(io.StringIO(text.decode("utf-8-sig")), delimiter=";")
    return [{name: None if cell in ("", ":") else types[name](cell) for name, cell in row.items()} for row in read]


def _told(row: Mapping[str, Cell], columns: tuple[Column, ...]) -> dict[str, Told]:
    """A number without a value was hidden if its row says that something was; a target was never there."""
    return {
        column.name: Hidden.HIDDEN
        if row[_FLAG] and row[column.name] is None and column.is_number and column.name != "target"
        else row[column.name]
        for column in columns
        if column.name in row
    }
