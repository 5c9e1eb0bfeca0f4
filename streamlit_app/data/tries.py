"""Who was sent what: every try to deliver a package, as the audit in the home has it now.

The audit, and not the release: that knows what was delivered until it was built, and people ask for what came this
morning. Each line of the audit seals the one before it, and the release's `extract_delivery` bears witness to how many
there must be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dagster_project.extracts import shelf
from dagster_project.extracts.shelf import Delivery, ShelfError, Upcoming
from dagster_project.settings import Settings
from streamlit_app import formats
from streamlit_app.access import Source
from streamlit_app.data.connection import NOBODY, kept, rows
from streamlit_app.period import Period

__all__ = ["ShelfError", "Tries", "Try", "Upcoming", "tries", "upcoming"]


@dataclass(frozen=True)
class Try:
    """A line of the audit: who, when (UTC), which period."""

    delivery: Delivery
    tried_at: datetime
    period: Period


@dataclass(frozen=True)
class Tries:
    """The lines that the viewer may see, newest first, and how many such lines the release knows."""

    lines: list[Try]
    in_release: int


def tries(source: Source) -> Tries:
    """Every try that the viewer may know of. Raises ShelfError when the audit is not as it was written."""
    own = source.viewer.recipient_ids
    found = [
        Try(
            one.delivery,
            datetime.fromisoformat(one.delivery.tried_at),
            Period(one.period.start, one.period.end, one.period.type),
        )
        for one in shelf.tries(Settings.from_environment())
        if own is None or one.delivery.recipient_id in own
    ]
    return Tries(found[::-1], _in_release(source))


def upcoming(source: Source) -> list[Upcoming]:
    """What the viewer's recipients are to get next. Raises ShelfError when their file is not as it must be."""
    own = source.viewer.recipient_ids
    found = shelf.upcoming(Settings.from_environment(), formats.local(datetime.now(UTC)).date())
    return [one for one in found if own is None or one.recipient.recipient_id in own]


@kept(32)
def _in_release(source: Source) -> int:
    ((count,),) = rows(source, NOBODY, "select count(*) from marts.extract_delivery")
    return int(count)
