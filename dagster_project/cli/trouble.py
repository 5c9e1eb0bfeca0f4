"""What went wrong with a run, in one line of the user's terms."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import click

from dagster_project.cli.options import NOT_RELEASED
from dagster_project.settings import Settings

_FULL = ("No space left on device", "disk is full")
"""As the operating system, and with it Python, Polars and DuckDB, has it; and SQLite."""
_PERHAPS_FULL = "disk I/O error"
"""SQLite's, when it can no longer write down where it is: on a full disk, and on one that fails."""
_NO_ROOM = 64 * 2**20
"""Bytes with which nobody gets far."""
_LONGEST = 500


class NotReleasedError(click.ClickException):
    """The run could not do its work; exit code 4."""

    exit_code = NOT_RELEASED


def told(settings: Settings, message: str) -> str:
    """An error in one line, in the user's terms where it is the machine's fault."""
    if _is_full(settings, message):
        return f"The disk that holds {settings.home} is full: make room, and run again"
    line = " ".join(message.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


@contextmanager
def saying_when_full(settings: Settings) -> Iterator[None]:
    """Whoever first meets a full disk, and by whatever error: raises NotReleasedError, which says so."""
    try:
        yield
    except Exception as error:
        if _is_full(settings, str(error)):
            raise NotReleasedError(told(settings, str(error))) from None
        raise


def _is_full(settings: Settings, message: str) -> bool:
    if any(full in message for full in _FULL):
        return True
    return _PERHAPS_FULL in message and shutil.disk_usage(settings.home).free < _NO_ROOM
