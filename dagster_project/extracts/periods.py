"""Periods of a package: weeks, months, tertials and years, by their codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

PeriodType = Literal["week", "month", "tertial", "year"]
PERIOD_TYPES: tuple[PeriodType, ...] = get_args(PeriodType)

_CODE = re.compile(r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{2})|T(?P<tertial>[123])|(?P<month>\d{2})))?", re.ASCII)
_MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)


class PeriodError(ValueError):
    """A text that names no period; the message is one line."""


@dataclass(frozen=True, order=True)
class Period:
    """A period by its code (`2025-W07`, `2025-11`, `2025-T3`, `2025`), its first and its last day."""

    start: date
    end: date
    type: PeriodType
    code: str

    @property
    def label(self) -> str:
        """The period in Norwegian, such as `november 2025`."""
        match self.type:
            case "week":
                return f"uke {int(self.code[6:])} {self.code[:4]}"
            case "month":
                return f"{_MONTHS[self.start.month - 1]} {self.start.year}"
            case "tertial":
                return f"{self.code[-1]}. tertial {self.start.year}"
            case "year":
                return self.code

    @property
    def months(self) -> tuple[str, ...]:
        """Codes of its months; none for a week."""
        if self.type == "week":
            return ()
        return tuple(f"{self.start.year}-{month:02d}" for month in range(self.start.month, self.end.month + 1))

    def holds(self, other: Period) -> bool:
        """Whether the other lies in this one. No longer period is said to hold a week."""
        return (self == other) or (
            self.start <= other.start and other.end <= self.end and "week" not in {self.type, other.type}
        )


def parse_period(code: str) -> Period:
    """The period of a code. Raises PeriodError."""
    found = _CODE.fullmatch(code)
    try:
        if found is None:
            raise ValueError
        year = int(found["year"])
        if found["week"]:
            start = date.fromisocalendar(year, int(found["week"]), 1)
            return Period(start, start + timedelta(days=6), "week", code)
        if found["tertial"]:
            first = 4 * int(found["tertial"]) - 3
            return Period(date(year, first, 1), _month_end(year, first + 3), "tertial", code)
        if found["month"]:
            month = int(found["month"])
            return Period(date(year, month, 1), _month_end(year, month), "month", code)
        return Period(date(year, 1, 1), date(year, 12, 31), "year", code)
    except ValueError:
        raise PeriodError(
            f"'{code}' is no period: give a month (2025-11), a tertial (2025-T3), a year (2025) or a week (2025-W07)"
        ) from None


def parse_periods(text: str) -> list[Period]:
    """One period, or all from the first to the last of `FIRST..LAST`, which are of one type. Raises PeriodError."""
    first_code, dots, last_code = text.partition("..")
    first = parse_period(first_code)
    if not dots:
        return [first]
    last = parse_period(last_code)
    if first.type != last.type or last < first:
        raise PeriodError(f"'{text}' is no span of periods: two of one type, the earlier first, as 2025-01..2025-06")
    found = [first]
    while found[-1] < last:
        found.append(period_of(found[-1].end + timedelta(days=1), first.type))
    return found


def period_of(day: date, type_: PeriodType) -> Period:
    """The period of a type that a day lies in."""
    match type_:
        case "week":
            year, week, _ = day.isocalendar()
            return parse_period(f"{year}-W{week:02d}")
        case "month":
            return parse_period(f"{day:%Y-%m}")
        case "tertial":
            return parse_period(f"{day.year}-T{(day.month + 3) // 4}")
        case "year":
            return parse_period(f"{day.year}")


def last_ended(type_: PeriodType, today: date) -> Period:
    """The newest period of a type that is over."""
    return period_of(period_of(today, type_).start - timedelta(days=1), type_)


def _month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
