"""How many events a day has, and when in the day: yearly totals, seasons, weekdays, holidays, hours.

A year's total is dealt out to its days by weight, so a day's number is known without making the other days,
and the days of a year add up to its total exactly. Where a comment says "assumed", nothing is published and
the value only has to look like an emergency service.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from zlib import crc32

import holidays
import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]

BASE_YEAR = 2025
VIDEO_SUCCESS = 0.82
"""Share of invitations that become sessions: kpis.md."""
_CALLS = 11_000_000  # HDO, årlig melding 2025: "about 11 million calls"
_TO_113 = 2_050 * 365  # kpis.md: about 2,050 a day
_TO_116117 = 8_800 * 365  # kpis.md: about 8,800 a day
_SESSIONS = 232_400  # HDO, årlig melding 2025: "a little over 232,000"
_DAY_NOISE = 0.03  # assumed: what is left of a day's variation after season, weekday and holiday


@dataclass(frozen=True)
class Stream:
    """One kind of event: its total in 2025 and its shape."""

    name: str
    total: float
    growth: float
    """A year's growth, as a factor."""
    weekdays: tuple[float, ...]
    """Monday to Sunday."""
    months: tuple[float, ...]
    free_day: float
    """Takes the weekday's place on a public holiday, Christmas Eve and New Year's Eve."""
    hours: tuple[float, ...]
    free_hours: tuple[float, ...]
    """The same on Saturdays, Sundays and public holidays."""


# kpis.md: day 40, evening 38, night 22 % of the calls to 113 (shifts taken as 8-15:30, 15:30-23, 23-8).
_SHIFT_SHARES = (0.40, 0.38, 0.22)
_EMERGENCY_HOURS = (
    *(70, 62, 56, 50, 46, 44, 48, 60),
    *(78, 90, 98, 104, 106, 106, 106, 106),
    *(106, 106, 106, 104, 102, 98, 92, 80),
)  # assumed within each shift
_CLINIC_HOURS = (
    *(44, 36, 30, 26, 24, 26, 34, 52),
    *(60, 56, 52, 50, 50, 54, 76, 112),
    *(150, 162, 160, 152, 140, 122, 96, 66),
)  # kpis.md: evenings peak, when the GPs are closed; steps assumed
_CLINIC_FREE_HOURS = (
    *(58, 50, 42, 36, 32, 34, 46, 74),
    *(116, 150, 162, 158, 146, 136, 128, 126),
    *(128, 130, 126, 118, 108, 96, 80, 64),
)  # kpis.md: weekends and holidays peak; steps assumed
_OFFICE_HOURS = (
    *(30, 26, 24, 22, 22, 26, 40, 84),
    *(124, 136, 140, 138, 134, 134, 130, 114),
    *(96, 88, 82, 76, 70, 60, 48, 38),
)  # assumed: coordination between rooms, wards and ambulances
_AIR_HOURS = (
    *(46, 42, 38, 36, 36, 40, 52, 72),
    *(100, 128, 142, 148, 150, 150, 148, 146),
    *(142, 138, 132, 122, 108, 90, 70, 54),
)  # daytime busiest; steps assumed
_AIR_YEAR = (0.90, 0.91, 0.95, 0.97, 1.04, 1.12, 1.22, 1.13, 1.00, 0.94, 0.91, 0.91)  # summer busiest; steps assumed
_AIR_WEEK = (0.95, 0.94, 0.94, 0.95, 1.02, 1.12, 1.08)  # weekends busiest; steps assumed
_EVEN_YEAR = (1.0,) * 12
_EMERGENCY_YEAR = (1.02, 0.99, 0.98, 0.97, 0.99, 1.01, 1.05, 1.01, 0.98, 0.98, 0.98, 1.04)  # assumed
_CLINIC_YEAR = (1.06, 1.05, 1.03, 1.00, 0.98, 0.97, 1.00, 0.95, 0.95, 0.97, 0.99, 1.06)  # assumed: winter
_OFFICE_YEAR = (1.01, 1.02, 1.02, 0.99, 1.00, 1.00, 0.94, 0.98, 1.01, 1.01, 1.01, 1.00)  # assumed: July
_EMERGENCY_WEEK = (0.98, 0.97, 0.97, 0.98, 1.03, 1.05, 1.02)  # assumed
_CLINIC_WEEK = (0.86, 0.81, 0.80, 0.81, 0.92, 1.42, 1.38)  # assumed: weekends busiest
_OFFICE_WEEK = (1.08, 1.06, 1.05, 1.05, 1.06, 0.86, 0.84)  # assumed


