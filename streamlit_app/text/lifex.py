"""Words about the move to LifeX: breaks in trends, and the page on the roll-out."""

from __future__ import annotations

from datetime import date

from streamlit_app import formats

MENU = "Innføring av LifeX"
PLATFORMS = {"iccs": "ICCS", "lifex": "LifeX"}
STATES = {"lifex": "LifeX", "limited": "Begrenset pilot", "iccs": "ICCS"}
KINDS = {"amk": "AMK-sentraler", "lvs": "Legevaktsentraler", "akuttmottak": "Akuttmottak"}

PLATFORM = "Plattform"
ROOMS = "Sentraler"
KIND = "Slag sentral"
TOTAL = "I alt"
LEFT = "Gjenstår"
LAST_PLANNED = "Siste planlagte dag"
SMALL_ON_LIFEX = "Små sentraler på LifeX"
AMK_ON_LIFEX = "AMK på LifeX"
IN_PILOT = "AMK i begrenset pilot"
SMALL_LEFT = "Små sentraler som gjenstår"
SMALL_MEANING = "Legevaktsentraler og akuttmottak."
PILOT_MEANING = "Regnes fortsatt til ICCS."
NO_DATE = "uten dato"
PLANNED = "Planlagt"
DONE = "I full bruk"
PILOT = "Begrenset pilot"
DATE = "Fra"
STATE = "Status"

MONTHS_TITLE = "Hvor mange er flyttet, og når kommer resten?"
KINDS_TITLE = "Hvor langt er hvert slag kommet?"
PUBLISHED_TITLE = "Stemmer det med årsmeldingen?"
DATES_TITLE = "Hvilke sentraler, og når?"
CHANGES_TITLE = "Endret tallene seg da sentralene flyttet?"
CHANGES_OF = "Vis endring i"
IN_TIME, UNANSWERED = "Besvart i tide", "Ubesvart"

CHANGE = "Endring"
POINTS = "Endring, prosentpoeng"
BEFORE, AFTER = "Før", "Etter"
OFFERED_BEFORE, OFFERED_AFTER = "Anrop før", "Anrop etter"
PEERS = "De andre i samme uker"
MEDIAN_BEFORE, MEDIAN_AFTER = "Median svartid før", "Median svartid etter"
MEDIAN_CHANGE = "Endring i median, sekunder"
LINE = "Nummer"
FIGURE = "Tall"
FEW_CALLS = "få anrop"
NO_CUTOVERS = "Ingen sentral i utvalget har fire hele uker med komplette tall både før og etter flyttingen ennå."
NO_ROOMS = "Ingen sentral i utvalget er flyttet eller har en planlagt dag."
MONTHS_NOTE = (
    "Tallet over det mørkeblå er sentraler på LifeX ved månedens slutt; begrenset pilot regnes til ICCS. Bleke søyler "
    "er planen i referansedataene; "
    "datoene for 2026 er veiledende."
)


def question(is_over: bool) -> str:
    """The page's title."""
    return f"Hvor langt {'var' if is_over else 'er'} innføringen av LifeX kommet?"


def cutover(room: str, platform: str, is_limited_pilot: bool) -> str:
    """What a break in a trend is called."""
    name = "Begrenset pilot, LifeX" if is_limited_pilot else f"Over på {PLATFORMS.get(platform, platform)}"
    return f"{room}: {name}" if room else name


def of_total(some: int, total: int) -> str:
    """A part of a whole."""
    return f"{formats.count(some)} av {formats.count(total)}"


def sentence(on: date, small: int, small_total: int, planned_last: date | None, pilots: int) -> str:
    """How far the roll-out has come on a day."""
    if not small_total:
        said = f"Utvalget har ingen små sentraler {formats.day(on)}."
    elif small == small_total:
        said = f"Alle {formats.count(small_total)} små sentraler er på LifeX {formats.day(on)}."
    else:
        done = f"{of_total(small, small_total)} små sentraler ({formats.share(small / small_total)})"
        said = f"{done} er på LifeX {formats.day(on)}, {formats.count(small_total - small)} gjenstår."
    plan = f" Etter planen flytter den siste {formats.day(planned_last)}." if planned_last else ""
    pilot = f" {pilots} AMK prøver LifeX i begrenset pilot og regnes til ICCS." if pilots else ""
    return said + plan + pilot


def months_description(on: date, some: int) -> str:
    """The bars in words, for a screen reader."""
    return f"Søylediagram: sentraler etter plattform ved hver måneds slutt. {formats.day(on)} er {some} på LifeX."


def months_caption(org: str) -> str:
    """What the table of months holds."""
    return f"Sentraler etter plattform ved månedens slutt, {org}"


def kinds_caption(on: date) -> str:
    """What the table of kinds holds."""
    return f"Sentraler etter slag og plattform, {formats.day(on)}"


def dates_caption(org: str) -> str:
    """What the list of dates holds."""
    return f"Sentraler på LifeX, i begrenset pilot eller med planlagt dag, {org}"


def all_dates(rooms: int) -> str:
    """What opens the list of dates."""
    return f"Alle sentraler med dato ({formats.count(rooms)})"


def changes_sentence(total: int, better: int, worse: int, few: int) -> str:
    """What the rooms' changes say, without saying why."""
    judged = total - few
    if not judged:
        return "Ingen av de flyttede sentralene har anrop nok til å si om tallene endret seg."
    one = "den ene sentralen" if judged == 1 else f"alle de {judged} sentralene"
    if not better and not worse:
        said = f"For {one} med anrop nok kan tilfeldigheter forklare hele endringen."
    elif judged == 1:
        said = (
            f"Den ene sentralen med anrop nok ble {'bedre' if better else 'svakere'} enn tilfeldig variasjon forklarer."
        )
    else:
        said = (
            f"Av {judged} sentraler med anrop nok ble {better} bedre og {worse} svakere enn tilfeldig variasjon "
            f"forklarer; for {judged - better - worse} kan tilfeldigheter forklare hele endringen."
        )
    return said + (f" {few} har for få anrop." if few else "")


def changes_note(weeks: int, few: int) -> str:
    """How to read the changes, and what they do not say."""
    return (
        f"{weeks} hele uker før og {weeks} etter flyttedagen, som selv er utelatt. Streken er 95 % intervall; "
        "fylt prikk: intervallet utelater null. Grå strek: sentraler av samme slag som ikke flyttet, i samme uker. "
        f"Sentraler med færre enn {few} anrop i en av delene er bare i tabellen. Av 20 sentraler uten noen endring "
        "ville én falle utenfor ved ren tilfeldighet. ICCS fører hele sekunder og LifeX tusendeler, så små forskjeller "
        "i svartid kan være målingen. Tallene sier ikke hvorfor noe endret seg."
    )


def changes_caption(weeks: int) -> str:
    """What the table of changes holds."""
    return f"{weeks} uker før og etter overgangen til LifeX"


def changes_description(subject: str, rooms: int) -> str:
    """The changes' chart in words, for a screen reader."""
    return f"Endring i {subject.lower()} for {rooms} sentraler, med 95 % intervall. Tallene står i tabellen."
