"""Freshness: how far a feed's data should reach by now, by its contract, and how far it does.

The one home of the rule. It imports nothing of the project, so that the dashboard can ask it too: whether a feed is
late depends on the clock, and a release, which never changes, cannot say it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

_OSLO = ZoneInfo("Europe/Oslo")


class Agreement(Protocol):
    """What a contract says of when a feed delivers."""

    @property
    def period(self) -> str:
        """`day` or `month`."""

    @property
    def due_hour(self) -> int:
        """Local hour of the day after the period ends."""

    @property
    def starts(self) -> date | None:
        """First day that is expected; None where nobody can say, and the first delivery decides."""


def due_through(contract: Agreement, now: datetime) -> date:
    """The last day that a feed's deliveries should have reached at `now`, which knows its zone.

    A delivery is due at the contract's hour, in Oslo, on the day after its period ends.
    """
    local = now.astimezone(_OSLO)
    day = local.date() - timedelta(days=1 if local.time() >= time(contract.due_hour) else 2)
    if contract.period == "day":
        return day
    return day if (day + timedelta(days=1)).day == 1 else day.replace(day=1) - timedelta(days=1)


def is_late(contract: Agreement, last: date | None, now: datetime) -> bool:
    """Whether a feed's data, which reach through `last`, should reach further at `now`, which knows its zone.

    A feed without deliveries is late only when its contract says when it starts: a site need not have every source.
    """
    due, expected_from = due_through(contract, now), last or contract.starts
    return expected_from is not None and (last is None or last < due) and expected_from <= due


def behind(contract: Agreement, last: date | None, now: datetime) -> str:
    """In words: `on time`, or by how much the feed, whose data reach through `last`, is late."""
    due = due_through(contract, now)
    if last is None:
        return "nothing yet"
    if last >= due:
        return "on time"
    if contract.period == "day":
        days = (due - last).days
        return f"{days} day{'s'[: days != 1]} late"
    months = (due.year - last.year) * 12 + due.month - last.month
    return f"{months} month{'s'[: months != 1]} late"
