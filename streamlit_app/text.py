"""Every Norwegian word that the pages add to those of the KPI registry."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date

from streamlit_app import formats
from streamlit_app.release import Release

APP = "nodstat"
WHOLE_COUNTRY = "hele landet"
SYNTHETIC = "Syntetiske data"
SYNTHETIC_MEANING = "Tallene er laget av en generator og beskriver ingen virkelige hendelser."

# What stands on a page that has nothing to show: what is the matter, and what to do.
NO_RELEASE = (
    "Det finnes ingen tall å vise ennå",
    "Den første utgivelsen lages med kommandoen `nodstat run`. Last siden på nytt når den er ferdig.",
)
EMPTY_RELEASE = (
    "Utgivelsen inneholder ingen tall",
    "Ingen leveranser er godtatt. `nodstat status` viser hva som er mottatt, og hvorfor noe er avvist.",
)
UNREADABLE_RELEASE = (
    "Utgivelsen kan ikke leses akkurat nå",
    "Last siden på nytt. Hjelper ikke det, står årsaken i tjenerens logg.",
)

YEAR = "År"
LINE = "Nummer"
DEFINITION = "Definisjon og tall"
DOWNLOAD = "Last ned CSV"
FEEDS = {
    "calls_iccs": "Anrop, ICCS", "calls_lifex": "Anrop, LifeX", "ambulance_alarms": "Ambulansealarmer",
    "video_hjelp113": "Video, Hjelp 113", "video_bliksund": "Video, SMS til Video", "nodsms": "NødSMS",
    "air_ambulance_missions": "Luftambulanseoppdrag",
}  # fmt: skip

OVERVIEW = "Oversikt"
DEFINITIONS = "Definisjoner"
DEFINITIONS_TITLE = "Hva betyr tallene?"
NEWEST_COMPLETE = "siste fullstendige år eller kortere periode"
WHOLE_DEFINITION = "Hele definisjonen"
ALL_DEFINITIONS = "Alle definisjoner"
SEARCH = "Søk i definisjonene"
SEARCH_EXAMPLE = "for eksempel svartid, video eller § 13"
TOPIC = "Tema"
ALL_TOPICS = "Alle"
NO_MATCH = "Ingen definisjon inneholder alle ordene."
NO_COMPLETE_PERIOD = "Ingen fullstendig periode ennå."
OVERVIEW_TARGETS = "Får de som ringer svar i tide?"
OVERVIEW_ROOMS = "Hvilke sentraler svarer i tide?"

INCOMPLETE = "ufullstendig"
BELOW = "under målet"
FEW_CALLS = "få anrop"
NO_ROOM_JUDGED = "Ingen sentral har nok anrop til å holdes mot målet."
SUBJECTS = {
    "calls": "Anrop", "alarms": "Ambulansealarmer", "video": "Video", "nodsms": "NødSMS", "rooms": "Sentraler",
    "air": "Luftambulanse",
}  # fmt: skip
"""The registry's subjects, in the order in which they are listed; one that is not here comes last, by its own name."""
SEGMENTS = {
    "all": "i alt", "113": "113", "116117": "116117", "other": "andre linjer", "akutt": "akutt",
    "haster": "haster", "vanlig": "vanlig", "hjelp113": "Hjelp 113 Video", "bliksund": "SMS til Video",
    "amk": "AMK-sentraler", "lvs": "legevaktsentraler", "akuttmottak": "akuttmottak",
    "helicopter": "ambulansehelikopter", "plane": "ambulansefly", "rescue_helicopter": "redningshelikopter",
    "rapid_response_car": "legebil",
}  # fmt: skip
_SUBJECTS = {"calls": "anrop", "alarms": "ambulansealarmer", "video": "videosamtaler", "nodsms": "NødSMS"}
_ROOM_KINDS = {"amk": "AMK-sentraler", "lvs": "legevaktsentraler", "akuttmottak": "akuttmottak"}

# Headings of tables, files and definitions.
MONTH = "Måned"
PERIOD_START = "Fra og med"
PERIOD_END = "Til og med"
SHARE = "Andel"
VALUE = "Verdi"
NUMERATOR = "Teller"
DENOMINATOR = "Nevner"
TARGET = "Mål"
IS_COMPLETE = "Fullstendig"
ROOM = "Sentral"
ROOM_ID = "Sentral-ID"
TRUST = "Helseforetak"
REGION = "Regionalt helseforetak"
INTERVAL = "Med 95 % intervall"
INTERVAL_LOW = "95 % intervall, nedre"
INTERVAL_HIGH = "95 % intervall, øvre"
FORMULA = "Formel"
INCLUSION = "Omfatter"
LEGAL_BASIS = "Rettslig grunnlag"
SOURCE = "Kilde"
VALIDITY = "Gjelder"
KPI_ID = "ID i datasettet"
SEGMENT = "Utvalg"
EVENTS = "Tallgrunnlag"


def period_and_source(release: Release, period: str, unit: str) -> str:
    """The line under every page's title."""
    parts = [
        period,
        unit,
        *_data_until(dict(release.data_as_at)),
        f"tall per {formats.instant(release.built_at)}",
        f"utgivelse {release.release_id}",
    ]
    return " · ".join(parts)


def _data_until(last_days: Mapping[str, date]) -> list[str]:
    if not last_days:
        return []
    newest = max(last_days.values())
    behind = [f"{FEEDS.get(feed, feed)} {formats.day(day)}" for feed, day in last_days.items() if day < newest]
    return [f"data til og med {formats.day(newest)}" + (f" ({', '.join(behind)})" if behind else "")]


