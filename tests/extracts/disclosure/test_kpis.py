"""Rows of kpi_values: what each of them tells, and what the others tell of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from dagster_project.extracts.disclosure import DisclosureError, Protected, protect_kpis

REGISTRY = pl.DataFrame(
    [
        ("calls_offered", "calls", "count", "offered", None, None, None),
        ("calls_answered", "calls", "count", "answered", None, None, None),
        ("calls_unanswered", "calls", "count", "unanswered", None, None, None),
        ("calls_answered_within_10s_share", "calls", "share", "answered_within", "answered", None, 10),
        ("calls_answered_within_2min_share", "calls", "share", "answered_within", "offered", None, 120),
        ("calls_answered_within_10min_share", "calls", "share", "answered_within", "offered", None, 600),
        ("calls_transferred_share", "calls", "share", "transferred", "answered", None, None),
        ("answer_time_median_s", "calls", "quantile", "wait_s", "answered", 0.5, None),
        ("answer_time_p99_s", "calls", "quantile", "wait_s", "answered", 0.99, None),
        ("talk_time_mean_s", "calls", "mean", "talk_s", "answered", None, None),
        ("rooms_on_lifex", "rooms", "count", "on_lifex", None, None, None),
    ],
    schema=["kpi_id", "subject", "statistic", "numerator", "denominator", "quantile", "threshold_s"],
    orient="row",
).with_columns(valid_from=date(2010, 1, 1))
ORGANISATIONS = pl.DataFrame({"org_id": ["A", "B", "C", "hf"], "parent_id": ["hf", "hf", "hf", "NO"]})
LEVELS = {"NO": "nation", "hf": "hf"}
ENDS = {"month": 1, "tertial": 4, "year": 12}


def row(
    kpi_id: str,
    numerator: int | None = None,
    denominator: int | None = None,
    *,
    org: str = "NO",
    segment: str = "all",
    period: str = "month",
    month: int = 1,
    n: int | None = None,
) -> dict[str, Any]:
    last = month + ENDS.get(period, 1) - 1
    end = date(2025 + last // 12, last % 12 + 1, 1) - timedelta(days=1)
    count = denominator if denominator is not None else numerator if n is None else n
    return {
        "kpi_id": kpi_id, "segment": segment, "period_type": period, "period_start": date(2025, month, 1),
        "period_end": end, "org_level": LEVELS.get(org, "room"), "org_id": org, "numerator": numerator,
        "denominator": denominator, "value": 1.5, "n": count, "target": None, "target_met": True,
    }  # fmt: skip


def protect(*rows: dict[str, Any], published: tuple[pl.DataFrame, ...] = ()) -> Protected:
    protected = protect_kpis(pl.DataFrame(rows, infer_schema_length=None), REGISTRY, ORGANISATIONS, published=published)
    assert protected.attack().withstood or published
    return protected


def offered(count: int, **where: Any) -> dict[str, Any]:
    return row("calls_offered", count, **where)


def test_a_hidden_row_shows_nothing_but_what_it_is_about() -> None:
    protected = protect(offered(3), offered(30, month=2))
    hidden = protected.exported.row(0, named=True)
    assert {name for name, value in hidden.items() if value is None} == {
        "numerator", "denominator", "value", "n", "target", "target_met",
    }  # fmt: skip
    assert protected.frame["suppressed"].to_list() == ["primary", None]
    assert "suppressed" not in protected.exported.columns


def test_a_small_room_is_not_worked_out_from_its_trust() -> None:
    rooms = [offered(count, org=org) for org, count in (("A", 2), ("B", 40), ("C", 60), ("hf", 102), ("NO", 102))]
    assert protect(*rooms).frame["suppressed"].to_list()[:1] == ["primary"]
    assert protect(*rooms).frame["suppressed"].count() >= 2


def test_rooms_that_the_package_leaves_out_are_guarded_too() -> None:
    """The trust has 102, the two rooms shown 100: the third, which is not in the package, would be 2."""
    protected = protect(offered(40, org="A"), offered(60, org="B"), offered(102, org="hf"))
    assert protected.frame["suppressed"].to_list().count("secondary") == 1


def test_a_small_segment_is_not_worked_out_from_the_others() -> None:
    protected = protect(
        offered(4, segment="113"), offered(50, segment="116117"), offered(60, segment="other"), offered(114)
    )
    assert protected.frame["suppressed"][0] == "primary"
    assert protected.frame["suppressed"].to_list().count("secondary") == 1


def test_a_small_month_is_not_worked_out_from_its_tertial() -> None:
    months = [offered(count, month=month) for month, count in ((1, 3), (2, 30), (3, 40), (4, 50))]
    protected = protect(*months, offered(123, period="tertial"))
    assert protected.frame["suppressed"][0] == "primary"
    assert protected.frame["suppressed"].to_list().count("secondary") == 1


def test_few_unanswered_calls_are_not_worked_out_from_offered_and_answered() -> None:
    protected = protect(offered(50), row("calls_answered", 47), row("calls_unanswered", 3))
    assert protected.frame["suppressed"].to_list().count("secondary") == 1
    assert protected.frame["suppressed"][2] == "primary"


@pytest.mark.parametrize(("within", "answered"), [(3, 50), (47, 50), (2, 4)])
def test_a_share_is_hidden_if_it_rests_on_few_events_or_leaves_few(within: int, answered: int) -> None:
    assert protect(row("calls_answered_within_10s_share", within, answered)).frame["suppressed"].to_list() == [
        "primary"
    ]


@pytest.mark.parametrize(("within", "answered"), [(5, 50), (45, 50), (0, 50), (50, 50)])
def test_a_share_of_enough_events_is_shown(within: int, answered: int) -> None:
    assert protect(row("calls_answered_within_10s_share", within, answered)).frame["suppressed"].to_list() == [None]


def test_a_small_complement_is_not_worked_out_from_the_count_beside_the_share() -> None:
    protected = protect(row("calls_answered", 50), row("calls_transferred_share", 47, 50))
    assert protected.frame["suppressed"][1] == "primary"


@pytest.mark.parametrize(
    ("kpi_id", "n", "shown"),
    [
        ("talk_time_mean_s", 4, False), ("talk_time_mean_s", 5, True), ("answer_time_median_s", 9, False),
        ("answer_time_median_s", 10, True), ("answer_time_p99_s", 499, False), ("answer_time_p99_s", 500, True),
    ],
)  # fmt: skip
def test_a_statistic_needs_enough_events_on_either_side(kpi_id: str, n: int, shown: bool) -> None:
    assert protect(row(kpi_id, n=n)).frame["suppressed"].is_null().to_list() == [shown]


def test_counts_of_institutions_are_no_secret() -> None:
    assert protect(row("rooms_on_lifex", 1), offered(10)).frame["suppressed"].to_list() == [None, None]


def test_a_month_hidden_in_one_version_stays_hidden_in_the_next() -> None:
    months = [offered(count, month=month) for month, count in ((1, 3), (2, 30), (3, 40), (4, 50))]
    tertial = offered(123, period="tertial")
    first = protect(*months, tertial).exported
    restated = [offered(count, month=month) for month, count in ((1, 13), (2, 30), (3, 40), (4, 50))]
    again = protect(*restated, offered(133, period="tertial"), published=(first,))
    was_hidden, is_hidden = first["value"].is_null(), again.exported["value"].is_null()
    assert again.attack().withstood
    assert (is_hidden | ~was_hidden).all()


def test_a_restated_package_withstands_who_has_the_first_one_too() -> None:
    months = [offered(count, month=month) for month, count in ((1, 30), (2, 31), (3, 40), (4, 50))]
    first = protect(*months, offered(151, period="tertial")).exported
    restated = [offered(count, month=month) for month, count in ((1, 33), (2, 60), (3, 40), (4, 50))]
    second = protect(*restated, offered(183, period="tertial"), published=(first,))
    assert second.frame["suppressed"][0] == "primary"
    assert second.attack().withstood


def test_a_small_day_is_not_worked_out_from_its_week() -> None:
    monday = date(2025, 1, 6)
    days = [monday + timedelta(days=number) for number in range(7)]
    counts = (2, 30, 31, 32, 33, 34, 35)
    rows = [
        offered(count, period="day") | {"period_start": day, "period_end": day}
        for day, count in zip(days, counts, strict=True)
    ]
    week = offered(sum(counts), period="week") | {"period_start": monday, "period_end": days[-1]}
    protected = protect(*rows, week)
    assert protected.frame["suppressed"][0] == "primary"
    assert protected.frame["suppressed"].to_list().count("secondary") == 1


def test_few_calls_between_two_limits_are_not_worked_out_from_both_shares() -> None:
    """43 within ten minutes less 40 within two are 3."""
    protected = protect(
        row("calls_answered_within_2min_share", 40, 60), row("calls_answered_within_10min_share", 43, 60)
    )
    assert protected.frame["suppressed"].count() >= 1


def test_a_room_that_moved_is_not_worked_out_from_either_trust() -> None:
    organisations = pl.DataFrame({"org_id": ["A", "A", "B", "C"], "parent_id": ["hf", "hf2", "hf", "hf2"]})
    levels = {"hf": "hf", "hf2": "hf"}
    rows = [
        offered(count, org=org, month=month) | {"org_level": levels.get(org, "room")}
        for month, trusts in ((1, (43, 60)), (2, (40, 63)))
        for org, count in (("A", 3), ("B", 40), ("C", 60), ("hf", trusts[0]), ("hf2", trusts[1]))
    ]
    protected = protect_kpis(pl.DataFrame(rows, infer_schema_length=None), REGISTRY, organisations)
    status = protected.frame["suppressed"].to_list()
    assert protected.attack().withstood
    for month, trust, rest in ((0, 3, 1), (5, 4, 2)):
        assert status[month] == "primary"
        assert "secondary" in {status[month + trust], status[month + rest]}


def test_weeks_beside_months_need_the_days() -> None:
    with pytest.raises(DisclosureError, match="without the days"):
        protect(offered(30), offered(10, period="week"))


def test_a_kpi_outside_the_registry_is_named() -> None:
    with pytest.raises(DisclosureError, match="no such_kpi"):
        protect(row("such_kpi", 3))
