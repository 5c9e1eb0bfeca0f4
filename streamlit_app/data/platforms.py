"""What every control room runs on, from day to day: platform, limited pilot, video solution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from streamlit_app.access import Source
from streamlit_app.data.connection import NOBODY, kept, rows


@dataclass(frozen=True)
class Stay:
    """The days for which a room was the same in everything that the reference data says of it."""

    room_id: str
    name: str
    kind: str
    hf: str
    rhf: str
    platform: str
    is_limited_pilot: bool
    video_solution: str | None
    video_seats: int | None
    valid_from: date
    valid_to: date | None
    """Its last day; None while it lasts. Days after the last delivered ones are a plan."""

    def holds_on(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def state(self) -> str:
        """`lifex`, `iccs`, or `limited`: still on ICCS, and trying LifeX out."""
        return "limited" if self.is_limited_pilot else self.platform


@kept(4)
def stays(source: Source) -> list[Stay]:
    """Every room's stays, by room and oldest first."""
    found = rows(
        source,
        NOBODY,
        """
        select
            room_id, name, kind, hf, rhf, platform, is_limited_pilot, video_solution, video_seats, valid_from, valid_to
        from marts.dim_control_room
        order by room_id, valid_from
        """,
    )
    return [Stay(*row) for row in found]
