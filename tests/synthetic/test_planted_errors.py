"""What is planted is what the manifest says, and nothing else changes."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dagster_project.contracts import load_contracts
from dagster_project.synthetic import Manifest, generate, plant_refusals
from dagster_project.synthetic.bases import load_bases
from dagster_project.synthetic.breakage import Breaker, break_line
from dagster_project.synthetic.errors import plant
from dagster_project.synthetic.identifiers import birth_number, phone_number
from dagster_project.synthetic.missions import missions_of_day
from dagster_project.synthetic.nodsms import nodsms_of_day
from dagster_project.synthetic.render import check_layout
from dagster_project.synthetic.rooms import load_rooms
from dagster_project.synthetic.world import World

ALWAYS = {"missing_value", "bad_value", "outside_period", "conflicting_duplicate"}
IN_TEXT = ALWAYS | {"malformed_line"}
IN_EVENTS = {"unknown_code", "unknown_room", "times_out_of_order", "duration_over_24h"}
POSSIBLE = {
    "calls_iccs": IN_TEXT | IN_EVENTS | {"inconsistent", "nonexistent_local_time"},
    "calls_lifex": IN_TEXT | IN_EVENTS | {"inconsistent"},
    "ambulance_alarms": IN_TEXT | IN_EVENTS | {"personal_identifier"},
    "video_hjelp113": IN_TEXT | IN_EVENTS | {"inconsistent", "personal_identifier"},
    "video_bliksund": ALWAYS | IN_EVENTS | {"inconsistent", "nonexistent_local_time"},
    "nodsms": IN_TEXT | {"inconsistent"},
    "air_ambulance_missions": IN_TEXT | IN_EVENTS | {"inconsistent", "personal_identifier"},
}
MONTHLY = ("nodsms", "air_ambulance_missions")
"""So few a day that a month's file is needed for every reason."""


@pytest.fixture(scope="module")
def full_scale_days(tmp_path_factory: pytest.TempPathFactory) -> tuple[Manifest, ...]:
    """Days at full scale, where also the small feeds have room for errors: summer time begins, LifeX in use."""
    return tuple(
        generate(tmp_path_factory.mktemp("full_scale"), first, last, error_rate=0.05)
        for first, last in ((date(2025, 3, 30), date(2025, 3, 31)), (date(2025, 12, 1), date(2025, 12, 2)))
    )


def test_every_delivery_adds_up(dirty_days: Path) -> None:
    for delivery in Manifest.load(dirty_days).deliveries:
        assert delivery.rows == delivery.good + delivery.duplicates + sum(delivery.errors.values())


def test_the_files_have_as_many_rows_as_the_manifest_says(dirty_days: Path) -> None:
    headers = {"calls_iccs": 1, "calls_lifex": 1, "ambulance_alarms": 1, "video_hjelp113": 0, "nodsms": 1}
    headers["air_ambulance_missions"] = 1
    for delivery in Manifest.load(dirty_days).deliveries:
        if delivery.feed in headers:
            lines = (dirty_days / delivery.feed / delivery.file).read_bytes().count(b"\n")
            assert lines - headers[delivery.feed] == delivery.rows, delivery.file


def test_every_reason_that_a_feed_can_have_is_planted_in_it(full_scale_days: tuple[Manifest, ...]) -> None:
    planted: dict[str, set[str]] = {feed: set() for feed in POSSIBLE if feed not in MONTHLY}
    for delivery in (delivery for manifest in full_scale_days for delivery in manifest.deliveries):
        if delivery.feed in planted:
            planted[delivery.feed] |= set(delivery.errors)
    assert planted == {feed: POSSIBLE[feed] for feed in planted}


def test_a_feed_with_room_for_one_error_a_month_comes_to_every_reason_in_turn() -> None:
    contract = load_contracts()["nodsms"]
    world = World(load_rooms(), 1.0, 2025)
    month = pl.concat([nodsms_of_day(date(2025, 3, day), world) for day in range(1, 32)])
    planted: Counter[str] = Counter()
    for turn in range(7):
        breaker = Breaker(contract, check_layout(contract), np.random.default_rng(turn), gap=None)
        result = plant(month, contract, 0.05, breaker, turn)
        planted.update(result.errors)
        planted["duplicate"] += result.duplicates
    assert planted == dict.fromkeys(POSSIBLE["nodsms"] | {"duplicate"}, 1)


