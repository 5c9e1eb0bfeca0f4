"""Tell people, by every channel that is set up, what a run has found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import polars as pl

from dagster_project.alerts import email, webhook
from dagster_project.alerts.causes import Cause, DeliveriesRefused, of_freshness, of_refusals
from dagster_project.alerts.messages import compose
from dagster_project.alerts.outbox import Outbox, Send
from dagster_project.contracts import load_contracts
from dagster_project.releases import current_release, run_lock
from dagster_project.settings import Settings

_OSLO = ZoneInfo("Europe/Oslo")


def channels(settings: Settings) -> dict[str, Send]:
    """The channels that are set up, by name."""
    found: dict[str, Send] = {}
    if settings.alert_smtp is not None:
        found["e-mail"] = partial(email.send, settings.alert_smtp)
    if settings.alert_webhook is not None:
        found["webhook"] = partial(webhook.send, settings.alert_webhook)
    return found


def tell(
    settings: Settings, run: Iterable[Cause], ledger: pl.DataFrame, refused: pl.DataFrame, now: datetime
) -> list[str]:
    """Tell of a run's causes, of the deliveries in `refused`, and of late feeds; send what was not sent before.

    `refused` are the ledger's rows of deliveries that nothing has made good; `now` knows its zone. Returns a line for
    each thing that went wrong: no channel's failure is an error here. Without a channel, nothing is done.
    """
    send = channels(settings)
    if not send:
        return []
    today = now.astimezone(_OSLO).date()
    with _in_turn(settings):
        outbox = Outbox(settings.alerts)
        causes = [
            *run,
            *of_refusals(refused, outbox.told),
            *of_freshness(load_contracts().values(), ledger, now),
        ]
        release = current_release(settings)
        release_id = release.release_id if release else None
        for cause in causes:
            events = (
                tuple(refusal.event for refusal in cause.deliveries) if isinstance(cause, DeliveriesRefused) else ()
            )
            message = compose(cause, settings, release_id, today, is_synthetic=bool(ledger["is_synthetic"].any()))
            outbox.post(message, events, tuple(send))
        outbox.send(send, {cause.key for cause in causes}, today)
    return outbox.troubles


@contextmanager
def _in_turn(settings: Settings) -> Iterator[None]:
    """A command and the daemon's sensors may tell at the same time: the second then sees what the first has told."""
    with ExitStack() as stack:
        with suppress(OSError):  # rather told twice than not at all
            stack.enter_context(run_lock(settings.alerts, wait=True))
        yield
