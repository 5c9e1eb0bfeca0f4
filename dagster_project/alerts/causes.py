"""What people are told of: a run that failed, a release held back, deliveries refused, a feed that is late."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from dagster_project.contracts import Contract
from dagster_project.freshness import due_through, is_late


@dataclass(frozen=True)
class RunFailed:
    """A run that ended before it could release."""

    trouble: str
    """The error, in one line."""

    @property
    def key(self) -> str:
        """The same for the same error, whatever numbers (times, processes, bytes) are in it."""
        return f"run_failed:{_digest(re.sub(r'[0-9]+', '#', self.trouble))}"


@dataclass(frozen=True)
class ReleaseBlocked:
    """A release held back by checks that failed."""

    checks: tuple[tuple[str, str], ...]
    """Name, and what the check had to say."""

    @property
    def key(self) -> str:
        """The same for the same checks."""
        return f"release_blocked:{_digest(*sorted(name for name, _ in self.checks))}"


@dataclass(frozen=True)
class Refusal:
    """A delivery that was refused."""

    delivery_id: str
    file: str
    detail: str
    ingested_at: datetime
    """When it was refused: a delivery that is read again may be refused again."""

    @property
    def event(self) -> str:
        """What tells this refusal from every other."""
        return f"{self.delivery_id} {self.ingested_at.isoformat()}"


@dataclass(frozen=True)
class DeliveriesRefused:
    """Deliveries of a feed that were refused for one reason: a column renamed is one cause, not 365."""

    feed: str
    reason: str
    """A code of the ledger."""
    deliveries: tuple[Refusal, ...]

    @property
    def key(self) -> str:
        """The same for the same deliveries."""
        ids = sorted(refusal.delivery_id for refusal in self.deliveries)
        return f"deliveries_refused:{self.feed}:{self.reason}:{_digest(*ids)}"


@dataclass(frozen=True)
class FeedLate:
    """A feed whose data should reach further by now."""

    feed: str
    last: date | None
    """The last day it has; None before its first delivery."""
    due: date
    """The day it should have reached."""
    due_hour: int

    @property
    def key(self) -> str:
        """One per feed: it is told again each day that it is still late."""
        return f"feed_late:{self.feed}"


@dataclass(frozen=True)
class ExtractFailed:
    """A package that its recipient did not get."""

    recipient_id: str
    period: str
    """Its Norwegian name."""
    trouble: str

    @property
    def key(self) -> str:
        """One per recipient and period."""
        return f"extract_failed:{self.recipient_id}:{_digest(self.period)}"


Cause = RunFailed | ReleaseBlocked | DeliveriesRefused | FeedLate | ExtractFailed


def of_run(failed_checks: Mapping[str, str], trouble: str | None) -> Iterator[Cause]:
    """The causes in a run that released nothing: what its failed checks say, by name, and its first other error."""
    if failed_checks:
        yield ReleaseBlocked(tuple(failed_checks.items()))
    if trouble:
        yield RunFailed(trouble)


def of_refusals(refused: pl.DataFrame, told: Collection[str]) -> Iterator[Cause]:
    """A cause per feed and reason in the ledger rows of refused deliveries, but for the events that were told before.

    What was told decides, not what this run has read: a run that was killed has told nobody.
    """
    rows = refused.sort("feed", "reason", "file").group_by("feed", "reason", maintain_order=True)
    for (feed, reason), group in rows:
        columns = group.select("delivery_id", "file", pl.col("detail").fill_null(""), "ingested_at")
        new = tuple(refusal for row in columns.rows() if (refusal := Refusal(*row)).event not in told)
        if new:
            yield DeliveriesRefused(str(feed), str(reason), new)


def of_freshness(contracts: Iterable[Contract], ledger: pl.DataFrame, now: datetime) -> Iterator[Cause]:
    """A cause per feed that is late at `now`, which knows its zone; `ledger` is the whole ledger."""
    accepted = ledger.filter(pl.col("state") == "accepted").group_by("feed").agg(pl.col("period_end").max())
    reached = dict(accepted.iter_rows())
    for contract in contracts:
        last = reached.get(contract.feed)
        if is_late(contract, last, now):
            yield FeedLate(contract.feed, last, due_through(contract, now), contract.due_hour)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
