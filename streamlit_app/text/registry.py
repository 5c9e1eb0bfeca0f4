"""Words around the KPI registry: its subjects and segments, and the headings of a definition."""

from __future__ import annotations

from datetime import date

from streamlit_app import formats

DEFINITION = "Definisjon"
WHOLE_DEFINITION = "Hele definisjonen"
SUBJECTS = {
    "calls": "Anrop", "alarms": "Ambulansealarmer", "video": "Video", "nodsms": "NødSMS", "rooms": "Sentraler",
    "air": "Luftambulanse",
}  # fmt: skip
"""The registry's subjects, in the order in which they are listed; one that is not here comes last, by its own name."""
SEGMENTS = {
    "all": "i alt", "113": "113", "116117": "116117", "other": "andre linjer",
    "akutt": "akutt", "haster": "haster", "vanlig": "vanlig",
    "hjelp113": "Hjelp 113 Video", "bliksund": "SMS til Video",
    "amk": "AMK-sentraler", "lvs": "legevaktsentraler", "akuttmottak": "akuttmottak",
    "helicopter": "ambulansehelikopter", "plane": "ambulansefly", "rescue_helicopter": "redningshelikopter",
    "rapid_response_car": "legebil",
}  # fmt: skip

FORMULA = "Formel"
INCLUSION = "Omfatter"
TARGET = "Mål"
LEGAL_BASIS = "Rettslig grunnlag"
SOURCE = "Kilde"
VALIDITY = "Gjelder"
KPI_ID = "ID i datasettet"
SEGMENT = "Utvalg"
VALUE = "Verdi"
EVENTS = "Tallgrunnlag"
NO_COMPLETE_PERIOD = "Ingen fullstendig periode ennå."
ON_AIR_PAGE = "Verdiene står på siden Luftambulanse, slik de er levert."
NEWEST_COMPLETE = "siste fullstendige år eller kortere periode"


def at_best(target: float, unit: str, direction: str | None) -> str:
    """A target and which side of it is good."""
    side = {"higher": "minst ", "lower": "høyst "}.get(direction or "", "")
    return f"{side}{formats.target(target, unit)}"


def validity(first: date, last: date | None) -> str:
    """The days for which a definition holds."""
    return f"fra {formats.day(first)}" if last is None else f"{formats.day(first)}–{formats.day(last)}"


def value_of(period: str) -> str:
    """What the values beside a definition are of."""
    return f"Hele landet, {period}"
