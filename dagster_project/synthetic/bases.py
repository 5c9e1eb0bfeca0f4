"""The air ambulance bases of the reference data, and which of them each kind of vehicle is alerted from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dagster_project.synthetic.rooms import REFERENCE

HOME = {
    "helicopter": "helicopter",
    "plane": "plane",
    "rescue_helicopter": "rescue_helicopter",
    "rapid_response_car": "helicopter",
}
"""Each kind of vehicle, and the kind of base it stands at: rapid response cars are the helicopter bases' (assumed of
every one of them, as `segment_rooms.csv` does)."""


@dataclass(frozen=True)
class Base:
    """A base, the vehicle it is for and how many of them it has."""

    base_id: str
    name: str
    vehicle: str
    vehicles: int
    valid_from: date
    valid_to: date


def load_bases(folder: Path = REFERENCE) -> tuple[Base, ...]:
    """The bases from `air_bases.csv` in `folder`."""
    with (folder / "air_bases.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Base(
                base_id=row["base_id"],
                name=row["name"],
                vehicle=row["vehicle"],
                vehicles=int(row["vehicles"]),
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max,
            )
            for row in csv.DictReader(file)
        )


def bases_of(vehicle: str, day: date, bases: tuple[Base, ...]) -> tuple[Base, ...]:
    """The bases that have such vehicles on that date."""
    return tuple(b for b in bases if b.vehicle == HOME[vehicle] and b.valid_from <= day <= b.valid_to)
