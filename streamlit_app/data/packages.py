"""The packages of extracts that lie in the home, as the viewer may have them: their own, or everybody's.

Their paths are made of names found in the home, never of anything that a reader typed. What is taken away is put on
record first.
"""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from dagster_project.settings import Settings
from streamlit_app import access_log
from streamlit_app.access import AccessRefusedError, Source
from streamlit_app.data import tries
from streamlit_app.period import Period

_MANIFEST = "manifest.json"
_log = logging.getLogger(__name__)


class PackageSpoiltError(Exception):
    """A file of a package is not what its manifest says."""


@dataclass(frozen=True)
class File:
    """A file of a package; rows only of tables."""

    name: str
    rows: int | None
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Change:
    """A number that a version shows otherwise than the one before; an empty text where there is no such row."""

    table: str
    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Package:
    """One version of one period's package, by its manifest."""

    folder: Path
    recipient_id: str
    recipient: str
    period: Period
    code: str
    """The period's code in the tables."""
    version: int
    is_newest: bool
    """Whether no later version of the period is there."""
    delivered_at: datetime | None
    """When it first got there, UTC; None when it has not."""
    release_id: str
    data_as_at: date | None
    is_synthetic: bool
    schema_version: str
    schema_news: str | None
    threshold: int
    rows: int
    """Of all tables, each counted once."""
    hidden_rows: int
    changes: tuple[Change, ...]
    files: tuple[File, ...]
    sha256: str
    """The manifest's, which seals the other files."""

    @property
    def name(self) -> str:
        """Such as `lat_2025-11_v1`."""
        return self.folder.name

    @property
    def bytes(self) -> int:
        """Of all files but the manifest."""
        return sum(file.bytes for file in self.files)

    @property
    def workbook(self) -> File | None:
        """The file that a person reads, if the recipient gets one."""
        return next((file for file in self.files if file.name.endswith(".xlsx")), None)


def packages(source: Source) -> list[Package]:
    """Those that the viewer may have: the newest version of each period first, the newest period first.

    Outsiders get what has been delivered to them, and nothing else. Raises ShelfError.
    """
    delivered = {
        one.delivery.manifest_sha256: one.tried_at
        for one in tries.tries(source).lines
        if one.delivery.state == "delivered"
    }
    known = [
        (folder, manifest, seal)
        for folder in _folders(source.viewer.recipient_ids)
        for manifest, seal in _manifest(folder)
        if seal in delivered or not source.viewer.is_outsider
    ]
    newest: dict[tuple[str, str], int] = {}
    for _, manifest, _ in known:
        which = manifest["recipient"]["id"], manifest["period"]["code"]
        newest[which] = max(newest.get(which, 0), manifest["version"])
    found = [_package(*one, newest, delivered.get(one[2])) for one in known]
    # Of periods that end on the same day the shortest is the newest.
    return sorted(
        found, key=lambda p: (p.is_newest, p.period.last, p.period.first, p.version, p.recipient), reverse=True
    )


def content(source: Source, package: Package, file: File) -> bytes:
    """A file of a package, to take away.

    Raises AccessRefusedError, PackageSpoiltError when it is not what the manifest says, and OSError when it cannot be
    put on record.
    """
    require(source, package)
    found = checked(package.folder / file.name, file.sha256)
    _record(source, package, file.name, file.sha256)
    return found


def zipped(source: Source, package: Package) -> bytes:
    """The whole package, manifest and all, in a folder of its name. Raises as `content` does.

    On record with the manifest's sha256, which seals all its files.
    """
    require(source, package)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in package.files:
            archive.writestr(f"{package.name}/{file.name}", checked(package.folder / file.name, file.sha256))
        archive.writestr(f"{package.name}/{_MANIFEST}", checked(package.folder / _MANIFEST, package.sha256))
    _record(source, package, f"{package.name}.zip", package.sha256)
    return buffer.getvalue()


def _record(source: Source, package: Package, file: str, digest: str) -> None:
    viewer, logs = source.viewer, Settings.from_environment().logs
    access_log.fetched(logs, viewer.name, viewer.role, file=file, release_id=package.release_id, sha256=digest)


def require(source: Source, package: Package) -> None:
    """Raise AccessRefusedError unless the package is the viewer's to have."""
    own = source.viewer.recipient_ids
    if own is not None and package.recipient_id not in own:
        raise AccessRefusedError(f"package {package.name}")


def checked(path: Path, digest: str) -> bytes:
    """What a file holds. Raises PackageSpoiltError when that is not what has this digest."""
    try:
        found = path.read_bytes()
    except OSError as error:
        raise PackageSpoiltError(f"{path}: {error.strerror}") from error
    if sha256(found).hexdigest() != digest:
        raise PackageSpoiltError(f"{path} is not what its package's manifest says")
    return found


def _folders(recipient_ids: frozenset[str] | None) -> Iterator[Path]:
    """The packages of these recipients, or of all; one that is being written begins with a dot."""
    top = Settings.from_environment().extracts / "packages"
    for recipient in top.iterdir() if top.is_dir() else ():
        if recipient_ids is None or recipient.name in recipient_ids:
            yield from (folder for folder in recipient.iterdir() if not folder.name.startswith("."))


def _manifest(folder: Path) -> Iterator[tuple[Mapping[str, Any], str]]:
    """A folder's manifest and its digest; nothing where there is none that can be read."""
    try:
        path = folder / _MANIFEST
        yield _read(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        _log.exception("no package: %s", folder)


@lru_cache(maxsize=1024)
def _read(path: Path, _changed_at: int) -> tuple[Mapping[str, Any], str]:
    found = path.read_bytes()
    return json.loads(found), sha256(found).hexdigest()


def _package(
    folder: Path,
    manifest: Mapping[str, Any],
    seal: str,
    newest: Mapping[tuple[str, str], int],
    delivered_at: datetime | None,
) -> Package:
    recipient, period = manifest["recipient"], manifest["period"]
    first, last = (date.fromisoformat(period[end]) for end in ("start", "end"))
    return Package(
        folder=folder,
        recipient_id=recipient["id"],
        recipient=recipient["name"],
        period=Period(first, last, period["type"]),
        code=period["code"],
        version=manifest["version"],
        is_newest=manifest["version"] == newest[recipient["id"], period["code"]],
        delivered_at=delivered_at,
        release_id=manifest["release_id"],
        data_as_at=date.fromisoformat(manifest["data_as_at"]) if manifest["data_as_at"] else None,
        is_synthetic=manifest["is_synthetic"],
        schema_version=manifest["schema"]["version"],
        schema_news=manifest["schema"]["news"],
        threshold=manifest["threshold"],
        rows=sum(totals["rows"] for totals in manifest["control_totals"].values()),
        hidden_rows=sum(manifest["suppressed_cells"].values()),
        changes=tuple(Change(**change) for change in manifest["changes"]),
        files=tuple(File(file["name"], file["rows"], file["bytes"], file["sha256"]) for file in manifest["files"]),
        sha256=seal,
    )
