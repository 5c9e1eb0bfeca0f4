"""What a contract says, as frozen data: columns, durations, row rules and how a delivery looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["text", "code", "flag", "time", "date", "count", "room", "seconds"]


class ContractError(ValueError):
    """A contract file that cannot be used; the message names the file, the place and the mend."""


@dataclass(frozen=True)
class Duration:
    """Seconds between two time columns of the same row."""

    start: str
    end: str
    is_response: bool
    """The end answers the start, so up to two seconds before it is clock skew (feeds.md)."""


@dataclass(frozen=True)
class RowRule:
    """A rule over several columns of a row.

    `requiredWhen`: `columns` must be filled when `column` is one of `values`.
    `emptyWhen`: `columns` must be empty when `column` is one of `values`.
    `sumOf`: `column` must be the sum of `columns`.
    """

    rule: Literal["requiredWhen", "emptyWhen", "sumOf"]
    column: str
    columns: tuple[str, ...]
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A canonical column.

    `source` is the source's name for it (a dotted path in JSON), None for a column that the delivery does not
    have: a `constant`, a `duration`, a mark set by another column, or always null.
    """

    name: str
    kind: Kind
    description: str
    source: str | None = None
    former_sources: tuple[str, ...] = ()
    """Names the source used before; a delivery may still have them."""
    is_required: bool = False
    is_key: bool = False
    is_scanned: bool = False
    """Free text, searched for personal identifiers."""
    codes: Mapping[str, str] | None = None
    """The source's codes and what they mean; `true` and `false` for a flag."""
    marks: Mapping[str, tuple[str, ...]] | None = None
    """Flag columns that this column's source codes set: flag name to codes."""
    constant: str | None = None
    reference: str | None = None
    """The reference table, a seed of dbt, that must have the room or base on that date."""
    duration: Duration | None = None


@dataclass(frozen=True)
class Contract:
    """One feed: how its deliveries look and what a row must hold."""

    feed: str
    position: int
    """Order in which people are shown the feeds."""
    title: str
    source_system: str
    owner: str
    period: Literal["day", "month"]
    format: Literal["csv", "jsonl", "xlsx"]
    encoding: Literal["utf-8", "cp1252"]
    delimiter: str
    sheet: str
    total_labels: tuple[str, ...]
    """Words that mark a total row below the data of a hand-made workbook."""
    time_format: str
    clock: Literal["wall", "offset", "none"]
    """Local wall-clock time, time with its offset from UTC, or dates only."""
    due_hour: int
    """Local hour by which a delivery is due, on the day after its period ends."""
    starts: date | None
    """First period expected; None when the feed's first delivery tells."""
    volume_band: tuple[int, int]
    """Rows that a delivery plausibly holds at least and at most."""
    columns: tuple[Column, ...]
    rules: tuple[RowRule, ...]
    fingerprint: str
    """sha256 of the contract file: a changed contract gives refused deliveries another try."""

    @property
    def sourced(self) -> tuple[Column, ...]:
        """The columns that a delivery has."""
        return tuple(column for column in self.columns if column.source is not None)

    @property
    def times(self) -> tuple[Column, ...]:
        """The time columns, from left to right; the first is when the event began."""
        return tuple(column for column in self.columns if column.kind == "time")

    @property
    def key(self) -> Column:
        """The column that identifies a row within a delivery."""
        return next(column for column in self.columns if column.is_key)

    @property
    def reference(self) -> str | None:
        """The reference table of its rooms or bases, None when it has neither."""
        return next((column.reference for column in self.columns if column.reference), None)

    @property
    def is_wall_clock(self) -> bool:
        """Whether times are local and know nothing of summer time."""
        return self.clock == "wall"

    def column(self, name: str) -> Column:
        """The canonical column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
