"""Every expectation notices what it is there for, with its numbers, and keeps still at what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from dagster_project.checks.expectations import EXPECTATIONS
from tests.checks.conftest import Judge
from tests.checks.world import ALARMS, BGO, CALLS, HOLIDAY, LAST, LIFEX, MEDIAN, NODSMS, SHARE, VOSS, World, days, usual

Failing = Callable[..., set[str]]
WEDNESDAY = date(2025, 6, 25)
MONDAY = date(2025, 6, 23)
DAY = timedelta(days=1)


def test_a_quiet_release_passes_everything_and_judges_something(judge: Judge) -> None:
    found = judge(World(), World())
    assert [name for name, finding in found.items() if not finding.passed] == []
    assert [name for name, finding in found.items() if not finding.judged] == ["no_restated_month_shrinks"]


def test_a_first_release_of_three_days_has_too_little_history_and_passes(judge: Judge) -> None:
    world = World()
    recent = LAST - 2 * DAY
    world.rows = {(feed, day): count for (feed, day), count in world.rows.items() if day >= recent}
    world.room_counts = {key: count for key, count in world.room_counts.items() if key[2] >= recent}
    world.weeks = {(SHARE, "share"): {MONDAY: 0.2}, (MEDIAN, "seconds"): {MONDAY: 90}}
    found = judge(world)
    assert all(finding.passed for finding in found.values())
    assert found["volume_is_as_usual"].judged == 0
    assert found["volume_is_as_usual"].detail.en == "not enough history to compare with yet"
    assert found["volume_is_as_usual"].detail.nb == "ingenting å sammenligne med ennå"


@pytest.mark.parametrize("factor", [0, 0.5, 2], ids=["nothing", "half", "everything twice"])
def test_a_day_at_another_volume(judge: Judge, factor: float) -> None:
    world = World()
    world.rows[CALLS, WEDNESDAY] = int(factor * world.rows[CALLS, WEDNESDAY])
    found = judge(world)
    assert [name for name, finding in found.items() if not finding.passed] == ["volume_is_as_usual"]
    volume = found["volume_is_as_usual"]
    assert (volume.outside, volume.severity) == (1, "warn")
    assert f"Calls, ICCS 2025-06-25: {world.rows[CALLS, WEDNESDAY]:,} rows, usual " in volume.detail.en
    assert f"Anrop, ICCS 25.06.2025: {world.rows[CALLS, WEDNESDAY]} rader, vanlig " in volume.detail.nb


def test_the_band_is_six_standard_deviations_below_the_median_and_twelve_above(judge: Judge) -> None:
    world = World()
    for day in days():
        world.rows[CALLS, day] = 400  # 2 * sqrt(400) = 40, with a standard deviation of 1
    world.rows[CALLS, WEDNESDAY] = 288  # 2 * sqrt(288) = 33.9, below 34
    assert "288 rows, usual 289–676." in judge(world)["volume_is_as_usual"].detail.en  # 17 ** 2 and 26 ** 2
    world.rows[CALLS, WEDNESDAY] = 289
    assert judge(world)["volume_is_as_usual"].passed


def test_a_public_holiday_may_be_like_a_sunday_and_an_ordinary_monday_not(failing: Failing) -> None:
    world = World()
    assert world.rows[CALLS, HOLIDAY] < 0.7 * world.rows[CALLS, HOLIDAY + 7 * DAY], "else there is nothing to see"
    assert failing(world) == set()
    world.rows[CALLS, HOLIDAY + 7 * DAY] = world.rows[CALLS, HOLIDAY]
    assert failing(world) == {"volume_is_as_usual"}


def test_a_count_of_counts_is_judged_by_what_it_counts(failing: Failing) -> None:
    world = World()
    world.rows[NODSMS, WEDNESDAY] = 0
    assert failing(world) == {"volume_is_as_usual"}


def test_an_old_day_that_was_let_pass_is_not_told_again(failing: Failing) -> None:
    world = World()
    world.rows[CALLS, LAST - 40 * DAY] //= 3
    assert failing(world, World(rows=dict(world.rows))) == set()


def test_an_old_day_that_comes_or_changes_is_judged(failing: Failing) -> None:
    world = World()
    world.rows[CALLS, LAST - 40 * DAY] *= 3
    assert failing(world, World()) == {"volume_is_as_usual"}


def test_rooms_that_move_to_the_other_system_take_their_volume_along(failing: Failing) -> None:
    moved = date(2025, 6, 16)
    world = World(on_lifex={VOSS: moved})
    for day in days(moved, LAST):
        world.rows[CALLS, day] = world.rows[LIFEX, day] = usual(day, 200, 125)
    assert failing(world) == set()
    world.on_lifex = {}
    assert failing(world) == {"volume_is_as_usual"}, "without the move, half of it is missing"


def test_a_room_that_falls_silent(judge: Judge) -> None:
    world = World()
    for day in (LAST - DAY, LAST):
        world.room_counts["calls_total", VOSS, day] = 0
    found = judge(world)
    assert [name for name, finding in found.items() if not finding.passed] == ["no_room_is_silent"]
    # A Saturday and a Sunday, each of 120 to 126 calls.
    assert (
        "Sentral LVS-4621, calls_total en: none since 2025-06-27, expected 24" in found["no_room_is_silent"].detail.en
    )
    assert "in 2 days" in found["no_room_is_silent"].detail.en


def test_a_room_with_few_events_may_be_silent_for_days(failing: Failing) -> None:
    world = World()
    for day in days():
        world.room_counts["calls_total", VOSS, day] = 2 if day < LAST - 5 * DAY else 0
    assert failing(world) == set(), "twelve are missing"
    world.room_counts["calls_total", VOSS, LAST - 6 * DAY] = 0
    assert failing(world) == {"no_room_is_silent"}, "fourteen are"


def test_a_room_that_opens_at_weekends_is_not_silent_in_the_week(failing: Failing) -> None:
    world = World()
    for day in days():
        world.room_counts["calls_total", VOSS, day] = 50 * (day.weekday() >= 5)
    world.room_counts = {key: count for key, count in world.room_counts.items() if key[2] < LAST - DAY}
    assert failing(world) == set()


def test_a_room_out_of_operation_is_not_silent(failing: Failing) -> None:
    world = World()
    closed = LAST - 9 * DAY
    world.room_counts = {key: count for key, count in world.room_counts.items() if key[1] != VOSS or key[2] < closed}
    assert failing(world) == set()


def test_days_that_a_feed_does_not_cover_are_no_silence(failing: Failing) -> None:
    world = World(incomplete={LAST - DAY, LAST})
    for day in world.incomplete:
        world.room_counts["calls_total", VOSS, day] = world.room_counts["calls_total", BGO, day] = 0
    assert failing(world) == set()


@pytest.mark.parametrize(
    ("figure", "value", "check", "said"),
    [
        (
            (SHARE, "share"),
            0.80,
            "shares_do_not_jump",
            "(113, NO) was 80.0% in the week from 2025-06-23, usual is 92.1%",
        ),
        ((MEDIAN, "seconds"), 8.0, "medians_do_not_jump", "was 8.0\N{NO-BREAK SPACE}s in the week from 2025-06-23"),
    ],
)
def test_a_key_figure_that_jumps(judge: Judge, figure: tuple[str, str], value: float, check: str, said: str) -> None:
    world = World()
    world.weeks[figure][MONDAY] = value
    found = judge(world)
    assert [name for name, finding in found.items() if not finding.passed] == [check]
    assert said in found[check].detail.en


def test_a_key_figure_that_is_defined_anew_has_no_history(failing: Failing) -> None:
    world = World(definition_changed=MONDAY)
    world.weeks[SHARE, "share"][MONDAY] = 0.2
    assert failing(world) == set()


def test_a_date_in_the_future_holds_the_release_back(judge: Judge) -> None:
    found = judge(World(), today=LAST - DAY)["no_date_is_in_the_future"]
    assert (found.passed, found.severity, found.outside) == (False, "error", 3)
    assert "Ambulance alarms has data 1 days ahead (events until 2025-06-29, delivery of 2025-06-29)" in found.detail.en


@pytest.mark.parametrize("how", [{"is_synthetic": True}, {"accepted": {"no_date_is_in_the_future"}}])
def test_what_is_synthetic_or_accepted_only_warns(judge: Judge, how: dict[str, Any]) -> None:
    found = judge(World(), today=LAST - DAY, **how)["no_date_is_in_the_future"]
    assert (found.passed, found.severity) == (False, "warn")


def test_without_any_feed_there_is_nothing_to_judge_and_that_fails(judge: Judge) -> None:
    found = judge(World(rows={}))
    for name in ("no_date_is_in_the_future", "no_delivery_is_missing"):
        assert not found[name].passed
        assert found[name].detail.en == "nothing to judge: the profile is empty"


def test_a_delivery_that_did_not_come(judge: Judge) -> None:
    world = World(missing={(ALARMS, WEDNESDAY), (ALARMS, LAST)})
    for delivery in world.missing:
        del world.rows[delivery]
    found = judge(world)["no_delivery_is_missing"]
    assert (found.passed, found.severity) == (False, "warn")
    assert "Ambulance alarms lacks 2 of 140 (2025-06-25 to 2025-06-29)" in found.detail.en


def test_a_month_that_shrinks_without_a_new_delivery_holds_the_release_back(judge: Judge) -> None:
    before, now = World(), World()
    for day in days(date(2025, 4, 1), date(2025, 4, 30)):
        now.rows[ALARMS, day] = before.rows[ALARMS, day] * 97 // 100
    month = judge(now, before)["no_month_shrinks"]
    assert (month.passed, month.severity, month.outside) == (False, "error", 1)
    was, is_ = before.month_rows(ALARMS)["2025-04"], now.month_rows(ALARMS)["2025-04"]
    assert f"Ambulance alarms 2025-04: {is_:,} rows, {was:,} in the previous release" in month.detail.en
    assert "NODSTAT_ACCEPT=no_month_shrinks" in month.detail.en


def test_a_month_whose_deliveries_are_gone_holds_the_release_back(judge: Judge) -> None:
    now = World()
    now.rows = {key: count for key, count in now.rows.items() if f"{key[1]:%Y-%m}" != "2025-04"}
    found = judge(now, World())["no_month_shrinks"]
    assert (found.passed, found.severity, found.outside) == (False, "error", 3)


def test_a_month_that_loses_next_to_nothing_passes(failing: Failing) -> None:
    now = World()
    now.rows[CALLS, date(2025, 4, 2)] -= 20
    assert failing(now, World()) == set()


def test_a_month_that_shrinks_because_a_delivery_was_replaced_only_warns(judge: Judge) -> None:
    now = World(restated={(CALLS, WEDNESDAY)})
    now.rows[CALLS, WEDNESDAY] //= 4
    found = judge(now, World())
    assert found["no_month_shrinks"].passed
    assert not found["no_restated_month_shrinks"].passed
    assert found["no_restated_month_shrinks"].severity == "warn"


def test_a_table_that_shrinks(judge: Judge) -> None:
    found = judge(World(tables={"dim_reference": 490}), World())
    assert [name for name, finding in found.items() if not finding.passed] == ["no_table_shrinks"]
    assert "dim_reference: 490 rows, 500 in the previous release (−2.0%)" in found["no_table_shrinks"].detail.en


def test_a_table_that_is_gone(failing: Failing) -> None:
    assert failing(World(tables={}), World()) == {"no_table_shrinks"}


def test_names_are_unique_and_every_text_is_of_columns_that_are_shown() -> None:
    assert len({expectation.name for expectation in EXPECTATIONS}) == len(EXPECTATIONS)
    for expectation in EXPECTATIONS:
        blank = dict.fromkeys(expectation.columns, "x")
        for text in (expectation.outside.nb, expectation.outside.en):
            assert "{" not in text.format(**blank)
