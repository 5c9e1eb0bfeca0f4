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
class Rule:
    """How a definition is computed, in the registry's words."""

    kpi_id: str
    subject: str
    statistic: str
    """`count`, `share`, `mean` or `quantile`."""
    numerator: str
    quantile: float | None
    target: float | None
    direction: str | None
    is_changed: bool
    """Whether another definition comes into force within the days asked for."""


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

    @property
    def is_delivered(self) -> bool:
        """Whether there is anything behind it: a zero of a period without its deliveries is no count."""
        return self.is_complete or bool(self.value)


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
    threshold_s: float | None
    """The limit that a share counts against."""

    def holds_on(self, day: date) -> bool:
        """Whether it is the one in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class FeedStatus:
    """What has arrived of one feed."""

    feed: str
    first_date: date | None
    last_date: date | None
    """The last local day delivered."""
    missing_deliveries: int
    refused: int


@dataclass(frozen=True)
class Cutover:
    """The day on which a room got another platform."""

    room_id: str
    name: str
    on: date
    platform: str
    is_limited_pilot: bool


@dataclass(frozen=True)
class HourCell:
    """One hour of one weekday, all such hours of the days taken together."""

    weekday: int
    """ISO: 1 is Monday."""
    hour: int
    days: int
    """How many such days there are figures for."""
    offered: int
    answered: int
    within_target: int | None


@dataclass(frozen=True)
class WaitBin:
    """Answered calls that waited from `from_s` up to, not including, `to_s` seconds."""

    from_s: float
    to_s: float | None
    """None for the last, open one."""
    answered: int


@dataclass(frozen=True)
class Overflow:
    """Calls meant for one room and answered by another."""

    intended: str
    answering: str
    """Names, as they were last."""
    calls: int
    share: float
    """Of the answered calls meant for the first."""
