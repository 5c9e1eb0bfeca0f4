"""Make a release the current one, in one step that a crash at any moment leaves done or not begun.

`current.next` is the intent: it is made before a new release gets its final name, and becomes `current` by a
rename. Found after a crash, it says that its release had passed the checks and only the rename was missing.
"""

from __future__ import annotations

import os
from pathlib import Path

from dagster_project.releases.lock import run_lock
from dagster_project.releases.manifest import NAME
from dagster_project.releases.release import Release, find_release
from dagster_project.settings import Settings


def intend(settings: Settings, release_id: str) -> None:
    """Write down that `current` is about to become this release, which need not exist yet."""
    intent = _intent(settings)
    intent.unlink(missing_ok=True)
    # Relative, so that a home can be moved or mounted elsewhere.
    intent.symlink_to(Path(settings.releases.name) / release_id)
    sync_folder(settings.home)


def finish(settings: Settings) -> None:
    """Carry out what was intended, or drop the intent when its release never came to be."""
    intent = _intent(settings)
    if not intent.is_symlink():
        return
    if (intent / NAME).is_file():
        intent.replace(settings.current)
    else:
        intent.unlink()
    sync_folder(settings.home)


def roll_back_to(settings: Settings, release_id: str) -> Release:
    """Make an older, or newer, release the current one; it stays so until a run releases something new.

    Raises ReleaseNotFoundError, or RunLockedError while a run is under way.
    """
    with run_lock(settings.home):
        release = find_release(settings, release_id)
        intend(settings, release_id)
        finish(settings)
    return release


def sync_folder(path: Path) -> None:
    """Make renames and new names in a folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _intent(settings: Settings) -> Path:
    return settings.current.with_name("current.next")
