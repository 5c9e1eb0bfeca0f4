"""Words of Ambulansealarmer."""

from __future__ import annotations

from streamlit_app import formats
from streamlit_app.text.places import Kinds

MENU = "Ambulansealarmer"
URGENCY = "Hastegrad"
URGENCIES_TITLE = "Hvordan går det med hver hastegrad?"
HOURS_TITLE = "Når på uken sendes de?"
HOURS_TIME_TITLE = "Når på uken tar det lengst tid?"
PER_HOUR = "Alarmer per time"
ALARMS = "Alarmer"
ACKNOWLEDGED = "Kvitterte"
MEDIAN = "Tid til kvittering, median"
DAYS = "Dager"
ROOMS = Kinds("Hvor raskt kvitteres alarmene hos hver AMK?", "Sentral", "AMK-sentraler", "Helseforetak", ALARMS)
UNITS = (
    "En alarm går til én ambulanse. Et oppdrag kan alarmere flere, og flere oppdrag kan høre til samme hendelse. "
    "Alarmer, oppdrag og hendelser er tre ulike ting, og legges aldri sammen."
)
URGENCIES_NOTE = "Oppdrag telles bare i alt: ett og samme oppdrag kan ha alarmer med ulik hastegrad."


def question(is_over: bool) -> str:
    """The page's title."""
    return f"Hvor raskt {'ble' if is_over else 'blir'} ambulansealarmene kvittert?"


def none(org: str, period: str) -> str:
    """What is said when the chosen organisation sent no alarms."""
    return f"{org[:1].upper()}{org[1:]} har ingen ambulansealarmer i {period}. Det er AMK-sentralene som sender dem."


def medians(found: list[tuple[str, float]]) -> str:
    """How long half of the alarms of each urgency took at most."""
    parts = [f"{formats.duration(seconds)} ({urgency})" for urgency, seconds in found]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} og {parts[-1]}"
    return f"Halvparten av alarmene ble kvittert innen {listed}."


def missions(alarms: float, missions: float, org: str, period: str) -> str:
    """Alarms and the missions they were for, beside each other."""
    counted = f"{formats.count(alarms)} alarmer til {formats.count(missions)} oppdrag"
    return f"{org[:1].upper()}{org[1:]} i {period}: {counted}. {UNITS}"


def hours_caption(period: str) -> str:
    """What the table of hours holds."""
    return f"Ambulansealarmer etter ukedag og time, {period}"


def hours_description(is_volume: bool) -> str:
    """The heat map in words, for a screen reader."""
    what = "alarmer per time" if is_volume else "median tid til kvittering"
    return f"Varmekart: {what}, for hver time i uken. Tallene står i tabellen."


def hours_note(is_volume: bool) -> str:
    """How to read the heat map."""
    if is_volume:
        return "Gjennomsnittlig antall alarmer i timen; mørkere er flere."
    return "Median av tiden til kvittering for alle alarmer i timen; mørkere er lengre."
