"""Each alert says in Norwegian what happened, what it means for the numbers, and what to do, with the command."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from dagster_project.alerts.causes import Cause, DeliveriesRefused, FeedLate, Refusal, ReleaseBlocked, RunFailed
from dagster_project.alerts.messages import Message, compose
from dagster_project.settings import Settings

SETTINGS = Settings(home=Path("/data/nod stat"), raw=Path("/data/raw"))
RUN = "nodstat run --raw /data/raw --home '/data/nod stat'"
STATUS = "nodstat status --home '/data/nod stat'"
RELEASE = "20250309T050000Z"


def say(cause: Cause, release_id: str | None = RELEASE) -> Message:
    return compose(cause, SETTINGS, release_id, date(2025, 3, 10))


def refused(reason: str, number: int = 1) -> DeliveriesRefused:
    refusals = (
        Refusal(f"id{day}", f"calls_iccs_{day}.csv", "column wait is missing", datetime(2025, 3, 9))
        for day in range(number)
    )
    return DeliveriesRefused("calls_iccs", reason, tuple(refusals))


def test_a_failed_run() -> None:
    message = say(RunFailed("KeyError: 'wait'"))
    assert message.subject == "nodstat: Kjøringen feilet"
    assert message.happened == "Kjøringen stoppet med denne feilen:\nKeyError: 'wait'"
    assert message.meaning == (
        f"Ingenting nytt er publisert. Utgivelsen {RELEASE} gjelder fortsatt, så tallene er som før."
    )
    assert message.action.startswith("Loggene ligger i /data/nod stat/logs. Rett årsaken")
    assert message.action.endswith(RUN)


def test_a_failed_run_before_the_first_release() -> None:
    assert say(RunFailed("x"), None).meaning.endswith("det finnes ingen tidligere utgivelse å vise.")


def test_a_blocked_release() -> None:
    message = say(ReleaseBlocked((("marts/fct_call: keys", "3 rows"), ("marts/kpi_values: whole", ""))))
    assert message.subject == "nodstat: Utgivelsen er stanset av 2 kontroller"
    assert message.happened.splitlines()[1:] == ["  marts/fct_call: keys: 3 rows", "  marts/kpi_values: whole"]
    assert f"Utgivelsen {RELEASE} gjelder fortsatt" in message.meaning
    assert message.meaning.endswith("Det nye holdes tilbake til kontrollene er i orden.")
    assert message.action.endswith(RUN)
    assert say(ReleaseBlocked((("a", ""),))).subject.endswith("av 1 kontroll")


def test_refused_deliveries() -> None:
    message = say(refused("missing_columns"))
    assert message.subject == "nodstat: 1 leveranse avvist: Anrop, ICCS, kolonner mangler"
    assert message.happened.endswith("\n  calls_iccs_0.csv: column wait is missing")
    assert message.meaning.startswith("Anrop, ICCS: tallene for disse periodene mangler")
    assert "dagster_project/contracts/calls_iccs.odcs.yaml" in message.action
    assert "Legg filen i /data/raw/calls_iccs, og kjør:" in message.action
    assert RUN in message.action
    assert message.action.endswith(STATUS)


@pytest.mark.parametrize("reason", ["unreadable", "missing_columns", "empty", "bad_name", "too_many_errors"])
def test_every_reason_has_norwegian_words(reason: str) -> None:
    message = say(refused(reason))
    assert reason not in message.subject
    assert "{feed}" not in message.action


def test_a_reason_without_words_is_told_by_its_code() -> None:
    assert say(refused("of_a_new_kind")).subject.endswith("Anrop, ICCS, of_a_new_kind")


def test_many_files_are_counted_and_some_of_them_named() -> None:
    message = say(refused("empty", 25))
    assert message.subject.startswith("nodstat: 25 leveranser avvist")
    assert len(message.happened.splitlines()) == 1 + 20 + 1
    assert message.happened.endswith("og 5 til")


def test_a_late_feed() -> None:
    message = say(FeedLate("calls_lifex", date(2025, 3, 7), date(2025, 3, 9), 5))
    assert message.subject == "nodstat: Forsinket: Anrop, LifeX"
    assert message.happened == (
        "Dataene går til og med 7. mars 2025. De skulle ha nådd 9. mars 2025 (fristen er kl. 05 dagen etter)."
    )
    assert message.meaning.startswith("Anrop, LifeX: dager etter 7. mars 2025 mangler")
    assert "Legg" not in message.happened
    assert "legg dem i /data/raw/calls_lifex" in message.action
    assert RUN in message.action
    assert message.action.endswith(STATUS)


def test_a_feed_that_never_came() -> None:
    message = say(FeedLate("nodsms", None, date(2025, 2, 28), 8))
    assert message.happened.startswith("Dataene er ikke kommet ennå. De skulle ha nådd 28. februar 2025")
    assert message.meaning.startswith("NødSMS: alle dager mangler")


def test_synthetic_data_are_said_to_be() -> None:
    message = compose(RunFailed("x"), SETTINGS, None, date(2025, 3, 10), is_synthetic=True)
    assert message.subject == "nodstat, syntetiske data: Kjøringen feilet"


def test_the_text_has_the_three_parts_in_order() -> None:
    message = Message("k", "k:1", "2025-03-10", "S", "Hendt", "Betydning", "Råd")
    assert message.text.split("\n\n") == [
        "Hva har skjedd\nHendt",
        "Hva det betyr for tallene\nBetydning",
        "Hva du kan gjøre\nRåd\n",
    ]


def test_a_message_knows_its_cause_and_day() -> None:
    message = say(FeedLate("nodsms", None, date(2025, 2, 28), 8))
    assert (message.kind, message.key, message.date) == ("feed_late", "feed_late:nodsms", "2025-03-10")
