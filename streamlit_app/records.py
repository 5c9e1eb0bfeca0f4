"""What the dashboard reads from a release, row by row, as its other modules know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Measure:
    """A KPI in one of its segments."""

    kpi_id: str
    segment: str = "all"


@dataclass(frozen=True)
class KpiValue:
    """One row of `kpi_values`; shares are fractions from 0 to 1, times are seconds."""

    kpi_id: str
    segment: str
    period_start: date
    period_end: date
    org_id: str
    numerator: float | None
    denominator: float | None
    value: float | None
    n: int
    target: float | None
    target_met: bool | None
    is_complete: bool


@dataclass(frozen=True)
class Room:
    """A control room as it was at the end of a period."""

    room_id: str
    name: str
    kind: str
    hf: str
    rhf: str


@dataclass(frozen=True)
class RoomValues:
    """A room and its KPI values in one period, by `kpi_id`; a KPI without events is not there."""

    room: Room
    values: dict[str, KpiValue]


@dataclass(frozen=True)
class Definition:
    """What the registry says of a KPI; all text is Norwegian."""

    kpi_id: str
    label: str
    description: str
    unit: str
    """`count`, `share` or `seconds`."""
    subject: str
    formula: str
    inclusion: str
    """Which events count."""
    target: float | None
    direction: str | None
    """Which is better, `higher` or `lower`; None when neither is."""
    legal_basis: str | None
    source: str | None
    valid_from: date
    valid_to: date | None
    """Its last day; None while it holds. A period goes by the day it starts."""
    segments: tuple[str, ...]
    """The segments that it is computed for."""


@dataclass(frozen=True)
class Year:
    """A year that the release has figures for."""

    year: int
    has_complete_month: bool