def overview_title(year: int, is_over: bool) -> str:
    """The question that the overview answers."""
    return f"Hvordan {'gikk' if is_over else 'går'} det i {year}?"


def reservations(period: str, is_complete: bool, months_compared: tuple[int, ...]) -> str:
    """What must be known of a figure whose period is incomplete, or is compared by some of its months only."""
    provisional = "" if is_complete else f"Foreløpig: {period} er ikke fullstendig."
    if 0 < len(months_compared) < 12:
        return f"{provisional} Endringen gjelder {formats.month_range(months_compared)}".strip()
    return provisional


def nothing_delivered(subject: str, segment: str, period: str) -> str:
    """What stands in for a figure whose feed has delivered nothing."""
    called = "" if segment == "all" else f" til {segment}"
    return f"Ingen {_SUBJECTS.get(subject, 'tall')}{called} er levert for {period}."


def no_rooms(line: str, year: int) -> str:
    """What stands in for the table of rooms."""
    return f"Ingen sentraler har anrop til {line} i {year}."


def compared_with(year_before: int, months: tuple[int, ...]) -> str:
    """What a change is measured from."""
    if len(months) == 12:
        return f"fra {year_before}"
    return f"fra {formats.month_range(months)} {year_before}"


def not_compared(year_before: int, has_months: bool) -> str:
    """Why there is no change to show."""
    return f"ingen {'hele måneder' if has_months else 'tall'} for {year_before}"


def target_status(is_met: bool, target: float) -> str:
    """Whether a target is met, by symbol and word."""
    goal = formats.goal(target)
    return f"✓ Når målet på {goal}" if is_met else f"▼ Under målet på {goal}"


def rooms_against_target(
    *, kinds: Set[str], judged: int, below: int, lowest: str, lowest_share: float | None, target: float
) -> str:
    """How many rooms are below the target, and which is lowest."""
    rooms = _ROOM_KINDS[next(iter(kinds))] if len(kinds) == 1 else "sentraler"
    standing = f"{'ligger under' if below else 'når'} målet på {formats.goal(target)}"
    if judged == 1:
        return f"{lowest} {standing}, med {formats.share(lowest_share)}."
    which = f"{below} av {judged}" if 0 < below < judged else f"Alle {judged}"
    return f"{which} {rooms} {standing}; lavest er {lowest} med {formats.share(lowest_share)}."


def largest_fall(room: str, difference: float, year_before: int) -> str:
    """Which room fell most, and by how much."""
    return f"{room} falt mest fra {year_before}, {formats.points(difference)}."


def trend_description(label: str, year: int) -> str:
    """The trend chart in words, for a screen reader."""
    return f"Linjediagram: {label}, måned for måned i {year} og året før."


def trend_note(lowest: float, has_incomplete_month: bool) -> str:
    """What a reader must know of a trend chart's axis and marks."""
    axis = "Andel per måned" + (f"; aksen begynner på {formats.goal(lowest)}." if lowest else ".")
    return f"{axis} Åpen ring: måneden er ikke fullstendig." if has_incomplete_month else axis


def interval_note(axis: tuple[float, float]) -> str:
    """How to read the drawn shares of the table of rooms."""
    return f"{formats.goal(axis[0])} til {formats.goal(axis[1])}, stiplet: mål"


def below_note(target: float | None) -> str:
    """What the symbol beside a share means."""
    return "" if target is None else f"▼ {BELOW} på {formats.goal(target)}"


def rooms_caption(line: str, year: int, few: int, has_complete_room: bool) -> str:
    """What the table of rooms holds, and how it is sorted."""
    provisional = "" if has_complete_room else f" Foreløpige tall: {year} er ikke fullstendig."
    return (
        f"Sentraler med anrop til {line} i {year}, lavest andel først. "
        f"De med færre enn {few} anrop står sist og holdes ikke mot målet.{provisional}"
    )


def national(segment: str) -> str:
    """Which part of a measure a national file holds."""
    return WHOLE_COUNTRY if segment == "all" else f"{WHOLE_COUNTRY}, {segment}"


def each_room(line: str) -> str:
    """What a file of rooms holds."""
    return f"alle sentraler med anrop til {line}"


def file_header(release: Release, title: str, period: str, selection: str) -> list[tuple[str, str]]:
    """The rows that begin every downloaded file."""
    rows = [
        ("Tall", title),
        ("Periode", period),
        ("Utvalg", selection),
        ("Utgivelse", release.release_id),
        ("Tall per", formats.instant(release.built_at)),
    ]
    return [*rows, ("Merk", f"{SYNTHETIC}. {SYNTHETIC_MEANING}")] if release.is_synthetic else rows


def at_best(target: float, unit: str, direction: str | None) -> str:
    """A target and which side of it is good."""
    side = {"higher": "minst ", "lower": "høyst "}.get(direction or "", "")
    return f"{side}{formats.target(target, unit)}"


def validity(first: date, last: date | None) -> str:
    """The days for which a definition holds."""
    return f"fra {formats.day(first)}" if last is None else f"{formats.day(first)}–{formats.day(last)}"


def value_of(period: str) -> str:
    """What the values beside a definition are of."""
    return f"{WHOLE_COUNTRY.capitalize()}, {period}"


def no_such_definition(kpi_id: str) -> str:
    """What stands above the definitions when the address asks for one that is not there."""
    return f"Det finnes ingen definisjon med ID «{kpi_id}»."
