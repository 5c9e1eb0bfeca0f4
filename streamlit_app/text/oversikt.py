"""Words of Oversikt."""

from __future__ import annotations

from streamlit_app import formats

MENU = "Oversikt"
ATTENTION_TITLE = "Hva trenger oppmerksomhet?"
VOLUMES_TITLE = "Hvor mye var det å gjøre?"
ALL_WELL = "Ingenting skiller seg ut: alle sentraler når målene, ingen faller merkbart, og alle leveranser er kommet."

BELOW = "Under målet"
FALL = "Størst fall"
VOLUME = "Uvanlig volum"
FEED = "Leveranser"
CHECK = "Kontroller"


def question(period: str, is_over: bool) -> str:
    """The question that the overview answers."""
    return f"Hvordan {'gikk' if is_over else 'går'} det i {period}?"


def below(segment: str, below: int, judged: int, target: float) -> str:
    """How many rooms are below the target."""
    return f"{segment}: {below} av {judged} sentraler ligger under målet på {formats.goal(target)}. Lavest er"


def fell(segment: str, then: str) -> str:
    """Before the rooms that fell most."""
    return f"{segment}, fra {then}:"


def unusual_at(segment: str, periods: int) -> str:
    """Before the rooms with unusual volumes."""
    return f"{segment}, mot medianen av {periods} tidligere perioder:"


def unusual(now: float, usual: float) -> str:
    """A volume far from what it has been."""
    change = formats.change(now / usual - 1, "count")
    return f"{change} ({formats.count(now)} anrop mot {formats.count(usual)})"


def late_feed(feed: str, last: str, missing: int) -> str:
    """A feed that lags behind the others or lacks deliveries."""
    said = f"{feed}: siste dag er {last}"
    return (
        f"{said}, og {formats.count(missing)} {'leveranse' if missing == 1 else 'leveranser'} mangler"
        if missing
        else said
    )


def refused(feed: str, refused: int) -> str:
    """A feed with refused deliveries."""
    return f"{feed}: {formats.count(refused)} {'leveranse' if refused == 1 else 'leveranser'} er avvist"
