"""Alarms, video, air missions and published figures, laid into a release made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

SCHEMA = """
create table marts.fct_ambulance_alarm (
    amk_room_id varchar, mission_id varchar, urgency varchar, local_date date, local_hour tinyint, acknowledge_s double
);
create table marts.fct_video_session (
    centre_room_id varchar, solution varchar, local_date date, status varchar, connect_s double, duration_s double
);
create table marts.dim_air_base (base_id varchar, name varchar, vehicle varchar, valid_from date);
create table marts.fct_air_ambulance_mission (
    base_id varchar, vehicle varchar, category varchar, local_date date, outcome varchar, cause varchar,
    activation_s double, response_s double
);
update marts.dim_control_room set video_seats = 3 where video_solution is not null;
"""

RECONCILED = "figure, label_nb, year, published_value, warehouse_value, agrees, unit"


@dataclass(frozen=True)
class Alarm:
    """An alarm; without a time it was not acknowledged."""

    room_id: str
    mission_id: str
    urgency: str
    day: date
    hour: int
    acknowledge_s: float | None


@dataclass(frozen=True)
class Session:
    """A link to video."""

    room_id: str
    day: date
    status: str = "completed"
    connect_s: float | None = None
    duration_s: float | None = None
    solution: str = "hjelp113"


@dataclass(frozen=True)
class Mission:
    """An air ambulance mission."""

    base_id: str
    day: date
    outcome: str = "completed"
    cause: str | None = None
    activation_s: float | None = None
    response_s: float | None = None
    vehicle: str = "helicopter"
    category: str = "primary"


@dataclass(frozen=True)
class Day:
    """A day's value of a KPI at an organisation, as `kpi_values` has it."""

    kpi_id: str
    segment: str
    level: str
    org_id: str
    day: date
    value: float
    is_complete: bool = True


def lay(
    directory: Path,
    *,
    alarms: Iterable[Alarm] = (),
    sessions: Iterable[Session] = (),
    bases: Iterable[tuple[str, str, str]] = (),
    missions: Iterable[Mission] = (),
    published: Iterable[tuple[Any, ...]] = (),
    days: Iterable[Day] = (),
    country: Mapping[str, float] | None = None,
) -> None:
    """Fill the tables of a published release; what its facts say of a base becomes that base's.

    `bases` are id, name and vehicle; `published` the columns `RECONCILED`; `country` the country's
    values of statistics, which do not follow from those of rooms.
    """
    known = list(bases)
    with duckdb.connect(str(directory / "warehouse.duckdb")) as connection:
        connection.execute(SCHEMA)
        tables: list[tuple[str, Sequence[tuple[Any, ...]]]] = [
            ("fct_ambulance_alarm", [astuple(one) for one in alarms]),
            (
                "fct_video_session",
                [(s.room_id, s.solution, s.day, s.status, s.connect_s, s.duration_s) for s in sessions],
            ),
            ("dim_air_base", [(*base, date(2021, 1, 1)) for base in known]),
            (
                "fct_air_ambulance_mission",
                [
                    (m.base_id, m.vehicle, m.category, m.day, m.outcome, m.cause, m.activation_s, m.response_s)
                    for m in missions
                ],
            ),
            ("published_reconciliation", list(published)),
            (
                "kpi_values",
                [
                    (
                        *(d.kpi_id, d.segment, "day", d.day, d.day, d.level, d.org_id),
                        *(d.value, None, d.value, d.value, None, None, d.is_complete),
                    )
                    for d in days
                ],
            ),
        ]
        for table, rows in tables:
            if rows:
                places = ", ".join("?" for _ in rows[0])
                columns = f"({RECONCILED})" if table == "published_reconciliation" else ""
                connection.executemany(f"insert into marts.{table} {columns} values ({places})", rows)
        for kpi_id, value in (country or {}).items():
            connection.execute(
                "update marts.kpi_values set value = ? where kpi_id = ? and segment = 'all' and org_level = 'nation'",
                [value, kpi_id],
            )
        connection.execute(
            "update marts.kpi_values set org_level = 'base' where org_id in (select base_id from marts.dim_air_base)"
        )