def _emergency(name: str, total: float, growth: float) -> Stream:
    hours = (_EMERGENCY_HOURS, _EMERGENCY_HOURS)
    return Stream(name, total, growth, _EMERGENCY_WEEK, _EMERGENCY_YEAR, 1.06, *hours)


def _air(vehicle: str, total: float) -> Stream:
    # Growth and the free day are assumed.
    return Stream(f"air_{vehicle}", total, 1.01, _AIR_WEEK, _AIR_YEAR, 1.1, _AIR_HOURS, _AIR_HOURS)


STREAMS = {
    stream.name: stream
    for stream in (
        # Helsedirektoratet: 746,000 calls to 113 in 2022. To 748,250 in 2025 that is 0.1 % a year.
        _emergency("113", _TO_113, 1.001),
        # Helsedirektoratet: somewhat under 3.2 million calls to 116117 in 2023; hence 0.5 % a year.
        Stream("116117", _TO_116117, 1.005, _CLINIC_WEEK, _CLINIC_YEAR, 1.5, _CLINIC_HOURS, _CLINIC_FREE_HOURS),
        Stream(
            "other", _CALLS - _TO_113 - _TO_116117, 1.04, _OFFICE_WEEK, _OFFICE_YEAR, 0.84, _OFFICE_HOURS, _OFFICE_HOURS
        ),  # growth assumed
        _emergency("alarms", 586_000, 1.025),  # HDO, årlig melding 2025; growth assumed
        _emergency("video_sessions", _SESSIONS, 1.06),  # growth assumed
        _emergency("video_failures", _SESSIONS / VIDEO_SUCCESS - _SESSIONS, 1.06),
        Stream(
            "nodsms", 9_574, 1.05, (1.0,) * 7, _EVEN_YEAR, 1.0, _EMERGENCY_HOURS, _EMERGENCY_HOURS
        ),  # HDO, årlig melding 2025, exact; growth assumed
        # LAT: about 20,000 missions a year, of these about 8,000, 8,000 and 2,000; cars the rest.
        _air("helicopter", 8_000),
        _air("plane", 8_000),
        _air("rescue_helicopter", 2_000),
        _air("rapid_response_car", 2_000),
    )
}


@cache
def is_free_day(day: date) -> bool:
    """Whether the day is a public holiday in Norway, Christmas Eve or New Year's Eve."""
    return day in _holidays(day.year) or (day.month == 12 and day.day in (24, 31))


@cache
def day_counts(name: str, year: int, scale: float, seed: int) -> tuple[int, ...]:
    """How many events of the stream each day of the year has; they add up to the scaled total of the year."""
    stream = STREAMS[name]
    weights = day_weights(name, year, seed)
    total = stream.total * scale * stream.growth ** (year - BASE_YEAR) * len(weights) / 365
    ends = np.floor(np.cumsum(weights) / weights.sum() * total + 0.5).astype(int)
    return tuple(int(count) for count in np.diff(ends, prepend=0))


@cache
def day_weights(name: str, year: int, seed: int) -> Weights:
    """The relative weight of each day of the year, 1 on average."""
    stream = STREAMS[name]
    length = 366 if calendar.isleap(year) else 365
    rng = np.random.default_rng([seed, crc32(name.encode()), year])
    noise = np.exp(rng.normal(0.0, _DAY_NOISE, length))
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(length)]
    weekday = [stream.free_day if is_free_day(day) else stream.weekdays[day.weekday()] for day in days]
    season = [stream.months[day.month - 1] for day in days]
    # Growth goes on through the year, so that New Year is no step.
    trend = stream.growth ** (np.arange(length) / length)
    weights: Weights = np.array(weekday) * np.array(season) * trend * noise
    weights /= weights.mean()
    return weights


@cache
def profile(name: str, day: date) -> Weights:
    """The weight of each half hour of the wall clock on that day, 1 on average."""
    stream = STREAMS[name]
    is_free = day.weekday() >= 5 or is_free_day(day)
    halves: Weights = np.repeat(np.array(stream.free_hours if is_free else stream.hours, dtype=float), 2)
    if stream.hours is _EMERGENCY_HOURS:
        shift = np.array([2] * 16 + [0] * 15 + [1] * 15 + [2] * 2)
        for number, share in enumerate(_SHIFT_SHARES):
            halves[shift == number] *= share / halves[shift == number].sum()
    halves /= halves.mean()
    return halves


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year))