def test_a_month_of_missions_has_every_reason() -> None:
    contract = load_contracts()["air_ambulance_missions"]
    world = World(load_rooms(), 1.0, 2025, load_bases())
    month = pl.concat([missions_of_day(date(2025, 3, day), world) for day in range(1, 32)])
    breaker = Breaker(contract, check_layout(contract), np.random.default_rng(1), gap=None)
    planted = plant(month, contract, 0.04, breaker, turn=0)
    assert set(planted.errors) == POSSIBLE["air_ambulance_missions"]
    assert planted.duplicates > 0


def test_errors_are_added_and_good_rows_stay_as_they_are(tmp_path: Path) -> None:
    day = date(2025, 6, 16)
    for name, rate in (("clean", 0.0), ("dirty", 0.05)):
        generate(tmp_path / name, day, day, scale=0.1, error_rate=rate)
    added = {}
    for feed in ("calls_iccs", "calls_lifex", "ambulance_alarms", "video_hjelp113", "air_ambulance_missions"):
        clean, dirty = (
            Counter(next((tmp_path / name / feed).iterdir()).read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines())
            for name in ("clean", "dirty")
        )
        assert clean <= dirty
        added[feed] = (dirty - clean).total()
    clean_truth, dirty_truth = (Manifest.load(tmp_path / name).totals("calls_iccs") for name in ("clean", "dirty"))
    assert clean_truth == dirty_truth
    planted = Manifest.load(tmp_path / "dirty").deliveries
    assert added == {d.feed: d.duplicates + sum(d.errors.values()) for d in planted if d.feed in added}
    assert sum(added.values()) > 100


def test_no_delivery_passes_five_per_cent_unless_asked(dirty_days: Path, tmp_path: Path) -> None:
    shares = [sum(d.errors.values()) / d.rows for d in Manifest.load(dirty_days).deliveries]
    assert 0.03 < max(shares) <= 0.05
    bad = generate(tmp_path, date(2025, 3, 1), date(2025, 3, 1), scale=0.05, error_rate=0.25)
    assert max(sum(d.errors.values()) / d.rows for d in bad.deliveries) > 0.15


@pytest.mark.parametrize("feed", ["calls_iccs", "video_bliksund"])
def test_a_row_outside_the_period_is_outside_whichever_day_it_was_copied_from(feed: str) -> None:
    contract = load_contracts()[feed]
    breaker = Breaker(contract, check_layout(contract), np.random.default_rng(1), gap=None)
    key, began = contract.key.name, contract.times[0].name
    for begun in [datetime(2025, 3, day, 12) for day in range(1, 32)] * 10:
        row = {key: "1"} | dict.fromkeys((column.name for column in contract.times), begun)
        moved = breaker.event(row, "outside_period")[began]
        assert moved.date() != begun.date()
        assert contract.period == "day" or moved.month != 3


def test_planted_birth_numbers_have_valid_check_digits_and_belong_to_nobody() -> None:
    rng = np.random.default_rng(1)
    for number in (birth_number(rng) for _ in range(200)):
        digits = [int(digit) for digit in number]
        # The check digits make both weighted sums divisible by 11.
        assert sum(w * d for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), digits, strict=False)) % 11 == 0
        assert sum(w * d for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), digits, strict=True)) % 11 == 0
        assert 81 <= int(number[2:4]) <= 92


def test_planted_phone_numbers_have_eight_digits_with_or_without_country_code() -> None:
    rng = np.random.default_rng(1)
    numbers = {phone_number(rng) for _ in range(50)}
    assert {number[: number.index("59")] for number in numbers} == {"", "+47", "+47 "}
    assert all(len(number[number.index("59") :]) == 8 for number in numbers)


@pytest.mark.parametrize(
    ("variant", "broken"), [(0, "7;AMK-BGO;113"), (1, "7;AMK-BGO;113;N;1"), (2, '7;"AMK-BGO;113;N')]
)
def test_a_line_is_broken_in_three_ways(variant: int, broken: str) -> None:
    assert break_line("7;AMK-BGO;113;N", ";", variant) == broken


def test_refused_deliveries_are_added_as_later_versions_of_good_ones(tmp_path: Path) -> None:
    before = generate(tmp_path, date(2025, 3, 1), date(2025, 3, 4), scale=0.05)
    after = plant_refusals(tmp_path)
    spoilt = {delivery.file: delivery.refusal for delivery in after.deliveries if delivery.refusal}
    assert set(spoilt.values()) == {"unreadable", "missing_columns", "empty", "bad_name", "too_many_errors"}
    assert all((tmp_path / d.feed / d.file).exists() for d in after.deliveries)
    assert after.totals("calls_iccs") == before.totals("calls_iccs")
    assert [d for d in after.deliveries if not d.refusal] == list(before.deliveries)
