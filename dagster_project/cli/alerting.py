"""How `nodstat run` alerts: after every run, also one that found nothing new or could not begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click

from dagster_project.releases import RunLockedError
from dagster_project.settings import Settings


def alert(settings: Settings, *, failed_checks: Mapping[str, str] | None = None, trouble: str | None = None) -> None:
    """Tell, where that is set up, what is the matter: of the run, refused deliveries, late feeds. Never raises."""
    if not settings.alerts_are_set_up:
        return
    from dagster_project.alerts import tell_of_home  # noqa: PLC0415 - Polars: not for a run that ends before it

    for line in tell_of_home(settings, failed_checks=failed_checks, trouble=trouble):
        click.echo(line, err=True)


@contextmanager
def alerting_failure(settings: Settings) -> Iterator[None]:
    """Tell of an error that ends the run here, and let it go on its way.

    Another run that is under way is none, and neither is Ctrl-C.
    """
    try:
        yield
    except RunLockedError:
        raise
    except Exception as error:
        said = error.format_message() if isinstance(error, click.ClickException) else str(error)
        alert(settings, trouble=" ".join(said.split()) or type(error).__name__)
        raise
