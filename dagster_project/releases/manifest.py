"""What a release says of itself: manifest.json, beside the database."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

NAME = "manifest.json"
FINDING = "finding"
"""Among a check's figures: all that the result page tells of a plausibility check."""


@dataclass(frozen=True)
class Check:
    """One check of the run and how it went. `severity` error keeps a release back, warn lets it pass."""

    name: str
    state: Literal["passed", "failed", "warned"]
    severity: Literal["error", "warn"]
    detail: str = ""
    title_nb: str = ""
    """What it checks, in Norwegian; empty for checks that only the technical staff reads."""
    detail_nb: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    """Its numbers by name."""


@dataclass(frozen=True)
class Facts:
    """What the run knows of the release that it is about to publish.

    `data_as_at` is the last day with accepted data, per feed. `deliveries` are the ledger's rows, each at
    least with `delivery_id`, `feed`, `file`, `period`, `version`, `sha256` and `state`. `inputs_fingerprint`
    is the same for two runs exactly when they release the same content.
    """

    is_synthetic: bool
    data_as_at: Mapping[str, date]
    checks: Sequence[Check]
    versions: Mapping[str, str]
    deliveries: Sequence[Mapping[str, Any]]
    inputs_fingerprint: str


def write_manifest(
    folder: Path, *, release_id: str, built_at: datetime, row_counts: Mapping[str, int], facts: Facts
) -> None:
    """Write manifest.json into a release's folder, through to the disk."""
    told = asdict(facts)
    manifest = {
        "release_id": release_id,
        "built_at": built_at.astimezone(UTC).isoformat(timespec="seconds"),
        "is_synthetic": told.pop("is_synthetic"),
        "data_as_at": told.pop("data_as_at"),
        "row_counts": dict(row_counts),
        **told,
    }
    with (folder / NAME).open("w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=1, default=_text)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release's folder."""
    manifest: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return manifest


def _text(value: object) -> str:
    if isinstance(value, date):  # datetimes too
        return value.isoformat()
    raise TypeError(f"a manifest cannot hold a {type(value).__name__}: {value!r}")
