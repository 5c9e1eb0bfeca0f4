"""Tell of a home as it is now: how its run went, its refused deliveries, its late feeds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from dagster_project.alerts.causes import of_run
from dagster_project.alerts.telling import tell
from dagster_project.ingest import read_ledger, still_refused
from dagster_project.settings import Settings

_OSLO = ZoneInfo("Europe/Oslo")


def tell_of_home(
    settings: Settings, *, failed_checks: Mapping[str, str] | None = None, trouble: str | None = None
) -> list[str]:
    """Tell, where that is set up, what is the matter. Never raises; returns a line for each thing that went wrong."""
    if not settings.alerts_are_set_up:
        return []
    try:
        ledger = read_ledger(settings.lake)
        run = of_run(failed_checks or {}, trouble)
        return tell(settings, run, ledger, still_refused(ledger), datetime.now(_OSLO))
    except Exception as error:  # the run went as it went: telling of it must not change that
        return [f"Alerts not sent: {type(error).__name__}. The next run tries again"]
