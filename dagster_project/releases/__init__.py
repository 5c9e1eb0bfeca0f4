"""Releases: what readers open. Published whole, swapped in one step, never changed, rolled back, pruned.

Nothing here knows how a release came to be: no Dagster, no dbt, no Polars.
"""

from dagster_project.releases.lock import RunLockedError, run_lock
from dagster_project.releases.manifest import FINDING, Check, Facts
from dagster_project.releases.publication import publish
from dagster_project.releases.reader import NotAQueryError, check_query, one_line, open_locked
from dagster_project.releases.release import (
    Release,
    ReleaseNotFoundError,
    current_release,
    find_release,
    list_releases,
    newest_release,
)
from dagster_project.releases.retention import clear_leftovers, prune
from dagster_project.releases.swap import roll_back_to

__all__ = [
    "FINDING",
    "Check",
    "Facts",
    "NotAQueryError",
    "Release",
    "ReleaseNotFoundError",
    "RunLockedError",
    "check_query",
    "clear_leftovers",
    "current_release",
    "find_release",
    "list_releases",
    "newest_release",
    "one_line",
    "open_locked",
    "prune",
    "publish",
    "roll_back_to",
    "run_lock",
]
