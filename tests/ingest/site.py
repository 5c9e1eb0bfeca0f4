"""A home and a root of deliveries in a test's own folder: deliver, ingest, and look at what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from dagster_project.contracts import Contract, load_contracts
from dagster_project.ingest import LedgerRow, ingest_month, plan, read_ledger
from dagster_project.settings import Settings
from tests.ingest import feeds

NEVER_REFUSE = 1.0


@dataclass
class Site:
    """`max_error_share` is 1 unless a test says otherwise, so that one bad row alone can be looked at."""

    folder: Path
    max_error_share: float = NEVER_REFUSE
    contracts: dict[str, Contract] = field(default_factory=dict)
    """Contracts other than the project's own."""

    @property
    def settings(self) -> Settings:
        return Settings(home=self.folder / "home", raw=self.folder / "raw", max_error_share=self.max_error_share)

    def contract(self, feed: str) -> Contract:
        return self.contracts.get(feed) or load_contracts()[feed]

    def deliver(self, feed: str, content: bytes | str | Sequence[Any], name: str | None = None) -> Path:
        """Lay a file in the feed's folder: bytes, a text, or the rows of a whole file."""
        if isinstance(content, str):
            content = content.encode("cp1252" if feed == "calls_iccs" else "utf-8")
        if not isinstance(content, bytes):
            content = feeds.content(feed, content)
        path = self.settings.raw / feed / (name or feeds.NAME[feed])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def ingest(self, feed: str, *, everything: bool = False) -> list[LedgerRow]:
        """What becomes of the deliveries that have to be read."""
        contract = self.contract(feed)
        months = plan(contract, self.settings, everything=everything).months
        return [
            row
            for month, deliveries in months.items()
            for row in ingest_month(contract, month, deliveries, self.settings).rows
        ]

    def take(self, feed: str, content: bytes | str | Sequence[Any], name: str | None = None) -> LedgerRow:
        """Deliver one file and ingest it."""
        path = self.deliver(feed, content, name)
        return next(row for row in self.ingest(feed) if row.file == path.name)

    def ledger(self, feed: str) -> dict[str, dict[str, Any]]:
        """The ledger, by delivery_id."""
        return {row["delivery_id"]: row for row in read_ledger(self.settings.lake, feed).iter_rows(named=True)}

    def states(self, feed: str) -> dict[str, str]:
        """The state of the delivery last read from each file."""
        rows = sorted(self.ledger(feed).values(), key=lambda row: row["ingested_at"])
        return {row["file"]: row["state"] for row in rows}

    def accepted(self, feed: str) -> list[dict[str, Any]]:
        """The events that count, in the order of delivery and file."""
        counting = [row["delivery_id"] for row in self.ledger(feed).values() if row["state"] == "accepted"]
        return [event for event in self._rows(feed, "accepted") if event["delivery_id"] in counting]

    def quarantine(self, feed: str) -> list[dict[str, Any]]:
        """Quarantined rows, by delivery and line."""
        return self._rows(feed, "quarantine")

    def corrections(self, feed: str) -> list[dict[str, Any]]:
        """What corrections changed, by delivery."""
        return self._rows(feed, "corrections")

    def reasons(self, feed: str) -> dict[int, str]:
        """Reason by line number of the quarantined rows."""
        return {row["line_number"]: row["reason"] for row in self.quarantine(feed)}

    def everything_kept(self) -> str:
        """All that lies under home, as bytes and, since parquet is compressed, as values, in one text."""
        texts: list[str] = []
        for path in sorted(path for path in self.settings.home.rglob("*") if path.is_file()):
            texts.append(path.name)
            texts.append(path.read_bytes().decode("latin-1"))
            if path.suffix == ".parquet":
                texts.append(str(pl.read_parquet(path).rows()))
        return "\n".join(texts)

    def with_limit(self, max_error_share: float) -> Site:
        """The same place with another limit of errors."""
        return replace(self, max_error_share=max_error_share)

    def _rows(self, feed: str, kind: str) -> list[dict[str, Any]]:
        paths = sorted((self.settings.lake / feed / kind).glob("month=*/*.parquet"))
        return [row for path in paths for row in pl.read_parquet(path, hive_partitioning=False).iter_rows(named=True)]


def assert_refused(row: LedgerRow, reason: str) -> None:
    """Refused whole, for that reason, with one clear line and nothing counted."""
    assert (row.state, row.reason) == ("refused", reason), row.detail
    assert row.detail
    assert "\n" not in row.detail
    assert len(row.detail) < 300
    assert (row.rows_read, row.accepted, row.quarantined, row.duplicate) == (0, 0, 0, 0)
