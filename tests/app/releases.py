"""Releases made by hand: monthly facts in, a warehouse and a manifest as marts.md describes them out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

import duckdb

REGISTRY = Path(__file__).parents[2] / "dbt" / "seeds" / "kpi_registry.csv"

SCHEMA = """
create schema marts;
create table marts.dim_control_room (
    room_id varchar, name varchar, kind varchar, hf varchar, rhf varchar, county_code varchar, platform varchar,
    video_solution varchar, valid_from date, valid_to date, is_limited_pilot boolean,
    hf_id varchar generated always as (lower(replace(hf, ' ', '-'))),
    rhf_id varchar generated always as (lower(replace(replace(rhf, ' RHF', ''), ' ', '-')))
);
create table marts.fct_call (
    intended_room_id varchar, answering_room_id varchar, line varchar, local_date date, local_hour tinyint,
    wait_s double, direction varchar default 'inbound', is_test boolean default false,
    outcome varchar generated always as (case when wait_s is null then 'abandoned' else 'answered' end)
);
create table marts.data_status (
    feed varchar, first_date date, last_date date, expected_deliveries bigint default 0, missing_deliveries bigint,
    refused bigint
);
create table marts.kpi_values (
    kpi_id varchar, segment varchar, period_type varchar, period_start date, period_end date, org_level varchar,
    org_id varchar, numerator bigint, denominator bigint, value double, n bigint, target double,
    target_met boolean, is_complete boolean
);
create temp table fact (
    kpi_id varchar, segment varchar, room_id varchar, month date, numerator double, denominator double
);
create temp table incomplete (month date);
"""

# Months to years, rooms to the country. A statistic is the same in every period.
ROLLED_UP = """
insert into marts.kpi_values
with by_period as (
    select *, 'month' as period_type, month as period_start, last_day(month) as period_end from fact
    union all
    select *, 'year', date_trunc('year', month), date_trunc('year', month) + interval 1 year - interval 1 day from fact
),
by_org as (
    select *, 'nation' as org_level, 'NO' as org_id from by_period
    union all
    select *, 'room', room_id from by_period where room_id <> 'NO'
),
summed as (
    select
        kpi_id, segment, period_type, period_start, period_end, org_level, org_id,
        sum(numerator) as numerator, sum(denominator) as denominator, max(numerator) as statistic
    from by_org
    group by all
),
measured as (
    select
        summed.*, dim_kpi.unit, dim_kpi.target,
        case dim_kpi.unit
            when 'count' then summed.numerator
            when 'share' then summed.numerator / summed.denominator
            else summed.statistic
        end as value
    from summed
    inner join marts.dim_kpi
        on
            summed.kpi_id = dim_kpi.kpi_id
            and summed.period_start between dim_kpi.valid_from and coalesce(dim_kpi.valid_to, date '9999-12-31')
)
select
    kpi_id, segment, period_type, period_start, period_end, org_level, org_id,
    case when unit <> 'seconds' then numerator end, denominator, value, coalesce(denominator, numerator),
    target, value >= target,
    not exists (select * from incomplete where month between period_start and period_end)
from measured
"""

ROOM_COLUMNS = """
    room_id, name, kind, hf, rhf, county_code, platform, video_solution, valid_from, valid_to, is_limited_pilot
"""

# As marts.md describes them, with the targets of the regulation.
OF_CALLS = """
create table marts.calls_by_hour as
select
    local_date, local_hour, intended_room_id as room_id, replace(line, '_local', '') as segment,
    count(*) as offered, count(wait_s) as answered,
    count(*) filter (where wait_s <= case when line = '113' then 10 else 120 end) as within_target
from marts.fct_call group by all;
create table marts.answer_time_distribution as
select
    date_trunc('month', local_date)::date as month, intended_room_id as room_id, replace(line, '_local', '') as segment,
    wait_s, count(*) as answered
from marts.fct_call where wait_s is not null group by all;
"""


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
    last_date: date
    missing_deliveries: int = 0
    refused: int = 0


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
    warnings: Iterable[str] = (),
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
                "marts.data_status (feed, last_date, missing_deliveries, refused)",
                [astuple(feed) for feed in feeds],
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
        "checks": [
            {"name": f"check {n}", "state": "warned", "severity": "warning", "detail": said}
            for n, said in enumerate(warnings)
        ],
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
