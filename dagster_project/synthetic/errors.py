"""Plant errors of every kind that feeds.md names among the good rows of a delivery.

An error is *added*: a broken copy of a good row, right after it. So the good rows, and all that is true about
them, are the same whether errors are planted or not. Only rows by day with every time filled are copied, so that
the reason a copy is broken for is the first that applies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dagster_project.contracts import Contract
from dagster_project.synthetic.breakage import DUPLICATE, Breaker
from dagster_project.synthetic.clock import ZONE

_REASONS = (
    *("malformed_line", "personal_identifier", "missing_value", "unknown_code", "unknown_room", "bad_value"),
    *("nonexistent_local_time", "outside_period", "times_out_of_order", "duration_over_24h", "inconsistent"),
    *("conflicting_duplicate", DUPLICATE),
)
_LIMIT = 0.05  # feeds.md: a delivery with more errors than this is refused whole
_BY_DAY = (5, 21)  # local hours of the rows that are copied: away from midnight and summer time


@dataclass(frozen=True)
class Planted:
    """A delivery's rows with errors among them."""

    events: pl.DataFrame
    """Good and broken rows in the order of the delivery."""
    replaced: tuple[tuple[int, str, Any], ...] = ()
    """Row, column, and what stands there instead of what the event would give; None for nothing."""
    broken_lines: tuple[int, ...] = ()
    """Rows whose line is damaged as a whole."""
    errors: dict[str, int] = field(default_factory=dict)
    """How many of each reason."""
    duplicates: int = 0


def plant(events: pl.DataFrame, contract: Contract, rate: float, breaker: Breaker, turn: int) -> Planted:
    """Add about `rate` times as many broken rows and duplicates as there are rows.

    The reasons take turns, from number `turn` on, so that small deliveries come to them all. A rate up to 5 % never
    makes a delivery that is refused for its errors; a higher one may.
    """
    if not rate:
        return Planted(events)
    rng = breaker.rng
    sources = _ordinary(events, contract)
    most = int(_LIMIT * len(events)) if rate <= _LIMIT else len(events)
    count = min(int(rate * len(events) + rng.random()), len(sources), most)
    if not count:
        return Planted(events)
    reasons = [reason for reason in _REASONS if breaker.can(reason)]
    chosen = np.sort(rng.choice(sources, count, replace=False))
    names = [reasons[(turn + n) % len(reasons)] for n in range(count)]
    rows = [breaker.event(row, reason) for row, reason in zip(events[chosen].to_dicts(), names, strict=True)]
    broken = pl.DataFrame(rows, schema=events.schema, orient="row")
    place = np.argsort(np.concatenate([2 * np.arange(len(events)), 2 * chosen + 1]), kind="stable")
    # A copy stands after the good rows up to its original, and after the copies before it.
    at = [int(row) for row in chosen + np.arange(1, count + 1)]
    cells = [breaker.cell(row, reason) for row, reason in zip(rows, names, strict=True)]
    return Planted(
        events=pl.concat([events, broken])[place],
        replaced=tuple((row, *cell) for row, cell in zip(at, cells, strict=True) if cell),
        broken_lines=tuple(row for row, reason in zip(at, names, strict=True) if reason == "malformed_line"),
        errors={reason: names.count(reason) for reason in reasons if reason in names and reason != DUPLICATE},
        duplicates=names.count(DUPLICATE),
    )


def _ordinary(events: pl.DataFrame, contract: Contract) -> NDArray[np.int64]:
    times = [column.name for column in contract.times]
    tests = [pl.lit(True)]
    if times:
        hour = pl.col(times[0]).dt.replace_time_zone("UTC").dt.convert_time_zone(ZONE).dt.hour()
        tests += [hour.is_between(*_BY_DAY), *(pl.col(name).is_not_null() for name in times)]
    chosen = events.with_row_index("row").filter(pl.all_horizontal(tests))
    return chosen["row"].to_numpy().astype(np.int64)
