"""Which release the dashboard shows. A rerun asks once, at its top, and hands the answer down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path


class ReleaseUnreadableError(Exception):
    """The current release is there, but its manifest or warehouse cannot be read."""


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
    warnings: tuple[str, ...] = ()
    """What the checks before publication remarked on without stopping it; the check's name where it gave no detail."""

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
    try:
        manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
        return Release(
            directory=directory,
            release_id=manifest["release_id"],
            built_at=_instant(manifest["built_at"]),
            is_synthetic=manifest["is_synthetic"],
            data_as_at=tuple((feed, date.fromisoformat(day)) for feed, day in manifest["data_as_at"].items() if day),
            warnings=tuple(
                check["detail"] or check["name"] for check in manifest["checks"] if check["state"] == "warned"
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseUnreadableError(f"{directory}: {type(error).__name__}: {error}") from error


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
