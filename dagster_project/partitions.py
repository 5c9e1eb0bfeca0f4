"""How the lake is divided: by the month of the deliveries' periods. What is not ingested is not divided."""

from __future__ import annotations

from collections.abc import Iterable

import dagster as dg

MONTHS = dg.MonthlyPartitionsDefinition(
    start_date="2010-01",  # the first year of the calendar, dim_date
    timezone="Europe/Oslo",
    fmt="%Y-%m",
    end_offset=1,  # deliveries come while their month is not over
)


def range_tags(months: Iterable[str]) -> dict[str, str]:
    """The tags of a run over the first to the last of these months; over the present month when there are none."""
    keys = MONTHS.get_partition_keys()
    known = sorted(set(months).intersection(keys)) or keys[-1:]
    return {
        "dagster/asset_partition_range_start": known[0],
        "dagster/asset_partition_range_end": known[-1],
    }


def months_between(first: str, last: str) -> list[str]:
    """The months from the first to the last. Raises ValueError for one that is no partition, or the wrong way round."""
    keys = MONTHS.get_partition_keys()
    for month in (first, last):
        if month not in keys:
            raise ValueError(f"'{month}' is no month from {keys[0]} to {keys[-1]}")
    if first > last:
        raise ValueError(f"{first} comes after {last}")
    return list(keys[keys.index(first) : keys.index(last) + 1])


def in_no_partition(month: str) -> bool:
    """Whether a month lies before or after all partitions, or is not told: every run takes such deliveries."""
    return not MONTHS.has_partition_key(month)
