"""The table behind a heat map: the hours of the week, and how much there was in each."""

from __future__ import annotations

from typing import Any

from streamlit_app import formats
from streamlit_app.records import HourCell
from streamlit_app.tables import Column
from streamlit_app.text import charts as heads


def columns(per_hour: str, events: str) -> list[Column[Any]]:
    """Weekday, hour, how many events an hour of such a day has, and how many there were; cells are HourCell."""
    return [
        Column(heads.WEEKDAY, weekday_of, raw=weekday_of),
        Column(heads.HOUR, lambda cell: f"{cell.hour:02}–{cell.hour + 1:02}", raw=lambda cell: cell.hour),
        Column(
            per_hour, lambda cell: formats.rate(cell.offered / cell.days), raw=lambda cell: cell.offered / cell.days,
            is_number=True,
        ),
        Column(events, lambda cell: formats.count(cell.offered), raw=lambda cell: cell.offered, is_number=True),
    ]  # fmt: skip


def weekday_of(cell: HourCell) -> str:
    """The day of a cell in words."""
    return formats.WEEKDAYS[cell.weekday - 1]
