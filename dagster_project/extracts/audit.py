"""Who got what, when, from which release, which bytes: a file that only grows, each line sealed by the one before."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from dagster_project.settings import Settings

NAME = "deliveries.jsonl"
State = Literal["delivered", "failed", "withheld"]


class AuditError(Exception):
    """The audit is not as it was written; one line that says where."""


@dataclass(frozen=True)
class Delivery:
    """One try to deliver a package, and how it ended.

    `files`: sha256 by name; `manifest_sha256` seals them, and is None when nothing was packed. `tried_at` is UTC.
    """

    tried_at: str
    recipient_id: str
    recipient: str
    agreement: str
    data_set: str
    schema_version: str
    period_type: str
    period: str
    version: int | None
    state: State
    detail: str
    release_id: str
    is_synthetic: bool
    destination: str
    manifest_sha256: str | None
    bytes: int
    files: dict[str, str]


def audit_file(settings: Settings) -> Path:
    """Where the audit lies."""
    return settings.extracts / "audit" / NAME


def write(settings: Settings, delivery: Delivery) -> None:
    """Add a line, through to the disk. Raises OSError."""
    path = audit_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        lines = file.read().split(b"\n")
        torn = (
            b"\n" if lines[-1] else b""
        )  # a line that a crash cut off stays as it is, and what it said did not happen
        whole = [line for line in lines if line and _record(line)]
        record = {**asdict(delivery), "previous_sha256": _seal(whole[-1]) if whole else ""}
        file.write(torn + json.dumps(record, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read(settings: Settings) -> list[Delivery]:
    """Every line, oldest first. Raises AuditError when a line was changed or taken out."""
    return list(_read(audit_file(settings)))


def _read(path: Path) -> Iterator[Delivery]:
    previous = ""
    for number, line in enumerate(path.read_bytes().split(b"\n") if path.exists() else (), start=1):
        record = _record(line)
        if record is None:
            continue
        if record.pop("previous_sha256") != previous:
            raise AuditError(f"{path}, line {number}: what stood before it was changed; restore the file from a backup")
        previous = _seal(line)
        yield Delivery(**record)


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    return found


def _seal(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
