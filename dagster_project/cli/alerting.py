"""How `nodstat run` alerts: after every run, also one that found nothing new or could not begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from dagster_project.releases import RunLockedError
from dagster_project.settings import Settings

_OSLO = ZoneInfo("Europe/Oslo")


def alert(settings: Settings, *, failed_checks: Mapping[str, str] | None = None, trouble: str | None = None) -> None:
    """Tell, where that is set up, what is the matter: of the run, refused deliveries, late feeds. Never raises."""
    if settings.alert_smtp is None and settings.alert_webhook is None:
        return
    try:
        # Polars: not for a run that ends before it.
        from dagster_project.alerts import of_run, tell  # noqa: PLC0415
        from dagster_project.ingest import read_ledger, still_refused  # noqa: PLC0415

        ledger = read_ledger(settings.lake)
        run = of_run(failed_checks or {}, trouble)
        lines = tell(settings, run, ledger, still_refused(ledger), datetime.now(_OSLO))
    except Exception as error:  # the run went as it went: telling of it must not change that
        lines = [f"Alerts not sent: {type(error).__name__}. The next run tries again"]
    for line in lines:
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
