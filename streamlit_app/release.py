"""Which release the dashboard shows. A rerun asks once, at its top, and hands the answer down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any


class ReleaseUnreadableError(Exception):
    """The current release is there, but its manifest or warehouse cannot be read."""


@dataclass(frozen=True)
class Check:
    """One check that the release went through before it was published."""

    name: str
    """What it stands on and its own name: `marts/delivery: volume_is_as_usual`."""
    state: str
    """`passed` or `warned`: with a failed one there is no release."""
    severity: str
    """`error` would have held the release back, `warn` would not."""
    title: str
    """What it checks, in Norwegian; empty for checks that only the technical staff reads."""
    detail: str
    """What it found, in Norwegian where it has a title."""

    @property
    def says(self) -> str:
        """Its finding, or its name where it gave none."""
        return self.detail or self.title or self.name


@dataclass(frozen=True)
class Release:
    """One published release; it never changes, so everything read from it may be cached under its directory."""

    directory: Path
    """The release's own directory, with the symlink resolved."""
    release_id: str
    built_at: datetime
    """UTC."""
    is_synthetic: bool
    data_as_at: tuple[tuple[str, date], ...]
    """Feed and the last local day that it has delivered, for the feeds that have delivered."""
    checks: tuple[Check, ...] = ()
    """In the order of the manifest."""

    @property
    def warnings(self) -> list[Check]:
        """The checks that remarked on something without stopping it."""
        return [check for check in self.checks if check.state == "warned"]

    @property
    def docs(self) -> Path:
        """The folder of its pages: data dictionary, result of the checks. It may be missing."""
        return self.directory / "docs"

    @property
    def warehouse(self) -> Path:
        """The database with schema `marts`."""
        return self.directory / "warehouse.duckdb"


def find_release(current: Path) -> Release | None:
    """The release that the symlink `current` points to now, or None when nothing has been published.

    The symlink is resolved once and the manifest read from what it pointed to, so that a swap in
    between cannot pair one release's manifest with another's warehouse.

    Raises ReleaseUnreadableError when there is a release without a readable manifest.
    """
    try:
        directory = current.resolve(strict=True)
    except FileNotFoundError:
        return None
    return _read(directory)


@lru_cache(maxsize=8)
def _read(directory: Path) -> Release:
    """A release's manifest, which holds every delivery: megabytes, read once."""
    try:
        manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
        return Release(
            directory=directory,
            release_id=manifest["release_id"],
            built_at=_instant(manifest["built_at"]),
            is_synthetic=manifest["is_synthetic"],
            data_as_at=tuple((feed, date.fromisoformat(day)) for feed, day in manifest["data_as_at"].items() if day),
            checks=tuple(map(_check, manifest["checks"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseUnreadableError(f"{directory}: {type(error).__name__}: {error}") from error


def _check(told: dict[str, Any]) -> Check:
    return Check(
        name=told["name"],
        state=told["state"],
        severity=told["severity"],
        title=told.get("title_nb", ""),
        detail=told.get("detail_nb") or told["detail"],
    )


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
