"""Words about rooms or bases beside each other, where no target says who is good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from streamlit_app import formats

FEW_EVENTS = "få hendelser"
PLACE_ID = "ID"


@dataclass(frozen=True)
class Kinds:
    """What is compared on a page, in its words."""

    title: str
    one: str
    """The heading of their names: "Sentral"."""
    many: str
    """In a sentence: "AMK-sentraler"."""
    group: str
    """The heading of what they belong to."""
    events: str
    """What their measure counts: "Alarmer"."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Shorter headings than the KPIs' own, where they need them, by `kpi_id`."""


def apart(kinds: Kinds, *, apart: int, judged: int, first: str, value: str, is_time: bool) -> str:
    """How many stand apart from the country, and which most."""
    if judged == 1:
        return f"{first} har {value}."
    which = f"{apart} av {judged}" if apart else f"Ingen av {judged}"
    side = "bruker lengre tid enn" if is_time else "ligger lavere enn"
    said = f"{which} {kinds.many} {side} landet utover det tilfeldigheter forklarer"
    return f"{said}; {f'lengst tid bruker {first}, {value}' if is_time else f'lavest er {first} med {value}'}."


def none_judged(kinds: Kinds) -> str:
    """What is said when all have too few events."""
    return f"Det er for få {kinds.events.lower()} til å sammenligne {kinds.many}."


def nothing(kinds: Kinds, period: str) -> str:
    """What stands in for the places."""
    return f"Ingen {kinds.many} har {kinds.events.lower()} i {period}."


def description(label: str, kinds: Kinds, drawn: int) -> str:
    """The chart in words, for a screen reader."""
    return f"{label} for {drawn} {kinds.many}, med 95 % intervall. Tallene står i tabellen."


def note(kinds: Kinds, few: int, *, is_funnel: bool, instead: str = "") -> str:
    """How to read the chart; `instead` is said where there is no country's value in it."""
    if is_funnel:
        return (
            f"Hver prikk er en {kinds.one.lower()}. I det grå feltet ligger 95 av 100 ved ren tilfeldighet hvis alle "
            f"er som landet. De med færre enn {few} {kinds.events.lower()} er bare i tabellen."
        )
    country = "" if instead else ", den loddrette linjen er landet"
    few_events = f"Åpen ring: færre enn {few} {kinds.events.lower()}, ikke rangert."
    return " ".join(one for one in (f"Streken er 95 % intervall{country}.", few_events, instead) if one)


def size(kinds: Kinds) -> str:
    """The axis of how many events a place has."""
    return f"{kinds.events} (logaritmisk)"


def interval_note(axis: tuple[float, float], has_country: bool) -> str:
    """How to read shares drawn in a table."""
    return f"{formats.goal(axis[0])} til {formats.goal(axis[1])}" + (", stiplet: landet" if has_country else "")


def caption(kinds: Kinds, label: str, period: str, few: int) -> str:
    """What the table holds, and how it is sorted."""
    return (
        f"{kinds.many[:1].upper()}{kinds.many[1:]} i {period}, etter «{label}». "
        f"De med færre enn {few} {kinds.events.lower()} står sist."
    )
