"""Words of the pages 113 and 116117."""

from __future__ import annotations

from streamlit_app import formats

TREND_TITLE = "Hvordan har det utviklet seg?"
TREND_OF = "Vis"
HOURS_TITLE = "Når på uken ringer de?"
HEATMAP_OF = "Vis i timene"
VOLUME, IN_TIME = "Anrop per time", "Besvart i tide"
HEATMAPS = (VOLUME, IN_TIME)
WAITS_TITLE = "Hvor lenge ventet de som fikk svar?"
OVERFLOW_TITLE = "Hvem svarer for hvem?"
ALL_TITLE = "Alle tall"

FIGURE = "Tall"
UNIT = "Enhet"
UNITS = {"count": "antall", "share": "andel", "seconds": "sekunder"}
PER_HOUR = "Anrop per time"
OFFERED = "Innkommende"
ANSWERED = "Besvarte"
WITHIN = "Besvart i tide"
DAYS = "Dager"
MEANT_FOR = "Ment for"
ANSWERED_BY = "Besvart av"
OF_ANSWERED = "Av alle besvarte"
NO_ANSWERED = "Ingen anrop ble besvart."
NO_OVERFLOW = "Alle besvarte anrop ble besvart av sentralen de var ment for."

_QUESTIONS = {
    ("113", True): "Hvor raskt ble 113 besvart?",
    ("113", False): "Hvor raskt blir 113 besvart?",
    ("116117", True): "Hvor raskt ble 116117 besvart?",
    ("116117", False): "Hvor raskt blir 116117 besvart?",
}


def question(segment: str, is_over: bool) -> str:
    """The page's title."""
    return _QUESTIONS[segment, is_over]


def no_calls(org: str, segment: str, period: str) -> str:
    """What is said when the chosen organisation had no calls on the line."""
    return f"{org[:1].upper()}{org[1:]} har ingen anrop til {segment} i {period}. Under står sentralene som har."


def standing(org: str, share: float, place: int, judged: int) -> str:
    """Where one room stands among the others."""
    return f"{org} har {formats.share(share)}, nummer {place} nedenfra av {judged} sentraler."


def hours_caption(segment: str, period: str) -> str:
    """What the table of hours holds."""
    return f"Anrop til {segment} etter ukedag og time, {period}"


def hours_description(subject: str, segment: str) -> str:
    """The heat map in words, for a screen reader."""
    return f"Varmekart: {subject.lower()} til {segment}, for hver time i uken. Tallene står i tabellen."


def hours_note(subject: str) -> str:
    """How to read the heat map."""
    if subject == VOLUME:
        return "Gjennomsnittlig antall anrop i timen; mørkere er flere."
    return "Andel besvart i tide; mørkere er lavere."


def waits_caption(segment: str, period: str) -> str:
    """What the table of waits holds."""
    return f"Besvarte anrop til {segment} etter ventetid, {period}"


def waits_description(segment: str) -> str:
    """The histogram in words, for a screen reader."""
    return f"Søylediagram: ventetiden til besvarte anrop til {segment}. Tallene står i tabellen."


def waits_note(within: float, limit_s: float) -> str:
    """What the histogram says."""
    return f"Av dem som fikk svar, fikk {formats.share(within)} det innen {formats.duration(limit_s)}."


def overflow_caption(segment: str, period: str) -> str:
    """What the table of overflow holds."""
    return f"Anrop til {segment} besvart av en annen sentral enn den de var ment for, {period}"


def overflow_description(drawn: int) -> str:
    """The bars in words, for a screen reader."""
    return f"Søylediagram: de {drawn} parene av sentraler med flest anrop imellom. Tallene står i tabellen."


def overflow_note(drawn: int, pairs: int) -> str:
    """What the bars hold."""
    whole = "" if drawn == pairs else f" De {drawn} største av {pairs} par; resten står i tabellen."
    return f"Ment for → besvart av, og andelen av alle besvarte anrop som var ment for den første.{whole}"


def change_from(then: str) -> str:
    """The heading of a column of changes."""
    return f"Endring fra {then}"


def all_caption(segment: str, org: str, period: str) -> str:
    """What the table of every figure holds."""
    return f"{segment}, {org}, {period}"
