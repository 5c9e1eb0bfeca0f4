"""Words beside figures: targets, changes, and why there is no change to show."""

from __future__ import annotations

from typing import Literal

from streamlit_app import formats
from streamlit_app.text.registry import at_best

BELOW = "under målet"
FEW = "få hendelser"
INCOMPLETE = "ufullstendig"
PROVISIONAL = "Foreløpig: perioden er ikke fullstendig."

Reason = Literal["nothing now", "nothing then", "incomplete now", "incomplete then", "another definition"]
_REASONS: dict[Reason, str] = {
    "nothing now": "ingen tall",
    "nothing then": "ingen tall for {then}",
    "incomplete now": "ikke sammenlignet: perioden er ufullstendig",
    "incomplete then": "ikke sammenlignet: {then} er ufullstendig",
    "another definition": "ikke sammenlignet: definisjonen er endret siden {then}",
}
_SUBJECTS = {
    "calls": "anrop", "alarms": "ambulansealarmer", "video": "videosamtaler", "nodsms": "NødSMS",
    "rooms": "sentraler", "air": "oppdrag",
}  # fmt: skip


def compared_with(then: str) -> str:
    """What a change is measured from."""
    return f"fra {then}"


def not_compared(reason: Reason, then: str) -> str:
    """Why there is no change to show."""
    return _REASONS[reason].format(then=then)


def change(amount: float | None, reason: Reason | None, then: str, unit: str) -> str:
    """A change with what it is measured from, or why there is none."""
    if amount is None:
        return not_compared(reason or "nothing then", then)
    return f"{formats.change(amount, unit)} {compared_with(then)}"


def target_status(is_met: bool, target: float, unit: str, direction: str | None) -> str:
    """Whether a target is met, by symbol and word."""
    goal = formats.target(target, unit)
    return f"✓ Når målet på {at_best(target, unit, direction)}" if is_met else f"▼ Når ikke målet på {goal}"


def nothing_delivered(subject: str, segment: str, period: str) -> str:
    """What stands in for a figure whose feed has delivered nothing."""
    called = "" if segment == "all" else f" til {segment}" if subject == "calls" else f" ({segment})"
    return f"Ingen {_SUBJECTS.get(subject, 'tall')}{called} er levert for {period}."
