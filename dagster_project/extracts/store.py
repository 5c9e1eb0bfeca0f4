"""The packages of a home: every one that was ever meant to be sent stays, as do its tables to protect the next by."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from dagster_project.extracts.package import Content, write_package
from dagster_project.extracts.periods import Period, parse_period
from dagster_project.settings import Settings


@dataclass(frozen=True)
class Mark:
    """What tells two packages' contents apart. `figures` stays in the house: small numbers could be guessed from it."""

    figures: str
    scope: str
    schema: str
    released: str
    """The release that was looked at last, and found to say the same."""


@dataclass(frozen=True)
class Stored:
    """One package in the home."""

    folder: Path
    record: Path
    period: Period
    version: int

    @property
    def name(self) -> str:
        """Such as `lat_2025-11_v1`."""
        return self.folder.name

    @cached_property
    def mark(self) -> Mark:
        """What it was made from."""
        return Mark(**json.loads((self.record / "mark.json").read_text(encoding="utf-8")))

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The tables as they were sent, null where hidden."""
        return {path.stem: pl.read_parquet(path) for path in sorted(self.record.glob("*.parquet"))}


def stored_packages(settings: Settings, recipient_id: str) -> list[Stored]:
    """A recipient's packages by period and version."""
    records = settings.extracts / "records" / recipient_id
    found = []
    for record in records.iterdir() if records.is_dir() else ():
        if parts := re.fullmatch(rf"{re.escape(recipient_id)}_(.+)_v(\d+)", record.name):
            folder = settings.extracts / "packages" / recipient_id / record.name
            found.append(Stored(folder, record, parse_period(parts[1]), int(parts[2])))
    return sorted(found, key=lambda package: (package.period, package.version))


def store(settings: Settings, content: Content, mark: Mark) -> Stored:
    """Write a package into the home, whole or not at all. Raises OSError, TooManyRowsError."""
    recipient_id = content.recipient.recipient_id
    folder = settings.extracts / "packages" / recipient_id / content.name
    record = settings.extracts / "records" / recipient_id / content.name
    drafts = [path.with_name(f".{path.name}.tmp") for path in (folder, record)]
    for path in (*drafts, folder):  # a package without its record was never sent
        shutil.rmtree(path, ignore_errors=True)
    try:
        write_package(content, drafts[0])
        drafts[1].mkdir(parents=True)
        for name, frame in content.tables.items():
            frame.write_parquet(drafts[1] / f"{name}.parquet")
        _write_mark(drafts[1], mark)
        drafts[0].replace(folder)
        drafts[1].replace(record)
    finally:
        for draft in drafts:
            shutil.rmtree(draft, ignore_errors=True)
    return Stored(folder, record, content.period, content.version)


def look_again(package: Stored, release_id: str) -> None:
    """Note that a later release says the same as the package."""
    _write_mark(package.record, Mark(**{**asdict(package.mark), "released": release_id}))


def _write_mark(folder: Path, mark: Mark) -> None:
    draft = folder / ".mark.json.tmp"
    draft.write_text(json.dumps(asdict(mark)), encoding="utf-8")
    draft.replace(folder / "mark.json")
