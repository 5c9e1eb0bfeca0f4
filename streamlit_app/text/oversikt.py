"""Words of Oversikt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from streamlit_app import formats

MENU = "Oversikt"
ATTENTION_TITLE = "Hva trenger oppmerksomhet?"
VOLUMES_TITLE = "Hvor mye var det å gjøre?"
ALL_WELL_OF_ONES_OWN = "Ingenting skiller seg ut hos dine egne enheter, og alle leveranser er kommet."
ALL_WELL = "Ingenting skiller seg ut: alle sentraler når målene, ingen faller merkbart, og alle leveranser er kommet."

BELOW = "Under målet"
FALL = "Størst fall"
VOLUME = "Uvanlig volum"
FEED = "Leveranser"
CHECK = "Kontroller"
MORE = "Datakvalitet"


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


def late(reached: Mapping[str, date | None], feeds: int) -> str:
    """The feeds that are late, and the last day that each has."""
    days = set(reached.values())
    begun = f"{formats.count(len(reached))} av {formats.count(feeds)} kilder er forsinket"
    if len(reached) > 1 and len(days) == 1 and (day := days.pop()):
        return f"{begun}; siste dag er {formats.day(day)}."
    named = (
        f"{feed} ({f'siste dag {formats.day(day)}' if day else 'ingenting ennå'})" for feed, day in reached.items()
    )
    return f"{begun}: {', '.join(named)}."


def missing(feed: str, missing: int) -> str:
    """A feed that lacks deliveries."""
    return f"{feed}: {formats.count(missing)} {'leveranse' if missing == 1 else 'leveranser'} mangler."


def refused(feed: str, refused: int) -> str:
    """A feed with refused deliveries that nothing has replaced."""
    deliveries = "avvist leveranse" if refused == 1 else "avviste leveranser"
    return f"{feed}: {formats.count(refused)} {deliveries} er ikke erstattet."
