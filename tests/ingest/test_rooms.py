"""A room is known on the days on which the reference data has it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dagster_project.contracts.loader import REFERENCES
from dagster_project.ingest import month as month_module
from dagster_project.ingest.reference import Room, is_known, load_rooms, reference_file
from tests.ingest import feeds
from tests.ingest.site import Site

TABLE = """room_id,name,kind,valid_from,valid_to
AMK-OLD,Til og med 15. mars,amk,2010-01-01,2025-03-15
AMK-NEW,Fra og med 16. mars,amk,2025-03-16,
AMK-TWICE,Til og med 10. mars,amk,2010-01-01,2025-03-10
AMK-TWICE,Igjen fra 20. mars,amk,2025-03-20,2025-03-25
AMK-LONG,Alltid,amk,2010-01-01,
"""


@pytest.fixture
def rooms(tmp_path: Path) -> tuple[Room, ...]:
    path = tmp_path / "rooms.csv"
    path.write_text(TABLE, encoding="utf-8")
    return load_rooms(path)


def test_rooms_are_read_with_their_first_and_last_day(rooms: tuple[Room, ...]) -> None:
    assert rooms[:2] == (
        Room("AMK-OLD", date(2010, 1, 1), date(2025, 3, 15)),
        Room("AMK-NEW", date(2025, 3, 16), None),
    )
    assert len(rooms) == 5


@pytest.mark.parametrize(
    ("room", "day", "expected"),
    [
        ("AMK-OLD", "2025-03-15", True),
        ("AMK-OLD", "2025-03-16", False),
        ("AMK-NEW", "2025-03-15", False),
        ("AMK-NEW", "2025-03-16", True),
        ("AMK-TWICE", "2025-03-10", True),
        ("AMK-TWICE", "2025-03-11", False),
        ("AMK-TWICE", "2025-03-19", False),
        ("AMK-TWICE", "2025-03-20", True),
        ("AMK-TWICE", "2025-03-25", True),
        ("AMK-TWICE", "2025-03-26", False),
        ("AMK-LONG", "2025-03-01", True),
        ("AMK-LONG", "2025-03-31", True),
        ("AMK-XYZ", "2025-03-01", False),
        ("amk-long", "2025-03-01", False),
    ],
)
def test_a_room_is_known_on_its_days(rooms: tuple[Room, ...], room: str, day: str, expected: bool) -> None:
    frame = pl.DataFrame({"room": [room], "day": [date.fromisoformat(day)]})
    known = frame.select(is_known(pl.col("room"), pl.col("day"), rooms)).to_series()
    assert known.to_list() == [expected]


def test_no_room_is_neither_known_nor_unknown(rooms: tuple[Room, ...]) -> None:
    frame = pl.DataFrame({"room": [None], "day": [date(2025, 3, 1)]}, schema={"room": pl.String, "day": pl.Date})
    known = frame.select(is_known(pl.col("room"), pl.col("day"), rooms)).to_series()
    assert known.to_list() == [None]


def test_calls_to_a_room_before_it_exists_and_after_it_closed(
    site: Site, rooms: tuple[Room, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month_module, "load_rooms", lambda _: rooms)
    for day in (15, 16):
        times = {
            "queued": f"{day}.03.2025 00:00:00",
            "answered": f"{day}.03.2025 00:00:04",
            "ended": f"{day}.03.2025 23:00:00",
        }
        rows = [feeds.iccs(room, room=room, answered_by=room, **times) for room in ("AMK-OLD", "AMK-NEW", "AMK-LONG")]
        site.deliver("calls_iccs", rows, f"calls_iccs_2025-03-{day}.csv")
    site.ingest("calls_iccs")
    accepted = [(event["local_date"].day, event["intended_room_id"]) for event in site.accepted("calls_iccs")]
    assert accepted == [(15, "AMK-OLD"), (15, "AMK-LONG"), (16, "AMK-NEW"), (16, "AMK-LONG")]
    assert {row["reason"] for row in site.quarantine("calls_iccs")} == {"unknown_room"}


def test_a_room_is_judged_by_the_rows_own_date_before_its_period_is(
    site: Site, rooms: tuple[Room, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month_module, "load_rooms", lambda _: rooms)
    # On 1 March 2025, AMK-NEW does not exist yet; on the day the row says, long after, it does; AMK-OLD the reverse.
    late = {"queued": "01.04.2025 07:00:00", "answered": "01.04.2025 07:00:04", "ended": "01.04.2025 07:01:00"}
    rows = [feeds.iccs(room, room=room, answered_by=room, **late) for room in ("AMK-NEW", "AMK-OLD", "AMK-LONG")]
    site.take("calls_iccs", rows)
    assert site.reasons("calls_iccs") == {2: "outside_period", 3: "unknown_room", 4: "outside_period"}


def test_the_projects_own_rooms_and_bases_can_be_read() -> None:
    known = {name: {room.room_id for room in load_rooms(reference_file(name))} for name in REFERENCES}
    assert {"AMK-BGO", "AMK-OSL", "LVS-4601"} <= known["control_rooms"]
    assert {"HEL-BERGEN", "FLY-ALTA", "SAR-SOLA"} <= known["air_bases"]
