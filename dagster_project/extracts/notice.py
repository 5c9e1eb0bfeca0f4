"""Tell the recipient that a package is there, and us when it is not. Neither changes how the delivery went."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dagster_project.alerts import Cause, tell
from dagster_project.alerts.email import send
from dagster_project.alerts.messages import Message
from dagster_project.extracts.package import read_manifest
from dagster_project.extracts.recipients import Recipient
from dagster_project.extracts.store import Stored
from dagster_project.ingest import read_ledger, still_refused
from dagster_project.settings import Settings

_OSLO = ZoneInfo("Europe/Oslo")


def tell_recipient(settings: Settings, recipient: Recipient, package: Stored) -> str | None:
    """Send the e-mail, if the recipient wants one, and say in one line what went wrong with it."""
    if not recipient.notify:
        return None
    if settings.alert_smtp is None:
        return f"{recipient.recipient_id} was not told: NODSTAT_ALERT_SMTP_HOST is not set"
    try:
        remark = send(replace(settings.alert_smtp, recipients=recipient.notify), _message(recipient, package))
    except OSError as error:
        return f"{recipient.recipient_id} was not told: {' '.join(str(error).split())}"
    return f"{recipient.recipient_id} was told, but {remark}" if remark else None


def tell_us(settings: Settings, cause: Cause) -> list[str]:
    """Tell by the channels of the alerts, and say what went wrong with that, a line each."""
    try:
        ledger = read_ledger(settings.lake)
        return tell(settings, [cause], ledger, still_refused(ledger), datetime.now(_OSLO))
    except Exception as error:  # the delivery has failed already, and that is what must be seen
        return [f"Alerts not sent: {type(error).__name__}"]


def _message(recipient: Recipient, package: Stored) -> Message:
    manifest = read_manifest(package.folder)
    files = "\n".join(f"  {file['name']} ({file['bytes']} byte)" for file in manifest["files"])
    changed = len(manifest["changes"])
    restated = (
        f"Den erstatter versjon {package.version - 1}, og {changed} tall er endret. " if package.version > 1 else ""
    )
    news = f"{manifest['schema']['news']} " if manifest["schema"]["news"] else ""
    sender = "nodstat, syntetiske data" if manifest["is_synthetic"] else "nodstat"
    return Message(
        kind="extract_delivered",
        key=f"extract_delivered:{package.name}",
        date=datetime.now(_OSLO).date().isoformat(),
        subject=f"{sender}: Tall for {package.period.label} er levert",
        happened=f"Pakken {package.name} ligger på {recipient.delivery.shown}:\n{files}",
        meaning=(
            f"Tallene er fra utgivelsen {manifest['release_id']}, med data til og med {manifest['data_as_at']}. "
            f"{restated}{news}Små tall er skjult av hensyn til personvernet."
        ),
        action=(
            "Åpne arbeidsboken, eller les filene inn. manifest.json har filenes sha256 og kontrollsummer: den skrives "
            "til slutt, så pakken er hel når den er der."
        ),
    )
