"""A refused delivery is told of until one of its period, and of its version or a higher one, is accepted."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from dagster_project.ingest import still_refused


def ledger(*rows: tuple[str, str | None, int, str, int]) -> pl.DataFrame:
    """File, period, version, state, and the hour it was ingested."""
    return pl.DataFrame(
        [
            (f"id{number}", "calls_iccs", file, period, version, state, datetime(2025, 3, 2, hour))
            for number, (file, period, version, state, hour) in enumerate(rows)
        ],
        schema=["delivery_id", "feed", "file", "period", "version", "state", "ingested_at"],
        orient="row",
    )


DAY = "2025-03-01"


@pytest.mark.parametrize(
    ("rows", "files"),
    [
        ([("a", DAY, 1, "refused", 5)], ["a"]),
        ([("a", DAY, 1, "refused", 5), ("a", DAY, 1, "accepted", 6)], []),
        ([("a", DAY, 1, "refused", 5), ("b", DAY, 2, "accepted", 6)], []),
        ([("a", DAY, 1, "refused", 5), ("b", DAY, 2, "superseded", 6)], []),
        ([("a", DAY, 1, "accepted", 5), ("b", DAY, 2, "refused", 5)], ["b"]),
        ([("a", DAY, 1, "accepted", 5), ("a", DAY, 1, "refused", 6)], ["a"]),
        ([("a", DAY, 1, "refused", 5), ("b", "2025-03-02", 1, "accepted", 6)], ["a"]),
        ([("x", None, 1, "refused", 5), ("y", None, 1, "refused", 6)], ["y", "x"]),
    ],
)
def test_refused_until_made_good(rows: list[tuple[str, str | None, int, str, int]], files: list[str]) -> None:
    assert still_refused(ledger(*rows))["file"].to_list() == files
