"""Which packages a recipient is to get now: the newest period by its cadence, and periods that were restated."""

from __future__ import annotations

from datetime import date

from dagster_project.extracts import audit
from dagster_project.extracts.figures import read_figures
from dagster_project.extracts.making import mark_of, says_the_same
from dagster_project.extracts.periods import Period
from dagster_project.extracts.recipients import Recipient
from dagster_project.extracts.store import look_again, stored_packages
from dagster_project.extracts.working_days import newest_due
from dagster_project.releases import Release
from dagster_project.settings import Settings


def may_be_due(settings: Settings, release: Release, recipient: Recipient, today: date) -> bool:
    """Whether it is worth while to look: quickly, by names alone."""
    if recipient.agreement is None:
        return False
    packages = stored_packages(settings, recipient.recipient_id)
    return not _is_settled(settings, release, recipient, newest_due(recipient.cadence, today)) or any(
        package.mark.released != release.release_id for package in packages
    )


def due(settings: Settings, release: Release, recipient: Recipient, today: date) -> list[Period]:
    """The periods to make packages of, oldest first: those not yet delivered, and those restated since.

    The newest is left out as long as the release lacks some of it. Raises duckdb.Error.
    """
    found: set[Period] = set()
    newest = newest_due(recipient.cadence, today)
    is_settled = _is_settled(settings, release, recipient, newest)
    if not is_settled and read_figures(release, newest, recipient.period_types).is_complete:
        found.add(newest)
    latest = {package.period: package for package in stored_packages(settings, recipient.recipient_id)}
    for period, package in latest.items():
        if package.mark.released == release.release_id:
            continue
        figures = read_figures(release, period, recipient.period_types)
        if says_the_same(package.mark, mark_of(figures, recipient, release)):
            look_again(package, release.release_id)
        elif figures.is_complete and not _is_withheld(settings, release, recipient, period):
            found.add(period)
    return sorted(found)


def _is_settled(settings: Settings, release: Release, recipient: Recipient, period: Period) -> bool:
    """Whether the period was delivered once, or withheld of this very release."""
    return _is_withheld(settings, release, recipient, period) or any(
        line.state == "delivered" and (line.recipient_id, line.period) == (recipient.recipient_id, period.code)
        for line in audit.read(settings)
    )


def _is_withheld(settings: Settings, release: Release, recipient: Recipient, period: Period) -> bool:
    wanted = ("withheld", recipient.recipient_id, period.code, release.release_id)
    return any((line.state, line.recipient_id, line.period, line.release_id) == wanted for line in audit.read(settings))
