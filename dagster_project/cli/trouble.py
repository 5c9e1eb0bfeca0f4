"""What a run says when it could not do its work, and no part of it could tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from dagster_project.cli.options import NOT_RELEASED
from dagster_project.settings import Settings
from dagster_project.trouble import in_one_line, is_disk_full


class NotReleasedError(click.ClickException):
    """The run could not do its work; exit code 4."""

    exit_code = NOT_RELEASED


@contextmanager
def saying_when_full(settings: Settings) -> Iterator[None]:
    """Whoever first meets a full disk, and by whatever error: raises NotReleasedError, which says so."""
    try:
        yield
    except Exception as error:
        if is_disk_full(settings, str(error)):
            raise NotReleasedError(in_one_line(settings, str(error))) from None
        raise
