"""What was sent, and what comes next, for those who only look. No figure is read, and nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dagster_project.extracts import audit
from dagster_project.extracts.audit import Delivery
from dagster_project.extracts.periods import Period, parse_period, period_of
from dagster_project.extracts.reading import RecipientError
from dagster_project.extracts.recipients import Recipient, load_recipients
from dagster_project.extracts.working_days import due_day, newest_due
from dagster_project.settings import Settings

__all__ = ["Delivery", "ShelfError", "Try", "Turn", "Upcoming", "tries", "upcoming"]


class ShelfError(Exception):
    """The audit or the recipients' file is not as it must be; one line that says which, and what to do."""


@dataclass(frozen=True)
class Try:
    """A line of the audit, and its period."""

    delivery: Delivery
    period: Period


@dataclass(frozen=True)
class Turn:
    """A package's period, and the day from which it is due."""

    period: Period
    due_on: date


@dataclass(frozen=True)
class Upcoming:
    """A recipient's newest package whose day has come, delivered or not, and the one after it."""

    recipient: Recipient
    newest: Turn
    following: Turn


def tries(settings: Settings) -> list[Try]:
    """Every try to deliver a package, oldest first. Raises ShelfError when a line was changed or taken out."""
    try:
        return [Try(line, parse_period(line.period)) for line in audit.read(settings)]
    except audit.AuditError as error:
        raise ShelfError(str(error)) from None


def upcoming(settings: Settings, today: date) -> list[Upcoming]:
    """What every recipient gets, by its cadence, in the order of their file. Raises ShelfError for a bad file."""
    try:
        return [_upcoming(recipient, today) for recipient in load_recipients(settings.recipients).values()]
    except RecipientError as error:
        raise ShelfError(str(error)) from None


def _upcoming(recipient: Recipient, today: date) -> Upcoming:
    newest = newest_due(recipient.cadence, today)
    following = period_of(newest.end + timedelta(days=1), newest.type)
    turns = (Turn(period, due_day(period, recipient.cadence.working_day)) for period in (newest, following))
    return Upcoming(recipient, *turns)
