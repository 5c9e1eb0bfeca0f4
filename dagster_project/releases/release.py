"""Find releases: the one that readers open, the newest, all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from dagster_project.releases.manifest import NAME, read_manifest
from dagster_project.settings import Settings

DATABASE = "warehouse.duckdb"
"""The database's name in every release: the first part is what DuckDB calls the catalogue."""
DOCS = "docs"
"""The folder of a release's data dictionary."""
UNFINISHED = ".tmp-"
"""In the name of a folder that is being written or deleted, and is no release."""
ID_FORMAT = "%Y%m%dT%H%M%SZ"
"""When a release was made, in UTC, so that ids sort by age."""
_ID = re.compile(r"\d{8}T\d{6}Z")


class ReleaseNotFoundError(Exception):
    """There is no release of that id, or none at all."""


@dataclass(frozen=True)
class Release:
    """A published release: a folder that never changes."""

    path: Path

    @property
    def release_id(self) -> str:
        """Such as `20261122T054107Z`."""
        return self.path.name

    @property
    def database(self) -> Path:
        """The DuckDB file with schema `marts`."""
        return self.path / DATABASE

    @property
    def dictionary(self) -> Path | None:
        """The page that tells what the tables and KPIs mean; None in a release that was made without."""
        page = self.path / DOCS / "index.html"
        return page if page.is_file() else None

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What manifest.json says."""
        return read_manifest(self.path)


def list_releases(settings: Settings) -> list[Release]:
    """Every release, oldest first."""
    if not settings.releases.is_dir():
        return []
    folders = sorted(settings.releases.iterdir())
    return [Release(path) for path in folders if _ID.fullmatch(path.name) and (path / NAME).is_file()]


def newest_release(settings: Settings) -> Release | None:
    """The release made last, which is not the current one after a roll-back; None before the first."""
    releases = list_releases(settings)
    return releases[-1] if releases else None


def current_release(settings: Settings) -> Release | None:
    """The release that readers open, by its own path (not through `current`); None before the first.

    Open the path that this gives: `current` may point elsewhere a moment later.
    """
    path = settings.current.resolve()
    return Release(path) if settings.current.is_symlink() and (path / NAME).is_file() else None


def find_release(settings: Settings, release_id: str) -> Release:
    """The release of that id. Raises ReleaseNotFoundError, which says where to look."""
    for release in list_releases(settings):
        if release.release_id == release_id:
            return release
    raise ReleaseNotFoundError(f"there is no release '{release_id}': see 'nodstat releases list'")
