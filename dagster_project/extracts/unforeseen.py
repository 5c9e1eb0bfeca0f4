"""An error that nobody foresaw: where it came from is noted in the home, and the line says no more than where."""

from __future__ import annotations

import traceback

from dagster_project.extracts.periods import Period
from dagster_project.extracts.recipients import Recipient
from dagster_project.settings import Settings


def note(settings: Settings, recipient: Recipient, period: Period, error: Exception) -> str:
    """Write the traceback into the home's logs, and give what may be said: its text might hold a hidden number.

    Raises OSError.
    """
    path = settings.home / "logs" / f"extract-{recipient.recipient_id}-{period.code}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return f"{type(error).__name__}, a fault of nodstat itself; {path} says where"
