"""Words about rooms beside each other."""

from __future__ import annotations

from collections.abc import Set

from streamlit_app import formats

TITLE = "Hvilke sentraler svarer i tide?"
FEW_CALLS = "få anrop"
NO_ROOM_JUDGED = "Ingen sentral har nok anrop til å holdes mot målet."
CHANGE = "Endring, prosentpoeng"
_KINDS = {"amk": "AMK-sentraler", "lvs": "legevaktsentraler", "akuttmottak": "akuttmottak"}


def against_target(
    *, kinds: Set[str], judged: int, below: int, lowest: str, lowest_share: float | None, target: float
) -> str:
    """How many rooms are below the target, and which is lowest."""
    rooms = _KINDS[next(iter(kinds))] if len(kinds) == 1 else "sentraler"
    standing = f"{'ligger under' if below else 'når'} målet på {formats.goal(target)}"
    if judged == 1:
        return f"{lowest} {standing}, med {formats.share(lowest_share)}."
    which = f"{below} av {judged}" if 0 < below < judged else f"Alle {judged}"
    return f"{which} {rooms} {standing}; lavest er {lowest} med {formats.share(lowest_share)}."


def largest_fall(room: str, difference: float, then: str) -> str:
    """Which room fell most, and by how much."""
    return f"{room} falt mest fra {then}, {formats.points(difference)}."


def no_rooms(segment: str, period: str) -> str:
    """What stands in for the rooms."""
    return f"Ingen sentraler har anrop til {segment} i {period}."


def description(label: str, rooms: int) -> str:
    """The rooms' chart in words, for a screen reader."""
    return f"{label} for {rooms} sentraler, med 95 % intervall. Tallene står i tabellen."


def note(is_funnel: bool, few: int, has_below: bool) -> str:
    """How to read the rooms' chart."""
    below = " Oransje: under målet." if has_below else ""
    if is_funnel:
        return (
            "Hver prikk er en sentral. I det grå feltet ligger 95 av 100 sentraler ved ren tilfeldighet hvis alle "
            f"svarer som landet.{below} Sentraler med færre enn {few} anrop er bare i tabellen."
        )
    return (
        f"Streken er 95 % intervall, den stiplede linjen målet.{below} Åpen ring: færre enn {few} anrop, ikke rangert."
    )


def caption(segment: str, period: str, few: int) -> str:
    """What the table of rooms holds, and how it is sorted."""
    return (
        f"Sentraler med anrop til {segment} i {period}, lavest andel først. "
        f"De med færre enn {few} anrop står sist og holdes ikke mot målet."
    )


def below_note(target: float | None) -> str:
    """What the symbol beside a share means."""
    return "" if target is None else f"▼ under målet på {formats.goal(target)}"
