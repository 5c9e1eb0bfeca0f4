"""Words of the page on one room, trust or region."""

from __future__ import annotations

from collections.abc import Collection

from streamlit_app import formats
from streamlit_app.text import lifex
from streamlit_app.text.filters import COUNTRY

MENU = "Sentral"
CHOOSE = "Velg en sentral, et helseforetak eller en region, her eller i filteret over."
CHOOSE_TITLE = "Alle sentraler"
ROOMS_TITLE = "Hvilke sentraler hører til?"
REGIONS, TRUSTS = "Regioner", "Helseforetak"
KIND = "Slag"
KINDS = {"amk": "AMK", "lvs": "Legevaktsentral", "akuttmottak": "Akuttmottak"}
OF_KIND = {"amk": "AMK-sentraler", "lvs": "legevaktsentraler", "akuttmottak": "akuttmottak"}
OF_LEVEL = {"rhf": "regioner", "hf": "helseforetak"}
VIDEO = {"hjelp113": "Hjelp 113 Video", "bliksund": "SMS til Video"}
NO_VIDEO = "ingen"
OFFERED = "Anrop"
IN_TIME = "Besvart i tide"
PLATFORM, VIDEO_SOLUTION, SEATS = "Plattform", "Videoløsning", "Operatørplasser"
SINCE, UNTIL = "Fra", "Til og med"
ALWAYS = "før dataene begynner"
PLANNED = "planlagt"
STILL = "nå"

PEERS_TITLE = "Hvordan står det til mot de andre?"
PLACE = "Plass"
PLACES = "Mulige plasser"
BEST, WORST = "Beste mulige plass", "Svakeste mulige plass"
JUDGED = "Rangerte i alt"
MEDIAN = "Midterste av de andre"
FEW = "få hendelser"
MEASURE = "Tall"
TREND_OF = "Vis utvikling i"
LINE_OF = "Vis timene for"
SYSTEMS_TITLE = "Hvilke systemer, og siden når?"
STATUS_TITLE = "Er dataene kommet?"
SUBJECT = "Data"
FIRST_DAY, LAST_DAY = "Første dag", "Siste dag"
INCOMPLETE_DAYS = "Ufullstendige dager i perioden"
NO_EVENTS = "Ingen hendelser er levert for utvalget."


def question(org: str, is_country: bool, is_over: bool) -> str:
    """The page's title."""
    return "Hvilken sentral vil du se?" if is_country else f"Hvordan {'gikk' if is_over else 'går'} det i {org}?"


def rooms_caption(kind: str, period: str) -> str:
    """What the list of rooms holds."""
    return f"{lifex.KINDS[kind]}, {period}"


def sentence(*, label: str, org: str, share: float, place: int, places: tuple[int, int], total: int, peers: str) -> str:
    """Where the organisation stands in one share, and how sure that is."""
    best, worst = places
    sure = "" if best == worst else f"; tilfeldig variasjon gjør plass {best}–{worst} mulig"
    return f"{label}: {org} har {formats.share(share)}, plass {place} av {total} {peers}{sure}."


def no_place(label: str, few: int) -> str:
    """What is said of a share that is not ranked."""
    return f"{label}: færre enn {few} hendelser, ikke rangert."


def peers_caption(org: str, peers: str, period: str) -> str:
    """What the table of standings holds."""
    return f"{org} blant {peers}, {period}" if peers else f"{org}, {period}"


def peers_note(peers: str, few: int) -> str:
    """How to read the strips."""
    others = f"grå streker: andre {peers}, " if peers else ""
    return (
        f"Blå prikk: valget ditt med 95 % intervall; {others}rute: {COUNTRY.lower()}. Hver linje har sin egen akse; "
        "endene står på den. Plass 1 er best. Mulige plasser: så langt kan tilfeldig variasjon flytte den. Andeler av "
        f"færre enn {few} hendelser er ikke rangert."
    )


def peers_description(org: str, labels: Collection[str]) -> str:
    """The strips in words, for a screen reader."""
    return f"Prikkdiagram: {org} mot de andre og landet i {', '.join(labels)}. Tallene står i tabellen."


def places(best: int, worst: int) -> str:
    """A range of places."""
    return str(best) if best == worst else f"{best}–{worst}"


def systems_caption(org: str) -> str:
    """What the table of systems holds."""
    return f"Plattform og videoløsning, {org}"


def status_caption(org: str, period: str) -> str:
    """What the table of deliveries holds."""
    return f"Leverte hendelser, {org}, {period}"
