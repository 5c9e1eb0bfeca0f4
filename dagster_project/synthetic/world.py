"""What all days of a generation share: the rooms and bases, the scale, and the seed that every draw comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np

from dagster_project.synthetic.bases import Base
from dagster_project.synthetic.rooms import Rooms
from dagster_project.synthetic.shape import Weights, day_counts, day_weights


@dataclass(frozen=True)
class World:
    """The rooms, the share of the real volume, the seed, and the air ambulance's bases."""

    rooms: Rooms
    scale: float
    seed: int
    bases: tuple[Base, ...] = ()

    def rng(self, purpose: str, day: date) -> np.random.Generator:
        """A generator of that purpose's own for that day, so that a day does not depend on other days."""
        return np.random.default_rng([self.seed, crc32(purpose.encode()), day.toordinal()])

    def counts(self, stream: str, year: int) -> tuple[int, ...]:
        """The stream's events on each day of the year."""
        return day_counts(stream, year, self.scale, self.seed)

    def count(self, stream: str, day: date) -> int:
        """The stream's events on that day."""
        return self.counts(stream, day.year)[day_of_year(day)]

    def weight(self, stream: str, day: date) -> float:
        """How busy the day is against the average day of its year."""
        return float(day_weights(stream, day.year, self.seed)[day_of_year(day)])

    def room_chances(self, line: str, day: date) -> Weights:
        """The chance that an event on that line belongs to each room, closed rooms having none.

        Raises ValueError when no room is open.
        """
        chances: Weights = self.rooms.weights[line] * self.rooms.open_on(day)
        if not chances.any():
            raise ValueError(f"the reference data has no control room for line {line} on {day}")
        chances /= chances.sum()
        return chances


def day_of_year(day: date) -> int:
    """The day's number in its year, from 0."""
    return day.timetuple().tm_yday - 1
