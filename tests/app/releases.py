"""Releases made by hand: monthly facts in, a warehouse and a manifest as marts.md describes them out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import date
from pathlib import Path

import duckdb

from tests.app.schema import OF_CALLS, ROLLED_UP, ROOM_COLUMNS, SCHEMA

REGISTRY = Path(__file__).parents[2] / "dbt" / "seeds" / "kpi_registry.csv"


@dataclass(frozen=True)
class Fact:
    """A measure of one room (or of the country, NO) in one month; counts and statistics have no denominator."""

    kpi_id: str
    segment: str
    room_id: str
    month: date
    numerator: float
    denominator: float | None = None


@dataclass(frozen=True)
class Call:
    """One inbound call; without a wait it was not answered."""

    room_id: str
    line: str
    day: date
    hour: int
    wait_s: float | None
    answered_by: str | None = None
    """None for the room itself."""


@dataclass(frozen=True)
class Feed:
    """A row of `data_status`."""

    feed: str
    last_date: date | None
    missing_deliveries: int = 0
    accepted: int = 0
    quarantined: int = 0


@dataclass(frozen=True)
class Delivery:
    """A row of `delivery`."""

    feed: str
    file: str
    period: str | None
    state: str
    reason: str | None = None


@dataclass(frozen=True)
class Quarantined:
    """A row of `quarantine_summary`."""

    feed: str
    month: date
    reason: str
    rows: int


@dataclass(frozen=True)
class Correction:
    """A row of `correction`, of one delivery."""

    feed: str
    matched: str
    changed: str
    reason: str
    rows_changed: int


@dataclass(frozen=True)
class Check:
    """A check as a manifest has it."""

    name: str
    state: str = "passed"
    severity: str = "warn"
    detail: str = ""
    title_nb: str = ""
    detail_nb: str = ""


@dataclass(frozen=True)
class RoomFact:
    """A room of the reference data, in one validity."""

    room_id: str
    name: str
    kind: str = "amk"
    hf: str = "Helse Bergen"
    rhf: str = "Helse Vest RHF"
    county_code: str = "46"
    platform: str = "iccs"
    video_solution: str | None = None
    valid_from: date = date(2010, 1, 1)
    valid_to: date | None = None
    is_limited_pilot: bool = False


def publish(
    home: Path,
    facts: Iterable[Fact] = (),
    rooms: Iterable[RoomFact] = (),
    calls: Iterable[Call] = (),
    feeds: Iterable[Feed] = (),
    *,
    deliveries: Iterable[Delivery] = (),
    quarantined: Iterable[Quarantined] = (),
    corrections: Iterable[Correction] = (),
    checks: Iterable[Check] = (),
    release_id: str = "2026-11-22T044100Z",
    built_at: str = "2026-11-22T04:41:00Z",
    is_synthetic: bool = True,
    incomplete: Iterable[date] = (),
    data_as_at: Mapping[str, str] | None = None,
    registry: Path = REGISTRY,
) -> Path:
    """Write a release into a home and let `current` point to it; returns the release's directory.

    Months named as incomplete, and their years, are marked so. `registry` is another one than the project's.
    """
    directory = home / "releases" / release_id
    directory.mkdir(parents=True)
    with duckdb.connect(str(directory / "warehouse.duckdb")) as connection:
        connection.execute(SCHEMA)
        connection.execute(
            "create table marts.dim_kpi as from read_csv(?, types = {'target': 'double', 'valid_to': 'date'})",
            [str(registry)],
        )
        for table, rows in (
            (f"marts.dim_control_room ({ROOM_COLUMNS})", [astuple(room) for room in rooms]),
            (
                "marts.fct_call (intended_room_id, answering_room_id, line, local_date, local_hour, wait_s)",
                [(c.room_id, c.answered_by or c.room_id, c.line, c.day, c.hour, c.wait_s) for c in calls],
            ),
            (
                "marts.data_status (feed, last_date, missing_deliveries, accepted, quarantined)",
                [astuple(feed) for feed in feeds],
            ),
            ("marts.delivery (feed, file, period, state, reason)", [astuple(one) for one in deliveries]),
            ("marts.quarantine_summary", [astuple(one) for one in quarantined]),
            (
                "marts.correction (feed, matched, changed, reason, rows_changed, decided_by, decided_date, first_date,"
                " last_date)",
                [
                    (*astuple(one), "analytiker AB", date(2026, 2, 3), date(2025, 6, 1), date(2025, 6, 30))
                    for one in corrections
                ],
            ),
            ("fact", [astuple(fact) for fact in facts]),
            ("incomplete", [(month,) for month in incomplete]),
        ):
            if rows:
                places = ", ".join("?" for _ in rows[0])
                connection.executemany(f"insert into {table} values ({places})", rows)
        connection.execute(ROLLED_UP)
        connection.execute(OF_CALLS)
    manifest = {
        "release_id": release_id,
        "built_at": built_at,
        "is_synthetic": is_synthetic,
        "data_as_at": {"calls_iccs": "2025-12-31", "nodsms": "2025-12-31"} if data_as_at is None else data_as_at,
        "row_counts": {},
        "checks": [asdict(check) for check in checks],
        "versions": {},
        "deliveries": [],
    }
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    point(home, release_id)
    return directory


def point(home: Path, release_id: str) -> None:
    """Swap `current` in one step, as a run does."""
    fresh = home / "current.new"
    fresh.symlink_to(Path("releases") / release_id)
    fresh.rename(home / "current")
