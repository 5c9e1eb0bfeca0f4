"""Which delivery of a period counts, and which files are read again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dagster_project.ingest import ingest_month, plan
from dagster_project.ingest import month as month_module
from tests.ingest import feeds
from tests.ingest.site import Site

FEED = "calls_iccs"
V1, V2, V3 = (f"calls_iccs_2025-03-01{suffix}.csv" for suffix in ("", "_v2", "_v3"))
A, B, C = feeds.calls(1), feeds.calls(2), feeds.calls(3)
"""Three contents that can be told apart by their number of calls."""
BAD = [feeds.iccs(line="112")]


def files_read(site: Site) -> list[str]:
    return sorted(row.file for row in site.ingest(FEED))


def assert_accounted(site: Site) -> None:
    """Read is accepted, quarantined and duplicate together, in the ledger and in the lake; one version counts."""
    counting: list[str] = []
    for row in site.ledger(FEED).values():
        assert row["rows_read"] == row["accepted"] + row["quarantined"] + row["duplicate"]
        if row["state"] == "accepted":
            counting.append(row["period"])
            mine = [event for event in site.accepted(FEED) if event["delivery_id"] == row["delivery_id"]]
            faulty = [q for q in site.quarantine(FEED) if q["delivery_id"] == row["delivery_id"]]
            assert (len(mine), len(faulty)) == (row["accepted"], row["quarantined"])
    assert len(counting) == len(set(counting))


def test_a_higher_version_supersedes_a_lower_one(strict_site: Site) -> None:
    first = strict_site.take(FEED, A, V1)
    second = strict_site.take(FEED, B, V2)
    assert (first.version, second.version) == (1, 2)
    ledger = strict_site.ledger(FEED)
    assert (ledger[first.delivery_id]["state"], ledger[first.delivery_id]["superseded_by"]) == (
        "superseded",
        second.delivery_id,
    )
    assert (ledger[second.delivery_id]["state"], ledger[second.delivery_id]["superseded_by"]) == ("accepted", None)
    assert len(strict_site.accepted(FEED)) == 2
    assert_accounted(strict_site)


def test_versions_that_come_together_are_settled_at_once(strict_site: Site) -> None:
    for name, rows in ((V2, B), (V1, A), (V3, C)):
        strict_site.deliver(FEED, rows, name)
    assert files_read(strict_site) == [V1, V2, V3]
    assert strict_site.states(FEED) == {V1: "superseded", V2: "superseded", V3: "accepted"}
    assert len(strict_site.accepted(FEED)) == 3
    third = next(row for row in strict_site.ledger(FEED).values() if row["version"] == 3)
    assert {row["superseded_by"] for row in strict_site.ledger(FEED).values()} == {None, third["delivery_id"]}


def test_version_ten_is_higher_than_version_nine(strict_site: Site) -> None:
    strict_site.take(FEED, A, "calls_iccs_2025-03-01_v10.csv")
    strict_site.take(FEED, B, "calls_iccs_2025-03-01_v9.csv")
    assert len(strict_site.accepted(FEED)) == 1


def test_a_lower_version_that_comes_late_changes_nothing_that_counts(strict_site: Site) -> None:
    strict_site.take(FEED, B, V2)
    row = strict_site.take(FEED, A, V1)
    assert row.state == "superseded"
    assert strict_site.states(FEED) == {V1: "superseded", V2: "accepted"}
    assert len(strict_site.accepted(FEED)) == 2
    assert_accounted(strict_site)


def test_nothing_new_is_nothing_to_read(strict_site: Site) -> None:
    strict_site.take(FEED, A, V1)
    strict_site.take(FEED, B, V2)
    assert files_read(strict_site) == []


def test_only_the_file_that_changed_is_read(strict_site: Site) -> None:
    second = {"queued": "02.03.2025 07:00:00", "answered": "02.03.2025 07:00:09", "ended": "02.03.2025 07:01:00"}
    strict_site.deliver(FEED, A, V1)
    strict_site.deliver(FEED, feeds.calls(1, **second), "calls_iccs_2025-03-02.csv")
    assert files_read(strict_site) == [V1, "calls_iccs_2025-03-02.csv"]
    strict_site.deliver(FEED, feeds.calls(2, **second), "calls_iccs_2025-03-02.csv")
    assert files_read(strict_site) == ["calls_iccs_2025-03-02.csv"]
    assert len(strict_site.accepted(FEED)) == 3
    assert files_read(strict_site) == []


def test_a_file_touched_but_not_changed_is_not_read(strict_site: Site) -> None:
    strict_site.take(FEED, A, V1)
    strict_site.deliver(FEED, A, V1)
    assert files_read(strict_site) == []


@pytest.mark.parametrize("other", ["calls_iccs_2025-03-01_v1.csv", V2])
def test_the_same_bytes_under_another_name_change_nothing(strict_site: Site, other: str) -> None:
    first = strict_site.take(FEED, A, V1)
    strict_site.deliver(FEED, A, other)
    assert files_read(strict_site) == []
    assert list(strict_site.ledger(FEED)) == [first.delivery_id]


def test_the_same_bytes_under_two_names_at_once_count_once(strict_site: Site) -> None:
    # No suffix means version 1, so both are the same delivery.
    strict_site.deliver(FEED, B, V1)
    strict_site.deliver(FEED, B, "calls_iccs_2025-03-01_v1.csv")
    strict_site.ingest(FEED)
    (row,) = strict_site.ledger(FEED).values()
    assert (row["rows_read"], row["accepted"], row["duplicate"]) == (2, 2, 0)
    assert len(strict_site.accepted(FEED)) == 2
    assert files_read(strict_site) == []


def test_the_same_refused_bytes_under_two_names_are_not_read_for_ever(strict_site: Site) -> None:
    strict_site.deliver(FEED, BAD, V1)
    strict_site.deliver(FEED, BAD, "calls_iccs_2025-03-01_v1.csv")
    strict_site.ingest(FEED)
    assert files_read(strict_site) == []


def test_a_file_changed_in_place_replaces_what_it_was(strict_site: Site) -> None:
    first = strict_site.take(FEED, A, V1)
    second = strict_site.take(FEED, B, V1)
    assert (second.version, second.state) == (1, "accepted")
    assert strict_site.ledger(FEED)[first.delivery_id]["superseded_by"] == second.delivery_id
    assert len(strict_site.accepted(FEED)) == 2


@pytest.mark.parametrize("seconds_between", [0.01, 3600])
def test_a_file_changed_and_changed_back_is_what_it_was(
    strict_site: Site, monkeypatch: pytest.MonkeyPatch, seconds_between: float
) -> None:
    now = datetime(2025, 3, 2, 5, 0, 0, 123_000)

    class Clock:
        @staticmethod
        def now(zone: Any) -> datetime:
            nonlocal now
            now += timedelta(seconds=seconds_between)
            return now.replace(tzinfo=zone)

    monkeypatch.setattr(month_module, "datetime", Clock)
    for rows in (A, B, A):
        strict_site.take(FEED, rows, V1)
        assert len(strict_site.accepted(FEED)) == len(rows)
        assert files_read(strict_site) == []
    assert sorted(row["state"] for row in strict_site.ledger(FEED).values()) == ["accepted", "superseded"]
    assert_accounted(strict_site)


def test_the_first_contents_again_as_a_third_version_count(strict_site: Site) -> None:
    for name, rows in ((V1, A), (V2, B), (V3, A)):
        strict_site.take(FEED, rows, name)
    assert strict_site.states(FEED) == {V1: "superseded", V2: "superseded", V3: "accepted"}
    assert len(strict_site.accepted(FEED)) == 1


def test_a_refused_restatement_leaves_the_earlier_one_in_force(strict_site: Site) -> None:
    first = strict_site.take(FEED, A, V1)
    second = strict_site.take(FEED, BAD, V2)
    assert (second.state, second.reason, second.superseded_by) == ("refused", "too_many_errors", None)
    assert strict_site.states(FEED) == {V1: "accepted", V2: "refused"}
    assert [event["delivery_id"] for event in strict_site.accepted(FEED)] == [first.delivery_id]
    assert files_read(strict_site) == []
    third = strict_site.take(FEED, C, V3)
    assert strict_site.states(FEED) == {V1: "superseded", V2: "refused", V3: "accepted"}
    assert strict_site.ledger(FEED)[first.delivery_id]["superseded_by"] == third.delivery_id


def test_a_file_changed_in_place_for_the_worse_leaves_the_earlier_contents_in_force(strict_site: Site) -> None:
    strict_site.take(FEED, A, V1)
    strict_site.take(FEED, BAD, V1)
    assert sorted(row["state"] for row in strict_site.ledger(FEED).values()) == ["accepted", "refused"]
    assert len(strict_site.accepted(FEED)) == 1
    strict_site.take(FEED, C, V1)
    assert len(strict_site.accepted(FEED)) == 3
    assert_accounted(strict_site)


def test_a_refused_file_mended_in_place_is_taken(strict_site: Site) -> None:
    strict_site.take(FEED, BAD, V1)
    strict_site.take(FEED, B, V1)
    assert len(strict_site.accepted(FEED)) == 2


def test_another_limit_of_errors_gives_refused_deliveries_another_try(strict_site: Site) -> None:
    strict_site.deliver(FEED, [*feeds.calls(9), *BAD])
    strict_site.deliver(FEED, feeds.calls(1), "bad name.csv")
    assert [row.state for row in strict_site.ingest(FEED)] == ["refused", "refused"]
    lenient = strict_site.with_limit(0.1)
    assert {row.file: row.state for row in lenient.ingest(FEED)} == {V1: "accepted", "bad name.csv": "refused"}
    assert lenient.ingest(FEED) == []
    # An accepted one is not taken back by a stricter limit.
    assert [row.file for row in strict_site.ingest(FEED)] == ["bad name.csv"]
    assert len(strict_site.accepted(FEED)) == 9


def test_a_delivery_that_is_gone_keeps_counting(strict_site: Site) -> None:
    path = strict_site.deliver(FEED, A, V1)
    strict_site.ingest(FEED)
    path.unlink()
    assert files_read(strict_site) == []
    assert len(strict_site.accepted(FEED)) == 1


def test_accounting_adds_up_whatever_is_wrong(strict_site: Site) -> None:
    good = feeds.calls(80)
    rows = [*good, good[0], good[1], feeds.iccs("84000003", line="ANNEN"), feeds.iccs("x", room="?"), "?"]
    row = strict_site.take(FEED, rows, V1)
    assert (row.rows_read, row.accepted, row.quarantined, row.duplicate) == (85, 80, 3, 2)
    assert_accounted(strict_site)


def test_the_month_says_its_reasons_without_those_of_refused_deliveries(strict_site: Site) -> None:
    strict_site.deliver(FEED, [*feeds.calls(60), feeds.iccs("x", line="112"), feeds.iccs("y", room="?")], V1)
    strict_site.deliver(FEED, BAD, "calls_iccs_2025-03-02.csv")
    contract = strict_site.contract(FEED)
    ((month, deliveries),) = plan(contract, strict_site.settings).months.items()
    result = ingest_month(contract, month, deliveries, strict_site.settings)
    assert month == "2025-03"
    assert dict(result.reasons) == {"unknown_code": 1, "unknown_room": 1}


def test_a_plan_counts_what_is_unchanged(strict_site: Site) -> None:
    strict_site.take(FEED, A, V1)
    strict_site.take(FEED, BAD, V2)
    strict_site.deliver(FEED, C, "calls_iccs_2025-04-01.csv")
    found = plan(strict_site.contract(FEED), strict_site.settings)
    assert (list(found.months), found.unchanged) == (["2025-04"], 2)
    everything = plan(strict_site.contract(FEED), strict_site.settings, everything=True)
    assert (list(everything.months), everything.unchanged) == (["2025-03", "2025-04"], 0)


def test_another_copy_in_a_folder_below_does_not_come_and_go(strict_site: Site) -> None:
    strict_site.deliver(FEED, B, V1)
    strict_site.deliver(FEED, A, f"arkiv/{V1}")
    strict_site.ingest(FEED)
    counting = strict_site.accepted(FEED)
    assert files_read(strict_site) == []
    assert strict_site.accepted(FEED) == counting
