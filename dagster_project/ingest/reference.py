"""The rooms that the reference data knows, and when."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from dagster_project.settings import PROJECT_ROOT

CONTROL_ROOMS = PROJECT_ROOT / "dbt" / "seeds" / "control_rooms.csv"


@dataclass(frozen=True)
class Room:
    """A room and the days on which it exists; `valid_to` is its last day, None while it goes on."""

    room_id: str
    valid_from: date
    valid_to: date | None


@cache
def load_rooms(path: Path = CONTROL_ROOMS) -> tuple[Room, ...]:
    """Every room and validity of the reference table. Raises OSError."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Room(
                row["room_id"],
                date.fromisoformat(row["valid_from"]),
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
            for row in csv.DictReader(file)
        )


def is_known(room: pl.Expr, day: pl.Expr, rooms: tuple[Room, ...]) -> pl.Expr:
    """Whether a room exists on a day."""
    spans: dict[tuple[date, date | None], list[str]] = {}
    for r in rooms:
        spans.setdefault((r.valid_from, r.valid_to), []).append(r.room_id)
    known = [
        room.is_in(room_ids) & day.is_between(first, last or date.max) for (first, last), room_ids in spans.items()
    ]
    return pl.any_horizontal(known) if known else pl.lit(False)
