"""Words about rooms or bases beside each other, where no target says who is good."""

from __future__ import annotations

from dataclasses import dataclass

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


def apart(kinds: Kinds, *, apart: int, judged: int, first: str, value: str, is_lower_better: bool) -> str:
    """How many stand apart from the country, and which most."""
    side, most = ("høyere", "høyest") if is_lower_better else ("lavere", "lavest")
    if judged == 1:
        return f"{first} har {value}."
    which = f"{apart} av {judged}" if apart else f"Ingen av {judged}"
    said = f"{which} {kinds.many} ligger {side} enn landet utover tilfeldighet"
    return f"{said}; {most} er {first} med {value}."


def none_judged(kinds: Kinds) -> str:
    """What is said when all have too few events."""
    return f"Det er for få {kinds.events.lower()} til å sammenligne {kinds.many}."


def nothing(kinds: Kinds, period: str) -> str:
    """What stands in for the places."""
    return f"Ingen {kinds.many} har {kinds.events.lower()} i {period}."


def description(label: str, kinds: Kinds, drawn: int) -> str:
    """The chart in words, for a screen reader."""
    return f"{label} for {drawn} {kinds.many}, med 95 % intervall. Tallene står i tabellen."


def note(kinds: Kinds, few: int, is_funnel: bool) -> str:
    """How to read the chart."""
    if is_funnel:
        return (
            f"Hver prikk er en {kinds.one.lower()}. I det grå feltet ligger 95 av 100 ved ren tilfeldighet hvis alle "
            f"er som landet. De med færre enn {few} {kinds.events.lower()} er bare i tabellen."
        )
    return (
        "Streken er 95 % intervall, den loddrette linjen er landet. "
        f"Åpen ring: færre enn {few} {kinds.events.lower()}, ikke rangert."
    )


def size(kinds: Kinds) -> str:
    """The axis of how many events a place has."""
    return f"{kinds.events} (logaritmisk)"


def interval_note(axis: tuple[float, float]) -> str:
    """How to read shares drawn in a table."""
    return f"{formats.goal(axis[0])} til {formats.goal(axis[1])}, stiplet: landet"


def caption(kinds: Kinds, label: str, period: str, few: int) -> str:
    """What the table holds, and how it is sorted."""
    return (
        f"{kinds.many[:1].upper()}{kinds.many[1:]} i {period}, etter «{label}». "
        f"De med færre enn {few} {kinds.events.lower()} står sist."
    )
