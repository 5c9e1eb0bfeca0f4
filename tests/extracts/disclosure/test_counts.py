"""Tables of counts: what is hidden, and what nobody can work out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from dagster_project.extracts.disclosure import Margin, Protected, attack, loss, naive, protect_counts
from dagster_project.extracts.disclosure.protection import suppress
from tests.extracts.disclosure.tabulation import air_missions, by_second_solver, random_counts


def two_by_two(*counts: int) -> pl.DataFrame:
    return pl.DataFrame({"base": ["x", "x", "y", "y"], "cause": ["1", "2", "1", "2"], "count": counts})


def status(protected: Protected, **codes: str) -> str | None:
    return protected.frame.filter(**codes)["suppressed"].item()


def test_one_small_cell_in_a_two_way_table_takes_its_rectangle_along() -> None:
    protected = protect_counts(two_by_two(3, 20, 15, 30), {"base": {}, "cause": {}})
    assert status(protected, base="x", cause="1") == "primary"
    assert [status(protected, base=base, cause=cause) for base, cause in ("x2", "y1", "y2")] == ["secondary"] * 3
    assert protected.frame.filter(base="all")["count"].to_list() == [18, 50, 68]


def test_the_attackers_intervals_are_those_worked_out_by_hand() -> None:
    """Row x holds 23 and column 1 holds 18, so x1 may be 1 to 17, x2 6 to 22, y1 1 to 17, y2 28 to 44."""
    intervals = protect_counts(two_by_two(3, 20, 15, 30), {"base": {}, "cause": {}}).attack(exact=True)
    assert list(zip(intervals.lower.round(6), intervals.upper.round(6), strict=True)) == [
        (1, 17), (6, 22), (1, 17), (28, 44),
    ]  # fmt: skip


def test_a_table_without_small_counts_is_shown_as_it_is() -> None:
    protected = protect_counts(two_by_two(5, 20, 15, 0), {"base": {}, "cause": {}})
    assert protected.frame["suppressed"].null_count() == protected.frame.height
    assert protected.attack().withstood


@pytest.mark.parametrize(("threshold", "hidden"), [(3, 0), (5, 1)])
def test_the_threshold_says_what_is_small(threshold: int, hidden: int) -> None:
    protected = protect_counts(two_by_two(3, 20, 15, 30), {"base": {}, "cause": {}}, threshold=threshold)
    assert protected.frame["suppressed"].eq("primary").sum() == hidden


def test_two_small_counts_that_add_up_to_little_do_not_cover_each_other() -> None:
    """2 + 2 of a shown 4 would tell that each is 1 to 3."""
    counts = pl.DataFrame({"month": ["1", "2", "3"], "count": [2, 2, 40]})
    protected = protect_counts(counts, {"month": {"1": "t", "2": "t", "3": "t"}})
    assert status(protected, month="3") == "secondary" or status(protected, month="t") == "secondary"
    assert protected.attack().withstood


def test_the_months_of_a_tertial_are_not_worked_out_from_tertial_and_year() -> None:
    counts = pl.DataFrame({"month": [f"{n}" for n in range(1, 9)], "count": [3, 30, 31, 32, 33, 34, 35, 36]})
    protected = protect_counts(counts, {"month": {f"{n}": "t1" if n < 5 else "t2" for n in range(1, 9)}})
    assert status(protected, month="1") == "primary"
    assert protected.frame.filter(pl.col("month").is_in(["2", "3", "4", "t1"]))["suppressed"].count() >= 1
    assert protected.attack().withstood


def test_an_unprotected_small_count_fails_the_attack() -> None:
    protected = protect_counts(two_by_two(3, 20, 15, 30), {"base": {}, "cause": {}})
    only_primary = protected.hidden & protected.table.sensitive
    intervals = attack(protected.table, only_primary, 5)
    assert not intervals.withstood
    assert intervals.lower.tolist() == intervals.upper.tolist() == [3]


def test_what_was_hidden_before_stays_hidden_and_what_was_shown_covers_nothing() -> None:
    hierarchies: dict[str, dict[str, str]] = {"base": {}, "cause": {}}
    first = protect_counts(two_by_two(3, 20, 15, 30), hierarchies)
    again = protect_counts(two_by_two(3, 20, 15, 30), hierarchies, published=[first.exported])
    assert again.exported.equals(first.exported)
    everything = first.frame.drop("suppressed", "count").join(
        protect_counts(two_by_two(3, 20, 15, 30), hierarchies, threshold=1).exported, on=["base", "cause"]
    )
    assert not protect_counts(two_by_two(3, 20, 15, 30), hierarchies, published=[everything]).attack().withstood


def test_a_restated_count_is_hidden_if_the_two_versions_would_differ_by_a_small_count() -> None:
    hierarchies: dict[str, dict[str, str]] = {"base": {}, "cause": {}}
    first = protect_counts(two_by_two(30, 20, 15, 30), hierarchies)
    second = protect_counts(two_by_two(32, 20, 15, 30), hierarchies, published=[first.exported])
    assert second.frame.filter(suppressed="primary").select("base", "cause").rows() == [
        ("all", "1"), ("all", "all"), ("x", "1"), ("x", "all"),
    ]  # fmt: skip
    assert second.attack().withstood
    more = protect_counts(two_by_two(35, 20, 15, 30), hierarchies, published=[first.exported])
    assert more.frame["suppressed"].count() == 0


def withstands(seed: int) -> None:
    protected = protect_counts(*random_counts(seed))
    small = protected.table.sensitive & protected.table.exported
    assert not (small & ~protected.hidden).any()
    assert protected.attack().withstood


@pytest.mark.parametrize("seed", range(100))
def test_no_random_table_gives_a_small_count_away(seed: int) -> None:
    withstands(seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 1_100))
def test_no_random_table_of_a_thousand_gives_a_small_count_away(seed: int) -> None:
    withstands(seed)


@pytest.mark.parametrize("seed", range(5))
def test_a_second_solver_finds_the_same_intervals(seed: int) -> None:
    protected = protect_counts(*random_counts(seed))
    intervals, expected = protected.attack(exact=True), by_second_solver(protected)
    assert intervals.cells.tolist() == list(expected)
    for low, high, (least, greatest) in zip(intervals.lower, intervals.upper, expected.values(), strict=True):
        assert low == pytest.approx(least, abs=1e-4)
        assert high == pytest.approx(greatest, abs=1e-4) or (greatest == np.inf and high > 500)


@pytest.mark.parametrize("seed", range(10))
def test_that_counts_are_whole_helps_an_attacker_nothing(seed: int) -> None:
    assert protect_counts(*random_counts(seed)).attack(integer=True).withstood


def test_the_naive_method_hides_more_and_the_loss_says_how_much() -> None:
    protected = protect_counts(two_by_two(3, 20, 15, 30), {"base": {}, "cause": {}})
    lost, by_hand = loss(protected.table, protected.hidden), loss(protected.table, naive(protected.table))
    assert (lost.cells, lost.hidden, lost.primary, lost.hidden_volume, lost.volume) == (9, 4, 1, 68, 272)
    assert by_hand.hidden == 5


FLEET = pl.DataFrame(
    [
        ("a", "plane", "aborted", 3), ("b", "plane", "aborted", 90), ("c", "car", "aborted", 20),
        ("a", "plane", "done", 60), ("b", "plane", "done", 60), ("c", "car", "done", 60),
    ],
    schema=["base", "vehicle", "outcome", "count"],
    orient="row",
)  # fmt: skip
BOTH_WAYS = [Margin(("base", "outcome")), Margin(("vehicle", "outcome")), Margin(("base", "vehicle"))]


def of_fleet(*margins: Margin) -> Protected:
    return protect_counts(FLEET, {"base": {}, "vehicle": {}, "outcome": {}}, margins=[*BOTH_WAYS, *margins])


def test_what_binds_two_tables_without_being_shown_is_reckoned_with() -> None:
    """Planes aborted 93, and the bases with planes are a and b: with b's 90 shown, a's 3 would be no secret."""
    apart = of_fleet()
    assert status(apart, base="a", vehicle="all", outcome="aborted") == "primary"
    told = {status(apart, base="b", vehicle="all", outcome="aborted"),
            status(apart, base="all", vehicle="plane", outcome="aborted")}  # fmt: skip
    assert told == {None}, "without it, the cheaper c hides a"
    bound = of_fleet(Margin(("base", "vehicle", "outcome"), is_shown=False))
    assert "secondary" in {
        status(bound, base="b", vehicle="all", outcome="aborted"),
        status(bound, base="all", vehicle="plane", outcome="aborted"),
    }
    assert bound.attack().withstood


def test_a_count_that_stands_in_two_margins_is_one_cell_and_others_are_not_there() -> None:
    protected = of_fleet()
    keys = protected.frame.select("base", "vehicle", "outcome")
    assert keys.is_unique().all()
    three_codes = keys.filter(pl.col("base") != "all", pl.col("vehicle") != "all", pl.col("outcome") != "all")
    assert three_codes.is_empty()


def test_a_margin_has_the_codes_it_is_limited_to_and_a_top_has_nothing_above_it() -> None:
    counts = pl.DataFrame({"month": ["1", "2"], "base": ["x", "y"], "count": [20, 30]})
    months = {"1": "t", "2": "t", "t": "t"}
    margins = [Margin(("month",)), Margin(("month", "base"), {"month": ["t"]})]
    frame = protect_counts(counts, {"month": months, "base": {}}, margins=margins).frame
    assert frame.select("month", "base", "count").rows() == [
        ("1", "all", 20), ("2", "all", 30), ("t", "all", 50), ("t", "x", 20), ("t", "y", 30),
    ]  # fmt: skip


def test_the_complement_of_a_share_is_guarded() -> None:
    """Of 40, 38 were answered, and the rest in two ways of which no table tells: they are 2."""
    counts = pl.DataFrame({"kind": ["answered", "lost", "dropped"], "count": [38, 1, 1]})
    only = [Margin(("kind",), {"kind": ["answered", "all"]})]
    open_ = protect_counts(counts, {"kind": {}}, margins=only, shares={"kind": ["answered"]})
    assert open_.frame["suppressed"].count() >= 1
    assert open_.attack().withstood


def test_the_protector_hides_the_same_cells_each_time() -> None:
    protected = protect_counts(*random_counts(7))
    assert (suppress(replace(protected.table), 5) == protected.hidden).all()


@pytest.mark.parametrize("dimensions", [("base", "vehicle", "month"), ("vehicle", "outcome", "month")])
def test_a_tertial_of_air_missions_withstands_and_loses_less_than_by_hand(dimensions: tuple[str, ...]) -> None:
    counts, hierarchies = air_missions(seed=1, missions=600)
    counts = counts.group_by(dimensions, maintain_order=True).agg(pl.col("count").sum())
    protected = protect_counts(counts, {name: hierarchies[name] for name in dimensions})
    lost, by_hand = loss(protected.table, protected.hidden), loss(protected.table, naive(protected.table))
    assert protected.attack().withstood
    assert lost.primary > 0
    assert lost.hidden < by_hand.hidden
