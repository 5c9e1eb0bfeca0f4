"""Words in and around charts and tables: what is drawn, how to read it, what can be taken away."""

from __future__ import annotations

from streamlit_app import formats

TABLE = "Tabell"
DOWNLOAD = "Last ned"
CSV, EXCEL, PICTURE = "CSV", "Excel", "Bilde (PNG)"
NOTHING = "Det er ingen tall å vise her for valget ditt."

PERIOD = "Periode"
UNIT = "Enhet"
VALUE = "Verdi"
SHARE = "Andel"
TARGET = "Mål"
HOUR = "Klokkeslett"
CALLS = "Anrop"
WAIT = "Ventetid"
ROOM = "Sentral"
ROOM_CALLS = "Anrop til sentralen (logaritmisk)"
INTERVAL = "95 % intervall"
COUNTRY = "Hele landet"
INCOMPLETE = "ufullstendig"
OPEN_BIN = "lenger"

# Headings of tables and files.
PERIOD_START = "Fra og med"
PERIOD_END = "Til og med"
NUMERATOR = "Teller"
DENOMINATOR = "Nevner"
IS_COMPLETE = "Fullstendig"
ROOM_ID = "Sentral-ID"
TRUST = "Helseforetak"
REGION = "Regionalt helseforetak"
INTERVAL_DRAWN = "Med 95 % intervall"
INTERVAL_LOW = "95 % intervall, nedre"
INTERVAL_HIGH = "95 % intervall, øvre"
WEEKDAY = "Ukedag"
EVENTS = "Tallgrunnlag"


def trend_description(label: str, org: str, first: str, last: str) -> str:
    """A trend in words, for a screen reader."""
    return f"Linjediagram: {label}, {org}, fra {first} til {last}."


def trend_note(unit: str, lowest: float, has_incomplete: bool) -> str:
    """What a reader must know of a trend's axis and marks."""
    said = [f"Aksen begynner på {formats.goal(lowest)}."] if unit == "share" and lowest else []
    return " ".join([*said, *(["Åpen ring: perioden er ikke fullstendig."] if has_incomplete else [])])


def wait(first_s: float, last_s: float | None) -> str:
    """A bin of waits."""
    if last_s is None:
        return f"over {formats.duration(first_s)}"
    return f"{'0' if not first_s else f'over {formats.duration(first_s)}'} til {formats.duration(last_s)}"


def limit(seconds: float) -> str:
    """The limit within which a call should be answered."""
    return f"Kravet: {formats.duration(seconds)}"


def interval_note(axis: tuple[float, float]) -> str:
    """How to read shares drawn in a table."""
    return f"{formats.goal(axis[0])} til {formats.goal(axis[1])}, stiplet: mål"
