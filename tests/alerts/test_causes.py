"""What is told of, and when it is the same cause as before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from dagster_project.alerts.causes import (
    DeliveriesRefused,
    FeedLate,
    ReleaseBlocked,
    RunFailed,
    of_freshness,
    of_refusals,
    of_run,
)
from dagster_project.contracts import load_contract
from tests.alerts.conftest import ledger

NOON = datetime(2025, 3, 10, 12, tzinfo=ZoneInfo("Europe/Oslo"))
ICCS = replace(load_contract("calls_iccs"), due_hour=5, starts=None)
LIFEX = replace(load_contract("calls_lifex"), due_hour=5, starts=date(2025, 3, 5))
NODSMS = replace(load_contract("nodsms"), due_hour=8, starts=None)


def accepted(feed: str, end: date) -> tuple[str, str, str, str | None, date | None, int]:
    return (feed, f"{feed} {end}", "accepted", None, end, 6)


def test_a_run_that_went_well_has_no_cause() -> None:
    assert list(of_run({}, None)) == []


def test_failed_checks_and_another_error_are_two_causes() -> None:
    blocked, failed = of_run({"fct_call: keys": "3 rows"}, "disk full")
    assert blocked == ReleaseBlocked((("fct_call: keys", "3 rows"),))
    assert failed == RunFailed("disk full")


def test_an_error_is_the_same_cause_whatever_its_numbers() -> None:
    assert RunFailed("process 4711 is gone").key == RunFailed("process 12 is gone").key
    assert RunFailed("process 4711 is gone").key != RunFailed("disk full").key


def test_the_same_checks_are_the_same_cause_whatever_they_count() -> None:
    first = ReleaseBlocked((("a", "3 rows"), ("b", "")))
    assert first.key == ReleaseBlocked((("b", ""), ("a", "4 rows"))).key
    assert first.key != ReleaseBlocked((("a", "3 rows"),)).key


def test_refusals_are_one_cause_per_feed_and_reason() -> None:
    rows = ledger(
        ("nodsms", "n1", "refused", "empty", None, 6),
        ("calls_iccs", "c2", "refused", "missing_columns", None, 6),
        ("calls_iccs", "c1", "refused", "missing_columns", None, 6),
        ("calls_iccs", "c3", "refused", "bad_name", None, 6),
    )
    causes = [cause for cause in of_refusals(rows, set()) if isinstance(cause, DeliveriesRefused)]
    assert [(cause.feed, cause.reason, [refusal.file for refusal in cause.deliveries]) for cause in causes] == [
        ("calls_iccs", "bad_name", ["c3"]),
        ("calls_iccs", "missing_columns", ["c1", "c2"]),
        ("nodsms", "empty", ["n1"]),
    ]
    assert causes[1].deliveries[0].detail == "c1 is wrong"


def test_a_refusal_that_was_told_is_no_cause_until_it_is_refused_again() -> None:
    first = ledger(("nodsms", "n1", "refused", "empty", None, 6))
    (cause,) = of_refusals(first, set())
    assert isinstance(cause, DeliveriesRefused)
    told = {refusal.event for refusal in cause.deliveries}
    assert list(of_refusals(first, told)) == []
    (again,) = of_refusals(ledger(("nodsms", "n1", "refused", "empty", None, 7)), told)
    assert again.key == cause.key
    (another,) = of_refusals(ledger(("nodsms", "n2", "refused", "empty", None, 6)), told)
    assert another.key != cause.key


def test_a_feed_is_late_when_its_last_day_is_before_the_day_due() -> None:
    rows = ledger(accepted("calls_iccs", date(2025, 3, 6)), accepted("calls_iccs", date(2025, 3, 8)))
    assert list(of_freshness([ICCS], rows, NOON)) == [FeedLate("calls_iccs", date(2025, 3, 8), date(2025, 3, 9), 5)]
    assert list(of_freshness([ICCS], rows, NOON.replace(hour=4))) == []


def test_a_feed_that_is_on_time_is_no_cause() -> None:
    rows = ledger(accepted("calls_iccs", date(2025, 3, 9)), accepted("nodsms", date(2025, 2, 28)))
    assert list(of_freshness([ICCS, NODSMS], rows, NOON)) == []


def test_a_refused_delivery_makes_no_feed_fresher() -> None:
    rows = ledger(
        accepted("calls_iccs", date(2025, 3, 8)), ("calls_iccs", "x", "refused", "empty", date(2025, 3, 9), 6)
    )
    assert [cause.key for cause in of_freshness([ICCS], rows, NOON)] == ["feed_late:calls_iccs"]


@pytest.mark.parametrize(("starts", "keys"), [(5, ["feed_late:calls_lifex"]), (9, ["feed_late:calls_lifex"]), (10, [])])
def test_without_deliveries_a_feed_is_late_from_the_day_its_contract_starts(starts: int, keys: list[str]) -> None:
    contracts = [ICCS, replace(LIFEX, starts=date(2025, 3, starts))]
    assert [cause.key for cause in of_freshness(contracts, ledger(), NOON)] == keys
