"""A month of a feed is a partition, with its own counts in Dagster's history."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import dagster as dg
import pytest
from click.testing import Result

from dagster_project.instance import open_instance
from dagster_project.partitions import MONTHS, in_no_partition, range_tags
from dagster_project.settings import Settings
from dagster_project.synthetic import Manifest, generate

Run = Callable[..., Result]


def history(settings: Settings, feed: str, month: str) -> list[dict[str, object]]:
    """The metadata of each materialization of a feed's month, newest first."""
    with open_instance(settings) as instance:
        records = instance.fetch_materializations(
            dg.AssetRecordsFilter(asset_key=dg.AssetKey(["lake", feed]), asset_partitions=[month]), limit=10
        ).records
        return [
            {name: entry.value for name, entry in record.asset_materialization.metadata.items()} for record in records
        ]


@pytest.fixture
def raw(settings: Settings) -> Path:
    """Deliveries of 30 March to 1 April 2025, with errors."""
    generate(settings.raw, date(2025, 3, 30), date(2025, 4, 1), scale=0.02, error_rate=0.03)
    return settings.raw


def test_each_month_has_its_own_counts_and_reasons(run: Run, settings: Settings, raw: Path) -> None:
    run()
    for month in ("2025-03", "2025-04"):
        told = [d for d in Manifest.load(raw).deliveries if d.feed == "calls_iccs" and d.period.startswith(month)]
        reasons: dict[str, int] = {}
        for delivery in told:
            for reason, count in delivery.errors.items():
                reasons[f"quarantined, {reason}"] = reasons.get(f"quarantined, {reason}", 0) + count
        assert history(settings, "calls_iccs", month) == [
            {
                "deliveries": len(told),
                "refused": 0,
                "dagster/partition_row_count": sum(delivery.good for delivery in told),
                "quarantined": sum(reasons.values()),
                "duplicate": sum(delivery.duplicates for delivery in told),
                **reasons,
            }
        ]


def test_a_later_run_touches_only_the_months_with_something_new(run: Run, settings: Settings, raw: Path) -> None:
    run()
    calls = raw / "calls_iccs"
    shutil.copy(calls / "calls_iccs_2025-04-01.csv", calls / "calls_iccs_2025-04-02.csv")
    run()
    assert len(history(settings, "calls_iccs", "2025-03")) == 1
    assert len(history(settings, "calls_iccs", "2025-04")) == 2


def test_reasons_are_those_of_the_month_and_not_only_of_what_came_last(run: Run, settings: Settings, raw: Path) -> None:
    run()
    (before,) = history(settings, "calls_iccs", "2025-04")
    (raw / "calls_iccs" / "calls_iccs_2025-04-02.csv").touch()  # empty: refused
    run()
    after = history(settings, "calls_iccs", "2025-04")[0]
    reasons = {name: count for name, count in before.items() if name.startswith("quarantined, ")}
    assert reasons
    assert {name: count for name, count in after.items() if name.startswith("quarantined, ")} == reasons
    assert sum(reasons.values()) == after["quarantined"]
    assert after["refused"] == 1


def test_months_that_are_not_partitions() -> None:
    assert [in_no_partition(month) for month in ("2009-12", "2010-01", "2025-11", "undated")] == [
        *(True, False, False, True)
    ]
    assert in_no_partition(f"{date.today().year + 1}-12")
    assert not in_no_partition(f"{date.today():%Y-%m}")


def test_a_run_spans_the_first_to_the_last_month_with_something_new() -> None:
    def span(months: set[str]) -> tuple[str, str]:
        tags = range_tags(months)
        return tags["dagster/asset_partition_range_start"], tags["dagster/asset_partition_range_end"]

    now = MONTHS.get_partition_keys()[-1]
    assert span({"2025-11", "2025-03", "undated", "2009-01"}) == ("2025-03", "2025-11")
    assert span({"undated"}) == (now, now)
    assert span(set()) == (now, now)
