"""Publish: write a release beside the others, then swap it in. Whatever interrupts it, `current` is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dagster_project.releases.database import write_database
from dagster_project.releases.lock import run_lock
from dagster_project.releases.manifest import Facts, read_manifest, write_manifest
from dagster_project.releases.release import DATABASE, DOCS, ID_FORMAT, UNFINISHED, Release, newest_release
from dagster_project.releases.swap import finish, intend, sync_folder
from dagster_project.settings import Settings

Pages = Callable[[Path, Mapping[str, Any]], Mapping[str, str]]
"""Makes a release's documents, HTML by file name, from its database and its manifest."""


def publish(settings: Settings, facts: Facts, pages: Pages | None = None) -> Release:
    """Publish the build file as a new release and make it the current one; `pages` makes what lies in its docs/.

    The folder is written under another name, to the disk, before it gets its own; see `swap` for the rest.
    Raises RunLockedError when another process writes to the home, OSError when the disk is full, and whatever
    `pages` raises: a release that cannot be documented is none.
    """
    with run_lock(settings.home):
        settings.releases.mkdir(parents=True, exist_ok=True)
        built_at = datetime.now(UTC)
        release_id = _next_id(newest_release(settings), built_at)
        draft = settings.releases / f"{release_id}{UNFINISHED}{os.getpid()}"
        with _gone_on_error(draft):
            row_counts = write_database(settings.build_file, draft / DATABASE)
            write_manifest(draft, release_id=release_id, built_at=built_at, row_counts=row_counts, facts=facts)
            if pages is not None:
                _write_pages(draft, pages)
            _make_read_only(draft)
            sync_folder(draft)
        intend(settings, release_id)
        release = Release(draft.rename(settings.releases / release_id))
        sync_folder(settings.releases)
        finish(settings)
    return release


@contextmanager
def _gone_on_error(draft: Path) -> Iterator[None]:
    """A folder that is made here, and removed again on an error: on a full disk, what is left needs the room."""
    draft.mkdir()
    try:
        yield
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _next_id(newest: Release | None, now: datetime) -> str:
    """An id of this second; later than the newest release's also when the clock was set back."""
    if newest is not None:
        taken = datetime.strptime(newest.release_id, ID_FORMAT).replace(tzinfo=UTC)
        now = max(now, taken + timedelta(seconds=1))
    return now.strftime(ID_FORMAT)


def _write_pages(draft: Path, pages: Pages) -> None:
    try:
        made = pages(draft / DATABASE, read_manifest(draft))
    except Exception as error:
        error.add_note("(while making the release's data dictionary)")
        raise
    folder = draft / DOCS
    folder.mkdir()
    for name, text in made.items():
        with (folder / name).open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    sync_folder(folder)


def _make_read_only(folder: Path) -> None:
    """A client that opens a release for writing is stopped by the file system too."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o444)
