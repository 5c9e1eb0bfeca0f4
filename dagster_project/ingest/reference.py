"""The rooms and air ambulance bases that the reference data knows, and when."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from dagster_project.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt" / "seeds"


@dataclass(frozen=True)
class Room:
    """A room, or a base, and the days on which it exists; `valid_to` is its last day, None while it goes on."""

    room_id: str
    valid_from: date
    valid_to: date | None


def reference_file(name: str) -> Path:
    """Where the reference table of that name lies."""
    return SEEDS / f"{name}.csv"


@cache
def load_rooms(path: Path) -> tuple[Room, ...]:
    """Every room or base and validity of a reference table, whose first column is the id. Raises OSError."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        room_id = (rows.fieldnames or [""])[0]
        return tuple(
            Room(
                row[room_id],
                date.fromisoformat(row["valid_from"]),
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
            for row in rows
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
