"""A package: its files in a folder, the contract beside them, and manifest.json, which says what they must be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from dagster_project.extracts.changes import Change
from dagster_project.extracts.contract import ExtractContract
from dagster_project.extracts.csv_file import csv_bytes
from dagster_project.extracts.periods import Period
from dagster_project.extracts.recipients import Recipient
from dagster_project.releases import Release

MANIFEST = "manifest.json"
EXCEL_ROWS = 1_048_576
"""Rows of a sheet, the heading among them."""


class TooManyRowsError(Exception):
    """A table does not fit into the format asked for; the message is one line. Nothing is ever cut."""


@dataclass(frozen=True)
class Content:
    """All that a package says; the same content makes the same bytes."""

    recipient: Recipient
    period: Period
    version: int
    contract: ExtractContract
    release: Release
    tables: Mapping[str, pl.DataFrame]
    registry: pl.DataFrame
    is_complete: bool
    changes: Sequence[Change] = ()
    previous_schema: str | None = None
    """The contract's version in the delivery before; None for the first."""

    @property
    def name(self) -> str:
        """Such as `lat_2025-11_v1`: the package's folder, and the beginning of its files' names."""
        return f"{self.recipient.recipient_id}_{self.period.code}_v{self.version}"

    @property
    def is_synthetic(self) -> bool:
        """Whether the release is made of synthetic deliveries."""
        return bool(self.release.manifest["is_synthetic"])

    @property
    def built_at(self) -> datetime:
        """When the release was built."""
        return datetime.fromisoformat(self.release.manifest["built_at"])

    @property
    def data_as_at(self) -> str:
        """The last day with air ambulance data, in ISO 8601."""
        return str(self.release.manifest["data_as_at"].get("air_ambulance_missions", ""))

    @property
    def schema_news(self) -> str | None:
        """What the recipient must know of the columns: None when they are as in the delivery before."""
        if self.previous_schema in (None, self.contract.version):
            return None
        return f"Nye kolonner: versjon {self.previous_schema} → {self.contract.version}. {self.contract.changes}"


def write_package(content: Content, folder: Path) -> Path:
    """Write the files into a new folder, the manifest last, and give its path. Raises OSError, TooManyRowsError."""
    from dagster_project.extracts.workbook import write_workbook  # noqa: PLC0415 - it knows this module

    check_rows(content)
    folder.mkdir(parents=True)
    rows: dict[str, int | None] = {}
    for name, frame in content.tables.items():
        if "csv" in content.recipient.formats:
            path = folder / f"{content.name}_{name}.csv"
            path.write_bytes(csv_bytes(frame))
            rows[path.name] = len(frame)
        if "parquet" in content.recipient.formats:
            path = folder / f"{content.name}_{name}.parquet"
            frame.write_parquet(path, compression="zstd")
            rows[path.name] = len(frame)
    if "xlsx" in content.recipient.formats:
        path = folder / f"{content.name}.xlsx"
        write_workbook(content, path)
        rows[path.name] = None
    contract = folder / f"{content.name}.odcs.yaml"
    contract.write_text(content.contract.text, encoding="utf-8")
    rows[contract.name] = None
    files = [
        {"name": name, "rows": count, "bytes": (folder / name).stat().st_size, "sha256": sha256(folder / name)}
        for name, count in rows.items()
    ]
    manifest = json.dumps(_manifest(content, files), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(f"{manifest}\n", encoding="utf-8")
    return folder


def check_rows(content: Content) -> None:
    """Raises TooManyRowsError for a table that the workbook has no room for."""
    if "xlsx" not in content.recipient.formats:
        return
    for name, frame in content.tables.items():
        if len(frame) >= EXCEL_ROWS:
            raise TooManyRowsError(
                f"{name} has {len(frame):,} rows, but a sheet of Excel holds {EXCEL_ROWS:,}: narrow the scope of "
                f"{content.recipient.recipient_id}, or leave xlsx out of its formats"
            )


def sha256(path: Path) -> str:
    """A file's digest, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a package says of itself."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def _manifest(content: Content, files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    recipient, period = content.recipient, content.period
    return {
        "package": content.name,
        "recipient": {"id": recipient.recipient_id, "name": recipient.name},
        "purpose": recipient.purpose,
        "agreement": recipient.agreement,
        "period": {
            "code": period.code,
            "type": period.type,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "is_complete": content.is_complete,
        },
        "version": content.version,
        "replaces_version": content.version - 1 or None,
        "release_id": content.release.release_id,
        "data_as_at": content.data_as_at,
        "is_synthetic": content.is_synthetic,
        "schema": {
            "data_set": content.contract.data_set,
            "version": content.contract.version,
            "news": content.schema_news,
        },
        "threshold": recipient.threshold,
        "suppressed_cells": {name: int(frame["is_suppressed"].sum()) for name, frame in content.tables.items()},
        "control_totals": {name: _totals(frame) for name, frame in content.tables.items()},
        "files": list(files),
        "changes": [change.record() for change in content.changes],
    }


def _totals(frame: pl.DataFrame) -> dict[str, int]:
    """Rows, and the sums of the counts that are shown: what a recipient can add up again."""
    counted = [name for name, type_ in frame.schema.items() if type_.is_integer()]
    return {"rows": len(frame), **{name: int(frame[name].sum()) for name in counted}}
