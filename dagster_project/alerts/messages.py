"""What an alert says, in Norwegian bokmål: what happened, what it means for the numbers, what to do."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from dagster_project.alerts.causes import Cause, DeliveriesRefused, ExtractFailed, FeedLate, ReleaseBlocked, RunFailed
from dagster_project.dictionary.words import FEEDS
from dagster_project.settings import Settings

_LISTED = 20
_MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
_REASONS: Mapping[str, tuple[str, str]] = {
    "unreadable": ("filen kan ikke leses", "Be leverandøren sende den på nytt."),
    "missing_columns": (
        "kolonner mangler",
        "Be leverandøren om en rettet fil. Har kilden gitt en kolonne nytt navn, rettes `physicalName` i kontrakten "
        "dagster_project/contracts/{feed}.odcs.yaml.",
    ),
    "empty": ("filen er tom", "Be leverandøren sende den på nytt."),
    "bad_name": ("filnavnet følger ikke mønsteret", "Gi filen det navnet den skulle hatt."),
    "too_many_errors": ("for mange rader har feil", "Be leverandøren om en rettet fil, med høyere _vN i navnet."),
}
"""Per reason in the ledger: the reason, and what to ask for."""


@dataclass(frozen=True)
class Message:
    """An alert in words."""

    kind: str
    key: str
    """Its cause's."""
    date: str
    """The day in Oslo when it was raised, such as `2026-11-23`."""
    subject: str
    happened: str
    meaning: str
    action: str

    @property
    def text(self) -> str:
        """The message below the subject."""
        return (
            f"Hva har skjedd\n{self.happened}\n\n"
            f"Hva det betyr for tallene\n{self.meaning}\n\n"
            f"Hva du kan gjøre\n{self.action}\n"
        )

    def record(self) -> dict[str, str]:
        """Its fields by name."""
        return asdict(self)


def compose(
    cause: Cause, settings: Settings, release_id: str | None, today: date, *, is_synthetic: bool = False
) -> Message:
    """The message of a cause; `release_id` is the current release's, which readers see meanwhile."""
    run = f"nodstat run --raw {_quoted(settings.raw)} --home {_quoted(settings.home)}"
    status = f"nodstat status --home {_quoted(settings.home)}"
    match cause:
        case RunFailed(trouble):
            kind = "run_failed"
            subject = "Kjøringen feilet"
            happened = f"Kjøringen stoppet med denne feilen:\n{trouble}"
            meaning = _unchanged(release_id)
            action = f"Loggene ligger i {settings.home / 'logs'}. Rett årsaken, og kjør på nytt:\n  {run}"
        case ReleaseBlocked(checks):
            kind = "release_blocked"
            subject = f"Utgivelsen er stanset av {_count(len(checks), 'kontroll', 'kontroller')}"
            happened = f"Dataene er lest, men disse kontrollene feilet:\n{_list(map(_with_detail, checks))}"
            meaning = f"{_unchanged(release_id)} Det nye holdes tilbake til kontrollene er i orden."
            action = (
                f"Finn ut om leveransen eller modellen er feil (loggene ligger i {settings.home / 'logs'}), rett den, "
                f"og kjør på nytt. Det som er lest, leses ikke igjen:\n  {run}"
            )
        case DeliveriesRefused(feed, reason, deliveries):
            kind = "deliveries_refused"
            why, ask = _REASONS.get(reason, (reason, "Be leverandøren om en rettet fil."))
            subject = f"{_count(len(deliveries), 'leveranse', 'leveranser')} avvist: {_name(feed)}, {why}"
            files = ((refusal.file, refusal.detail) for refusal in deliveries)
            happened = f"Avvist i sin helhet fordi {why}:\n{_list(map(_with_detail, files))}"
            meaning = (
                f"{_name(feed)}: tallene for disse periodene mangler, eller bygger på en tidligere leveranse som er "
                "godtatt. Alt annet er lest som vanlig."
            )
            action = (
                f"{ask.format(feed=feed)} Legg filen i {settings.raw / feed}, og kjør:\n  {run}\n"
                f"Det som fortsatt er avvist, vises av:\n  {status}"
            )
        case FeedLate(feed, last, due, due_hour):
            kind = "feed_late"
            subject = f"Forsinket: {_name(feed)}"
            reached = f"Dataene går til og med {_day(last)}" if last else "Dataene er ikke kommet ennå"
            happened = f"{reached}. De skulle ha nådd {_day(due)} (fristen er kl. {due_hour:02d} dagen etter)."
            missing = f"Dager etter {_day(last)} mangler" if last else "Alle dager mangler"
            meaning = (
                f"{_name(feed)}: {missing[0].lower()}{missing[1:]}, og uker, måneder, tertialer og år med slike dager "
                "er ufullstendige. Andre kilder er ikke berørt."
            )
            action = (
                f"Spør leverandøren etter filene, legg dem i {settings.raw / feed}, og kjør:\n  {run}\n"
                f"Hvor langt hver kilde er kommet, vises av:\n  {status}"
            )
        case ExtractFailed(recipient_id, period, trouble):
            kind = "extract_failed"
            subject = f"Uttrekk ikke levert: {recipient_id}, {period}"
            happened = f"Pakken for {period} til {recipient_id} ble ikke levert:\n{trouble}"
            meaning = (
                "Mottakeren har ikke fått tallene. Det som eventuelt er overført, mangler manifest.json, så ingen tar "
                "det for en hel pakke."
            )
            action = (
                "Rett årsaken. nodstat orchestrate prøver igjen hver time; eller gjør det nå:\n"
                f"  nodstat extract --recipient {recipient_id} --home {_quoted(settings.home)}"
            )
    sender = "nodstat, syntetiske data" if is_synthetic else "nodstat"
    return Message(kind, cause.key, today.isoformat(), f"{sender}: {subject}", happened, meaning, action)


def _unchanged(release_id: str | None) -> str:
    if release_id is None:
        return "Ingenting er publisert, og det finnes ingen tidligere utgivelse å vise."
    return f"Ingenting nytt er publisert. Utgivelsen {release_id} gjelder fortsatt, så tallene er som før."


def _name(feed: str) -> str:
    return FEEDS[feed].nb if feed in FEEDS else feed


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _day(day: date) -> str:
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _with_detail(named: tuple[str, str]) -> str:
    return ": ".join(filter(None, named))


def _list(lines: Iterable[str]) -> str:
    lines = list(lines)
    more = [f"  og {len(lines) - _LISTED} til"] if len(lines) > _LISTED else []
    return "\n".join([*(f"  {line}" for line in lines[:_LISTED]), *more])


def _quoted(path: object) -> str:
    return shlex.quote(str(path))
