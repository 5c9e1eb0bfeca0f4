"""Changes and intervals, worked out by hand or taken from the literature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from streamlit_app.analysis.figures import compare, wilson
from streamlit_app.period import period_of
from streamlit_app.records import Definition, KpiValue

THEN = period_of("month", date(2024, 5, 1))
COUNT = Definition(
    "any", "Noe", "", "count", "calls", "", "", None, None, None, None, date(2010, 1, 1), None, ("all",), None
)
SHARE = replace(COUNT, unit="share")


def value(amount: float | None, *, is_complete: bool = True) -> KpiValue:
    day = date(2025, 5, 1)
    return KpiValue("any", "all", day, day, "NO", None, None, amount, 1, None, None, is_complete)


def test_a_count_changes_in_per_cent_and_a_share_in_points() -> None:
    assert compare(COUNT, THEN, value(126), value(120)).amount == pytest.approx(0.05)
    assert compare(SHARE, THEN, value(0.86), value(0.90)).amount == pytest.approx(-0.04)


@pytest.mark.parametrize(
    ("new", "old", "reason"),
    [
        (None, value(1), "nothing now"),
        (value(0, is_complete=False), value(1), "nothing now"),
        (value(1), None, "nothing then"),
        (value(1), value(0), "nothing then"),
        (value(1, is_complete=False), value(1), "incomplete now"),
        (value(1), value(1, is_complete=False), "incomplete then"),
    ],
)
def test_what_cannot_be_compared_is_not_and_says_why(new: KpiValue | None, old: KpiValue | None, reason: str) -> None:
    change = compare(COUNT, THEN, new, old)
    assert (change.amount, change.reason) == (None, reason)


def test_nothing_is_compared_across_a_changed_definition() -> None:
    changed = replace(COUNT, valid_from=date(2025, 1, 1))
    assert compare(changed, THEN, value(2), value(1)).reason == "another definition"


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
