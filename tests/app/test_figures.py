"""Changes and intervals, worked out by hand or taken from the literature."""

from __future__ import annotations

from datetime import date

import pytest

from streamlit_app.figures import Change, wilson, year_change
from streamlit_app.records import KpiValue


def month(
    year: int, number: int, numerator: float, denominator: float | None = None, *, is_complete: bool = True
) -> KpiValue:
    value = numerator if denominator is None else numerator / denominator
    return KpiValue(
        "any", "all", date(year, number, 1), date(year, number, 28), "NO", numerator, denominator, value, 1, None, None,
        is_complete,
    )  # fmt: skip


def test_a_count_changes_in_per_cent_of_the_year_before() -> None:
    this = [month(2025, 1, 60), month(2025, 2, 66)]
    before = [month(2024, 1, 50), month(2024, 2, 70)]
    change = year_change(this, before, "count")
    assert change is not None
    assert change.amount == pytest.approx(126 / 120 - 1)


def test_a_share_changes_by_its_calls_not_by_its_months() -> None:
    # The mean of the months' shares fell from 0.75 to 0.70; of all calls, 0.9 of 100 became 0.86 of 100.
    this = [month(2025, 1, 86, 90), month(2025, 2, 0, 10)]
    before = [month(2024, 1, 85, 90), month(2024, 2, 5, 10)]
    change = year_change(this, before, "share")
    assert change is not None
    assert change.amount == pytest.approx(0.86 - 0.90)


def test_months_that_are_incomplete_in_either_year_are_left_out_of_both() -> None:
    this = [month(2025, 1, 10), month(2025, 2, 20), month(2025, 3, 1, is_complete=False)]
    before = [month(2024, 1, 5, is_complete=False), month(2024, 2, 16), month(2024, 3, 30), month(2024, 4, 40)]
    assert year_change(this, before, "count") == Change(0.25, (2,))


@pytest.mark.parametrize("unit", ["count", "share"])
def test_without_a_whole_month_in_common_there_is_no_change(unit: str) -> None:
    assert year_change([month(2025, 1, 10, 20)], [month(2024, 2, 10, 20)], unit) is None
    assert year_change([month(2025, 1, 10, 20)], [], unit) is None


def test_from_nothing_there_is_no_per_cent() -> None:
    assert year_change([month(2025, 1, 10)], [month(2024, 1, 0)], "count") is None


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(numerator: int, denominator: int, low: float, high: float) -> None:
    assert wilson(numerator, denominator) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_of_everything_ends_at_one() -> None:
    low, high = wilson(20, 20)
    assert (low, high) == (pytest.approx(1 - 0.1611, abs=5e-5), pytest.approx(1.0))
    assert high <= 1.0
