"""Delete what nobody needs: old releases, and what a killed run left lying."""

from __future__ import annotations

import shutil

from dagster_project.releases.lock import run_lock
from dagster_project.releases.release import UNFINISHED, Release, current_release, list_releases
from dagster_project.releases.swap import finish
from dagster_project.settings import Settings


def prune(settings: Settings, keep: int) -> list[Release]:
    """Delete all but the `keep` newest releases and the current one; returns the deleted.

    A reader that has an old release open goes on reading it: the file system keeps an open file. Raises
    ValueError when `keep` is below 1, RunLockedError while a run is under way.
    """
    if keep < 1:
        raise ValueError(f"at least one release must be kept, not {keep}")
    with run_lock(settings.home):
        current = current_release(settings)
        doomed = [release for release in list_releases(settings)[:-keep] if release != current]
        for release in doomed:
            # Renamed first, so that a half-deleted release is never taken for one.
            shutil.rmtree(release.path.rename(release.path.with_name(f"{release.release_id}{UNFINISHED}deleted")))
    return doomed


def clear_leftovers(settings: Settings) -> None:
    """Finish or remove what a killed run left: the swap it was about to make, unfinished folders.

    Raises RunLockedError while another run is under way.
    """
    with run_lock(settings.home):
        finish(settings)
        if settings.releases.is_dir():
            for path in settings.releases.iterdir():
                if UNFINISHED in path.name:
                    shutil.rmtree(path)
