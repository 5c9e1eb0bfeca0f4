"""Norwegian numbers, times and dates; the expected text is written out by hand (NBSP as ~)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from streamlit_app import formats


def nbsp(text: str) -> str:
    return text.replace("~", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        (11_000_000.0, "count", "11~000~000"),
        (999, "count", "999"),
        (0, "count", "0"),
        (None, "count", "–"),
        (0.8731, "share", "87,3~%"),
        (1.0, "share", "100,0~%"),
        (None, "share", "–"),
        (4.4, "seconds", "4~s"),
        (59.6, "seconds", "1~min~0~s"),
        (266.0, "seconds", "4~min~26~s"),
        (3599.6, "seconds", "1~t~0~min"),
        (3900.0, "seconds", "1~t~5~min"),
        (None, "seconds", "–"),
    ],
)
def test_a_value_is_shown_in_its_unit(amount: float | None, unit: str, shown: str) -> None:
    assert formats.value(amount, unit) == nbsp(shown)


@pytest.mark.parametrize(("fraction", "shown"), [(0.9, "90~%"), (0.8, "80~%"), (0.925, "92,5~%"), (0.0, "0~%")])
def test_a_target_has_a_decimal_only_where_it_needs_one(fraction: float, shown: str) -> None:
    assert formats.goal(fraction) == nbsp(shown)


@pytest.mark.parametrize(
    ("amount", "unit", "shown"),
    [
        (-0.021, "share", "−2,1~prosentpoeng"),
        (0.006, "share", "+0,6~prosentpoeng"),
        (-0.012, "count", "−1,2~%"),
        (0.0, "count", "0,0~%"),
        (-0.0004, "share", "0,0~prosentpoeng"),
    ],
)
def test_a_change_of_a_share_is_in_percentage_points(amount: float, unit: str, shown: str) -> None:
    assert formats.change(amount, unit) == nbsp(shown)


def test_an_instant_is_shown_on_norwegian_clocks() -> None:
    assert formats.instant(datetime(2026, 11, 22, 4, 41, tzinfo=UTC)) == "22.11.2026 kl. 05:41"
    assert formats.instant(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "02.07.2026 kl. 00:30"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2025, 11, 3), date(2025, 11, 3), "3. nov."),
        (date(2025, 11, 3), date(2025, 11, 9), "uke 45"),
        (date(2025, 11, 1), date(2025, 11, 30), "nov. 25"),
        (date(2025, 5, 1), date(2025, 8, 31), "2. tert. 25"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
    ],
)
def test_a_period_is_short_below_a_chart(first: date, last: date, shown: str) -> None:
    assert formats.short_period(first, last) == shown


@pytest.mark.parametrize(("amount", "shown"), [(4.66, "4,7"), (12.4, "12"), (1203.0, "1~203"), (None, "–")])
def test_an_average_count_has_a_decimal_only_when_small(amount: float | None, shown: str) -> None:
    assert formats.rate(amount) == nbsp(shown)


@pytest.mark.parametrize(("difference", "shown"), [(-0.0213, "−2,1"), (0.0213, "+2,1"), (-0.0004, "0,0")])
def test_points_below_a_heading_have_their_sign(difference: float, shown: str) -> None:
    assert formats.signed_points(difference) == shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2025, 5, 1), date(2025, 8, 31), "2. tertial 2025"),
        (date(2025, 3, 1), date(2025, 6, 30), "01.03.2025–30.06.2025"),
        (date(2024, 2, 1), date(2024, 2, 29), "februar 2024"),
        (date(2024, 12, 30), date(2025, 1, 5), "uke 1 2025"),
        (date(2025, 6, 10), date(2025, 6, 10), "10.06.2025"),
        (date(2025, 6, 10), date(2025, 6, 16), "10.06.2025–16.06.2025"),
        (date(2024, 7, 1), date(2025, 6, 30), "01.07.2024–30.06.2025"),
    ],
)
def test_a_period_has_its_name_where_it_has_one(first: date, last: date, shown: str) -> None:
    assert formats.period(first, last) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (11_000_000.0, "11000000"),
        (0.873123456789, "0,873123456789"),
        (None, ""),
        (True, "ja"),
        (date(2025, 3, 1), "2025-03-01"),
    ],
)
def test_a_file_has_every_digit_with_decimal_comma(cell: float | None, shown: str) -> None:
    assert formats.plain(cell) == shown
