"""Errors in the words of those who have to do something about them."""

from __future__ import annotations

import shutil

from dagster_project.settings import Settings

_FULL = ("No space left on device", "disk is full")
"""As the operating system, and with it Python, Polars and DuckDB, has it; and SQLite."""
_PERHAPS_FULL = "disk I/O error"
"""SQLite's, when it can no longer write down where it is: on a full disk, and on one that fails."""
_OUT_OF_MEMORY = "Out of Memory Error"
"""DuckDB's, at the limit that it was given."""
_NO_ROOM = 64 * 2**20
"""Bytes with which nobody gets far."""
_LONGEST = 500


def in_one_line(settings: Settings, message: str) -> str:
    """An error in the user's terms, where it is the machine's fault."""
    if is_disk_full(settings, message):
        return f"The disk that holds {settings.home} is full: make room, and run again"
    if _OUT_OF_MEMORY in message:
        limit = f"NODSTAT_MEMORY_LIMIT ({settings.memory_limit})"
        return f"The build needs more memory than {limit}: raise it, and run again"
    line = " ".join(message.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def is_disk_full(settings: Settings, message: str) -> bool:
    """Whether an error's message says that the home's disk is full."""
    if any(full in message for full in _FULL):
        return True
    return _PERHAPS_FULL in message and shutil.disk_usage(settings.home).free < _NO_ROOM
