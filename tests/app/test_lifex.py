"""Innføring av LifeX, without a browser: the state against the plan, months, and rooms before and after they moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from math import sqrt
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from streamlit_app.access import EVERYBODY, Source
from streamlit_app.analysis import rollout
from streamlit_app.analysis.intervals import difference, of_share
from streamlit_app.data import organisations, platforms
from streamlit_app.release import find_release
from tests.app import two_years
from tests.app.releases import Call, Fact, RoomFact, publish
from tests.app.seen import html, metrics, title, words

OpenApp = Callable[..., AppTest]
MOVED = date(2025, 6, 16)
BODO, NARVIK, BERGEN = "LVS-1804", "LVS-1806", "LVS-4601"


def versions(room_id: str, name: str, moved_on: date, kind: str = "lvs", *, is_pilot: bool = False) -> list[RoomFact]:
    before = RoomFact(room_id, name, kind, valid_to=moved_on - timedelta(days=1))
    platform = "iccs" if is_pilot else "lifex"
    return [
        before, RoomFact(room_id, name, kind, platform=platform, valid_from=moved_on, is_limited_pilot=is_pilot),
    ]  # fmt: skip


ROOMS = [
    *versions(BODO, "Legevaktsentral Bodø", MOVED),
    *versions(NARVIK, "Legevaktsentral Narvik", date(2026, 3, 2)),
    RoomFact(BERGEN, "Legevaktsentral Bergen", "lvs"),
    *versions("AMK-TRD", "AMK Trondheim", MOVED, "amk", is_pilot=True),
]
YEAR = [Fact("calls_total", "all", "NO", date(2025, month, 1), 100) for month in range(1, 13)]


def days(directory: Path, room_id: str, answers: Iterable[tuple[date, int, int]], segment: str = "116117") -> None:
    """Days of a room: calls, and how many of them were answered within two minutes; all were answered."""
    with duckdb.connect(str(directory / "warehouse.duckdb")) as connection:
        for day, in_time, offered in answers:
            for kpi_id, numerator, denominator in (
                ("calls_offered", offered, None),
                ("calls_answered_within_2min_share", in_time, offered),
                ("calls_unanswered_share", 0, offered),
            ):
                connection.execute(
                    "insert into marts.kpi_values values"
                    " (?, ?, 'day', ?, ?, 'room', ?, ?, ?, null, ?, null, null, true)",
                    [kpi_id, segment, day, day, room_id, numerator, denominator, offered],
                )


def around(before: int, after: int, offered: int = 10) -> list[tuple[date, int, int]]:
    """Five weeks to either side of the move, of which only four count; on the day itself everything went wrong."""
    near = [MOVED + timedelta(days=day) for day in range(-35, 36)]
    return [(day, 0 if day == MOVED else before if day < MOVED else after, offered) for day in near]


def source(home: Path) -> Source:
    release = find_release(home / "current")
    assert release is not None
    return Source(release, EVERYBODY)


def moved(home: Path) -> list[rollout.Moved]:
    found = source(home)
    return rollout.before_and_after(found, rollout.moves(found, date(2025, 12, 31)), platforms.stays(found))


def test_the_page_counts_small_rooms_and_amk_apart_and_a_limited_pilot_as_iccs(
    tmp_path: Path, open_app: OpenApp
) -> None:
    publish(tmp_path, YEAR, ROOMS)
    app = open_app(tmp_path, "lifex", periode="År", aar="2025")
    assert title(app) == "Hvor langt var innføringen av LifeX kommet?"
    assert metrics(app) == {
        "Små sentraler på LifeX": "1 av 3",
        "Små sentraler som gjenstår": "2",
        "AMK på LifeX": "0 av 1",
        "AMK i begrenset pilot": "1",
    }
    said = " ".join(one.value for one in app.markdown).replace("\N{NO-BREAK SPACE}", " ")
    assert "1 av 3 små sentraler (33,3 %) er på LifeX 31.12.2025, 2 gjenstår." in said
    assert "Etter planen flytter den siste 02.03.2026. 1 AMK prøver LifeX i begrenset pilot" in said


def test_the_state_is_that_of_the_period_and_the_chosen_rooms(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path, YEAR, ROOMS)
    may = open_app(tmp_path, "lifex", periode="Måned", maned="mai 2025")
    assert metrics(may)["Små sentraler på LifeX"] == "0 av 3"
    one = open_app(tmp_path, "lifex", periode="År", aar="2025", enhet="Legevaktsentral Bodø")
    assert metrics(one)["Små sentraler på LifeX"] == "1 av 1"
    assert metrics(one)["AMK på LifeX"] == "0 av 0"


def test_months_after_the_last_figures_are_a_plan(tmp_path: Path) -> None:
    publish(tmp_path, YEAR, ROOMS)
    stays = platforms.stays(source(tmp_path))
    ends = rollout.month_ends(stays, date(2025, 5, 1), date(2025, 7, 10))
    assert (ends[0].on, ends[2].on, ends[-1].on) == (date(2025, 5, 31), date(2025, 7, 10), date(2026, 3, 31))
    assert [one.is_plan for one in ends[:4]] == [False, False, False, True]
    assert ends[0].rooms == {"lifex": 0, "limited": 0, "iccs": 4}
    assert ends[1].rooms == {"lifex": 1, "limited": 1, "iccs": 2}
    assert ends[-1].rooms == {"lifex": 2, "limited": 1, "iccs": 1}


def test_before_and_after_are_four_whole_weeks_without_the_day_itself(tmp_path: Path) -> None:
    directory = publish(tmp_path, YEAR, ROOMS)
    days(directory, BODO, around(5, 9))
    days(directory, BERGEN, around(6, 7))
    (bodo,) = moved(tmp_path)
    shares = bodo.shares["calls_answered_within_2min_share"]
    assert (shares["before"].value, shares["after"].value) == (0.5, 0.9)
    assert (shares["before"].n, bodo.offered) == (280, {"before": 280.0, "after": 280.0})
    change, peers = (
        bodo.change("calls_answered_within_2min_share"), bodo.peer_change("calls_answered_within_2min_share")
    )  # fmt: skip
    assert change and peers
    assert change.amount == pytest.approx(0.4) and peers.amount == pytest.approx(0.1)
    assert change.is_beyond_chance


def test_a_room_that_moves_in_the_same_weeks_is_not_what_another_is_held_against(tmp_path: Path) -> None:
    rooms = [*ROOMS[:2], *versions(BERGEN, "Legevaktsentral Bergen", MOVED + timedelta(days=14))]
    directory = publish(tmp_path, YEAR, rooms)
    days(directory, BODO, around(5, 9))
    days(directory, BERGEN, around(6, 7))
    bodo = moved(tmp_path)[0]
    assert bodo.cutover.room_id == BODO and bodo.peers == {}


def test_a_room_without_four_complete_weeks_on_each_side_is_left_out(tmp_path: Path) -> None:
    directory = publish(tmp_path, YEAR, ROOMS)
    days(directory, BODO, [day for day in around(5, 9) if day[0] != MOVED + timedelta(days=3)])
    assert moved(tmp_path) == []


def test_the_median_and_its_interval_are_waits_of_their_ranks(tmp_path: Path) -> None:
    calls = [Call(BODO, "116117", MOVED - timedelta(days=1), 9, float(wait)) for wait in range(1, 101)]
    calls += [Call(BODO, "116117_local", MOVED + timedelta(days=1), 9, float(wait)) for wait in (1, 2, 9)]
    calls.append(Call(BODO, "other", MOVED + timedelta(days=1), 9, 5000.0))
    calls.append(Call(BODO, "116117", MOVED, 9, 5000.0))
    directory = publish(tmp_path, YEAR, ROOMS, calls)
    days(directory, BODO, around(5, 9))
    (bodo,) = moved(tmp_path)
    before = bodo.median_s["before"]
    # Of 100 waits the ranks are 50 - 0.98 * 10 = 40.2 and 51 + 9.8 = 60.8, the next ones outwards.
    assert (before.value, before.low, before.high, before.n) == (50.5, 40.0, 61.0, 100)
    assert bodo.median_s["after"].value == 2.0


def test_a_change_that_chance_explains_is_not_called_one(tmp_path: Path, open_app: OpenApp) -> None:
    directory = publish(tmp_path, YEAR, ROOMS)
    days(directory, BODO, around(8, 8))
    app = open_app(tmp_path, "lifex", periode="År", aar="2025")
    said = " ".join(one.value for one in app.markdown)
    assert "For den ene sentralen med anrop nok kan tilfeldigheter forklare hele endringen." in said


def test_a_clear_change_is_called_better_and_too_few_calls_are_said_to_be_few(
    tmp_path: Path, open_app: OpenApp
) -> None:
    rooms = [*ROOMS, *versions("LVS-1", "Legevaktsentral Liten", MOVED)]
    directory = publish(tmp_path, YEAR, rooms)
    days(directory, BODO, around(5, 9))
    days(directory, "LVS-1", around(0, 2, offered=2))
    app = open_app(tmp_path, "lifex", periode="År", aar="2025")
    said = " ".join(one.value for one in app.markdown)
    assert "Den ene sentralen med anrop nok ble bedre enn tilfeldig variasjon forklarer. 1 har for få anrop." in said
    table = next(one for one in html(app).split("<table>") if one.startswith("<caption>4 uker før"))
    assert "Legevaktsentral Liten" in words(table) and "få anrop" in words(table)


def test_without_any_move_the_page_says_so(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, "lifex")
    title(app)
    assert any("Ingen sentral i utvalget har fire hele uker" in one.value for one in app.markdown)


def test_the_difference_of_two_shares_has_newcombes_interval() -> None:
    # Newcombe 1998, table II, method 10: 56/70 and 48/80 differ by 0.2, from 0.0524 to 0.3339.
    after, before = of_share(56, 70), of_share(48, 80)
    assert after and before
    found = difference(after, before)
    assert (found.amount, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_two_equal_shares_differ_by_nothing_beyond_chance() -> None:
    share = of_share(50, 100)
    assert share
    found = difference(share, share)
    assert found.amount == 0 and not found.is_beyond_chance and found.low == -found.high
    assert found.high == pytest.approx(sqrt(2) * (share.high - 0.5))


def test_a_share_of_nothing_is_none() -> None:
    assert of_share(0, 0) is None and of_share(None, 5) is None


def test_moves_are_those_into_full_use(tmp_path: Path) -> None:
    publish(tmp_path, YEAR, ROOMS)
    found = rollout.moves(source(tmp_path), date(2026, 12, 31))
    assert [one.room_id for one in found] == [BODO, NARVIK]
    assert [one.room_id for one in organisations.cutovers(source(tmp_path)) if one.is_limited_pilot] == ["AMK-TRD"]


def test_the_published_state_stands_beside_our_own(tmp_path: Path, open_app: OpenApp) -> None:
    directory = publish(tmp_path, YEAR, ROOMS)
    with duckdb.connect(str(directory / "warehouse.duckdb")) as connection:
        connection.execute(
            "insert into marts.published_reconciliation values ('lifex_rooms_left', 'Små sentraler som gjenstår', 2025,"
            " 'exact', 141, 2, -139, -0.986, false, 'count', 'HDO årlig melding 2025')"
        )
    page = words(html(open_app(tmp_path, "lifex", periode="År", aar="2025")))
    assert "Små sentraler som gjenstår 141 2 −139 (−98,6 %) ▼ nei HDO årlig melding 2025" in page


def test_an_empty_warehouse_says_so(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path)
    assert title(open_app(tmp_path, "lifex")) == "Utgivelsen inneholder ingen tall"


def test_the_two_years_rooms_are_all_on_iccs(two_year_home: Path, open_app: OpenApp) -> None:
    small = sum(room.kind != "amk" for room in two_years.ROOMS)
    assert metrics(open_app(two_year_home, "lifex"))["Små sentraler på LifeX"] == f"0 av {small}"
