"""Freshness: how far a feed's data should reach by now, by its contract, and how far it does."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dagster_project.contracts import Contract

_OSLO = ZoneInfo("Europe/Oslo")


def due_through(contract: Contract, now: datetime) -> date:
    """The last day that a feed's deliveries should have reached at `now`, which knows its zone.

    A delivery is due at the contract's hour, in Oslo, on the day after its period ends.
    """
    local = now.astimezone(_OSLO)
    day = local.date() - timedelta(days=1 if local.time() >= time(contract.due_hour) else 2)
    if contract.period == "day":
        return day
    return day if (day + timedelta(days=1)).day == 1 else day.replace(day=1) - timedelta(days=1)


def behind(contract: Contract, last: date | None, now: datetime) -> str:
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
