"""The contracts of the extracts (ODCS v3): which tables and columns a data set has, in which version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

FOLDER = Path(__file__).parent
SUFFIX = ".odcs.yaml"
DATA_SETS = ("air_ambulance",)
"""Each has a contract here, and its figures in figures.py."""

Type = Literal["string", "date", "integer", "number", "boolean"]


@dataclass(frozen=True)
class Column:
    """A column: its name in files, its heading in the workbook, its type, and whether it tells rows apart."""

    name: str
    heading: str
    type: Type
    is_key: bool


@dataclass(frozen=True)
class Table:
    """A table: a CSV and a Parquet file each."""

    name: str
    heading: str
    columns: tuple[Column, ...]

    @property
    def keys(self) -> list[str]:
        """Names of the columns that tell rows apart."""
        return [column.name for column in self.columns if column.is_key]


@dataclass(frozen=True)
class ExtractContract:
    """A data set's contract as it stands; `changes` is what its version changed, in Norwegian."""

    data_set: str
    version: str
    changes: str
    recorded_digest: str
    tables: tuple[Table, ...]
    text: str
    """The file itself, which goes into every package."""

    @property
    def digest(self) -> str:
        """The same for the same tables, columns, types and keys in the same order."""
        shape = [(t.name, [(c.name, c.type, c.is_key) for c in t.columns]) for t in self.tables]
        return hashlib.sha256(repr(shape).encode()).hexdigest()[:16]

    def table(self, name: str) -> Table:
        """The table of that name."""
        return next(table for table in self.tables if table.name == name)


@cache
def load_contract(data_set: str) -> ExtractContract:
    """The contract of a data set."""
    text = (FOLDER / f"{data_set}{SUFFIX}").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    versions = next(entry["value"] for entry in document["customProperties"] if entry["property"] == "versions")
    newest = versions[-1]
    tables = tuple(
        Table(
            entry["name"],
            entry["businessName"],
            tuple(
                Column(c["name"], c["businessName"], c["logicalType"], bool(c.get("primaryKey")))
                for c in entry["properties"]
            ),
        )
        for entry in document["schema"]
    )
    return ExtractContract(data_set, document["version"], newest["changes_nb"], str(newest["columns"]), tables, text)
