"""Numbers, times and dates as Norwegians write them; None is always "–"."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

NOTHING = "–"
"""Shown where there is no value."""
NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip
MONTHS_SHORT = ("jan.", "feb.", "mars", "apr.", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des.")
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_OSLO = ZoneInfo("Europe/Oslo")


def count(value: float | None) -> str:
    """11000000 as "11 000 000"."""
    return NOTHING if value is None else f"{value:,.0f}".replace(",", NBSP)


def share(fraction: float | None, decimals: int = 1) -> str:
    """0.8731 as "87,3 %"."""
    return NOTHING if fraction is None else f"{_decimal(100 * fraction, decimals)}{NBSP}%"


def rate(amount: float | None) -> str:
    """An average count: with a decimal below ten, "4,7"; without above, "1 203"."""
    return NOTHING if amount is None else _decimal(amount, 1) if abs(amount) < 9.95 else count(amount)


def goal(fraction: float) -> str:
    """A target or axis end, with a decimal only where it needs one: 0.9 as "90 %"."""
    return share(fraction, 0 if abs(fraction * 100 - round(fraction * 100)) < 1e-9 else 1)


def target(amount: float, unit: str) -> str:
    """A target in its unit."""
    return goal(amount) if unit == "share" else value(amount, unit)


def points(difference: float) -> str:
    """The size of a difference between two fractions, without sign: -0.021 as "2,1 prosentpoeng"."""
    return f"{_decimal(100 * abs(difference), 1)}{NBSP}prosentpoeng"


def change(amount: float, unit: str) -> str:
    """A change with its sign: in percentage points for a share, in per cent for anything else."""
    whole = round(1000 * amount)
    sign = "+" if whole > 0 else "−" if whole < 0 else ""
    return sign + (points(amount) if unit == "share" else share(abs(amount)))


def signed_points(difference: float) -> str:
    """A difference between two fractions with its sign, where the heading has the unit: -0.021 as "−2,1"."""
    return change(difference, "share").removesuffix(f"{NBSP}prosentpoeng")


def duration(seconds: float | None) -> str:
    """4.4 as "4 s", 266 as "4 min 26 s", 3900 as "1 t 5 min"."""
    if seconds is None:
        return NOTHING
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{NBSP}s"
    if whole < 3600:
        return f"{whole // 60}{NBSP}min {whole % 60}{NBSP}s".replace(" ", NBSP)
    minutes = round(seconds / 60)
    return f"{minutes // 60}{NBSP}t {minutes % 60}{NBSP}min".replace(" ", NBSP)


def value(amount: float | None, unit: str) -> str:
    """An amount in a unit of the registry, `count`, `share` or `seconds`, or a `rate`, an average count."""
    match unit:
        case "rate":
            return rate(amount)
        case "share":
            return share(amount)
        case "seconds":
            return duration(amount)
        case _:
            return count(amount)


def plain(value: float | bool | str | date | None) -> str:
    """A cell of a file for a Norwegian spreadsheet: every digit, decimal comma, no spaces; empty for None."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nei"
        case float():
            return f"{value:.15g}".replace(".", ",")
        case _:
            return str(value)


def without_kind(room: str) -> str:
    """A room's name where its kind is known: "Legevaktsentral Bodø" as "Bodø"."""
    return room.removeprefix("Legevaktsentral ").removeprefix("AMK ")


def day(value: date) -> str:
    """The date as "22.11.2026"."""
    return f"{value:%d.%m.%Y}"


def local(value: datetime) -> datetime:
    """A zoned instant on Norwegian clocks."""
    return value.astimezone(_OSLO)


def instant(value: datetime) -> str:
    """A zoned instant in Norwegian time, as "22.11.2026 kl. 05:41"."""
    return f"{local(value):%d.%m.%Y kl. %H:%M}"


def month(value: date) -> str:
    """The month of a date, as "mars 2025"."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def period(first: date, last: date) -> str:
    """A period by its first and last day: "2025", "2. tertial 2025", "mars 2025", "uke 24 2025" or the days."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        if (first.month, months) == (1, 12):
            return str(first.year)
        if first.month % 4 == 1 and months == 4:
            return f"{last.month // 4}. tertial {first.year}"
        if months == 1:
            return month(first)
    iso = first.isocalendar()
    if iso.weekday == 1 and (last - first).days == 6:
        return f"uke {iso.week} {iso.year}"
    return day(first) if first == last else f"{day(first)}–{day(last)}"


def short_period(first: date, last: date) -> str:
    """A period as it stands below a chart: "3. nov.", "uke 45", "nov. 25", "2. tert. 25", "2025"."""
    name = period(first, last)
    if first == last:
        return f"{first.day}. {MONTHS_SHORT[first.month - 1]}"
    if name.startswith("uke"):
        return name.rsplit(" ", 1)[0]
    if "tertial" in name:
        return f"{last.month // 4}. tert. {first:%y}"
    return f"{MONTHS_SHORT[first.month - 1]} {first:%y}" if name == month(first) else name


def _decimal(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",").replace("-", "−")
