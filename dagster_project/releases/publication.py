"""Publish: write a release beside the others, then swap it in. Whatever interrupts it, `current` is whole."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dagster_project.releases.database import write_database
from dagster_project.releases.lock import run_lock
from dagster_project.releases.manifest import NAME, Facts, write_manifest
from dagster_project.releases.release import DATABASE, ID_FORMAT, UNFINISHED, Release, newest_release
from dagster_project.releases.swap import finish, intend, sync_folder
from dagster_project.settings import Settings


def publish(settings: Settings, facts: Facts) -> Release:
    """Publish the build file as a new release and make it the current one.

    The folder is written under another name, to the disk, before it gets its own; see `swap` for the rest.
    Raises RunLockedError when another process writes to the home, OSError when the disk is full.
    """
    with run_lock(settings.home):
        settings.releases.mkdir(parents=True, exist_ok=True)
        built_at = datetime.now(UTC)
        release_id = _next_id(newest_release(settings), built_at)
        draft = settings.releases / f"{release_id}{UNFINISHED}{os.getpid()}"
        draft.mkdir()
        row_counts = write_database(settings.build_file, draft / DATABASE)
        write_manifest(draft, release_id=release_id, built_at=built_at, row_counts=row_counts, facts=facts)
        _make_read_only(draft)
        sync_folder(draft)
        intend(settings, release_id)
        release = Release(draft.rename(settings.releases / release_id))
        sync_folder(settings.releases)
        finish(settings)
    return release


def _next_id(newest: Release | None, now: datetime) -> str:
    """An id of this second; later than the newest release's also when the clock was set back."""
    if newest is not None:
        taken = datetime.strptime(newest.release_id, ID_FORMAT).replace(tzinfo=UTC)
        now = max(now, taken + timedelta(seconds=1))
    return now.strftime(ID_FORMAT)


def _make_read_only(folder: Path) -> None:
    """A client that opens a release for writing is stopped by the file system too."""
    for name in (DATABASE, NAME):
        (folder / name).chmod(0o444)
