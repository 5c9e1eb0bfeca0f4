"""Each cause once a day to each channel; what a channel could not take, at the next run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dagster_project.alerts.causes import RunFailed
from dagster_project.alerts.telling import tell
from dagster_project.contracts import load_contracts
from dagster_project.settings import Secret, Settings
from tests.alerts.conftest import ledger, smtp
from tests.alerts.servers import Hook, Mailbox, free_port

NOON = datetime(2025, 3, 10, 12, tzinfo=ZoneInfo("Europe/Oslo"))
NOTHING = ledger()
REFUSED = ledger(("nodsms", "n1", "refused", "empty", None, 6))
LATE = ledger(("calls_iccs", "c1", "accepted", None, date(2025, 3, 7), 6))
FAILED = [RunFailed("disk full")]


@pytest.fixture
def by_mail(settings: Settings, mailbox: Mailbox) -> Settings:
    return replace(settings, alert_smtp=smtp(mailbox.port))


@pytest.fixture
def by_both(by_mail: Settings, hook: Hook) -> Settings:
    return replace(by_mail, alert_webhook=Secret(hook.url))


@pytest.fixture(autouse=True)
def no_feed_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that only what a test delivers can be late."""
    contracts = {feed: replace(contract, starts=None) for feed, contract in load_contracts().items()}
    monkeypatch.setattr("dagster_project.alerts.telling.load_contracts", lambda: contracts)


def subjects(mailbox: Mailbox) -> list[str]:
    return [str(mail["Subject"]).removeprefix("nodstat: ") for mail in mailbox.mails]


def test_without_a_channel_nothing_is_sent_or_written(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr("socket.socket.connect", connect)
    assert tell(settings, FAILED, LATE, REFUSED, NOON) == []
    assert not settings.home.exists()


def test_a_message_for_each_cause_to_each_channel(by_both: Settings, mailbox: Mailbox, hook: Hook) -> None:
    assert tell(by_both, FAILED, LATE, REFUSED, NOON) == []
    assert subjects(mailbox) == [
        "Kjøringen feilet",
        "1 leveranse avvist: NødSMS, filen er tom",
        "Forsinket: Anrop, ICCS",
    ]
    assert [post["kind"] for post in hook.posts] == ["run_failed", "deliveries_refused", "feed_late"]


def test_a_home_of_synthetic_data_says_so(by_mail: Settings, mailbox: Mailbox) -> None:
    tell(by_mail, [], LATE.with_columns(is_synthetic=True), NOTHING, NOON)
    assert subjects(mailbox) == ["nodstat, syntetiske data: Forsinket: Anrop, ICCS"]


def test_a_cause_is_told_once_a_day_in_oslo(by_mail: Settings, mailbox: Mailbox) -> None:
    late_at_night = NOON.replace(hour=23, minute=30)  # 22:30 UTC: half an hour later it is still the 10th in UTC
    for now in (NOON, late_at_night):
        tell(by_mail, FAILED, LATE, REFUSED, now)
    assert len(mailbox.mails) == 3
    tell(by_mail, FAILED, LATE, REFUSED, late_at_night + timedelta(minutes=30))
    assert subjects(mailbox)[3:] == ["Kjøringen feilet", "Forsinket: Anrop, ICCS"], "a refusal is told once"


def test_what_was_told_today_is_not_written_again(by_mail: Settings) -> None:
    tell(by_mail, FAILED, LATE, REFUSED, NOON)
    written = (by_mail.alerts / "outbox.jsonl").read_bytes()
    tell(by_mail, FAILED, LATE, REFUSED, NOON)
    assert (by_mail.alerts / "outbox.jsonl").read_bytes() == written
    assert len(written.splitlines()) == 3 + 3, "raised, and sent"


def test_a_new_refusal_the_same_day_is_told(by_mail: Settings, mailbox: Mailbox) -> None:
    tell(by_mail, [], NOTHING, REFUSED, NOON)
    more = ledger(("nodsms", "n1", "refused", "empty", None, 6), ("nodsms", "n2", "refused", "empty", None, 7))
    tell(by_mail, [], NOTHING, more, NOON)
    assert len(mailbox.mails) == 2
    second = mailbox.mails[1].get_content()
    assert "n2 is wrong" in second
    assert "n1" not in second


def test_what_could_not_be_sent_is_sent_by_the_next_run(by_mail: Settings, mailbox: Mailbox) -> None:
    down = replace(by_mail, alert_smtp=smtp(free_port()))
    (line,) = tell(down, FAILED, NOTHING, REFUSED, NOON)
    assert line.startswith("Alerts by e-mail not sent: 2 of 2: ")
    assert "refused" in line
    assert line.endswith("The next run tries again")
    tomorrow = NOON + timedelta(days=1)
    assert tell(by_mail, [], NOTHING, REFUSED, tomorrow) == []
    assert subjects(mailbox) == ["Kjøringen feilet", "1 leveranse avvist: NødSMS, filen er tom"]
    tell(by_mail, [], NOTHING, REFUSED, tomorrow)
    assert len(mailbox.mails) == 2


def test_a_channel_that_fails_keeps_nothing_from_the_other(by_both: Settings, mailbox: Mailbox, hook: Hook) -> None:
    mail_down = replace(by_both, alert_smtp=smtp(free_port()))
    assert len(tell(mail_down, FAILED, NOTHING, NOTHING, NOON)) == 1
    assert len(hook.posts) == 1
    hook.status = 500
    (line,) = tell(by_both, [], NOTHING, REFUSED, NOON)
    assert line.startswith("Alerts by webhook not sent: 1 of 1: the server answered 500")
    assert len(mailbox.mails) == 2, "the one of before, and the new one"
    hook.status = 200
    assert tell(by_both, [], NOTHING, REFUSED, NOON) == []
    assert (len(mailbox.mails), [post["kind"] for post in hook.posts]) == (2, ["run_failed", "deliveries_refused"])


def test_an_error_of_any_kind_is_one_line_without_its_words(
    by_both: Settings, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret-key")

    monkeypatch.setattr("dagster_project.alerts.webhook.send", fail)
    (line,) = tell(by_both, FAILED, NOTHING, NOTHING, NOON)
    assert "1 of 1: RuntimeError" in line
    assert len(mailbox.mails) == 1


def test_a_message_that_one_server_will_not_have_holds_up_no_other(by_both: Settings, hook: Hook) -> None:
    hook.status = 400
    tell(by_both, FAILED, NOTHING, NOTHING, NOON)
    tries = len(hook.requests)
    tell(by_both, FAILED, LATE, REFUSED, NOON)
    assert len(hook.requests) - tries == 3, "the old one failed, and the new ones were tried"


def test_a_channel_that_is_down_is_not_tried_for_ever(by_mail: Settings, hook: Hook) -> None:
    hook.status = 503
    down = replace(by_mail, alert_smtp=None, alert_webhook=Secret(hook.url))
    many = [RunFailed(word) for word in ["one", "two", "three", "four", "five"]]
    (line,) = tell(down, many, NOTHING, NOTHING, NOON)
    assert "5 of 5" in line
    assert len(hook.requests) == 3


def test_a_feed_that_came_meanwhile_is_no_news(by_mail: Settings, mailbox: Mailbox) -> None:
    tell(replace(by_mail, alert_smtp=smtp(free_port())), [], LATE, NOTHING, NOON)
    tell(by_mail, [], NOTHING, NOTHING, NOON)
    assert mailbox.mails == []


def test_a_message_is_given_up_after_a_week(by_mail: Settings, mailbox: Mailbox) -> None:
    down = replace(by_mail, alert_smtp=smtp(free_port()))
    tell(down, FAILED, NOTHING, NOTHING, NOON)
    tell(by_mail, [], NOTHING, NOTHING, NOON + timedelta(days=8))
    assert mailbox.mails == []
    tell(by_mail, [], NOTHING, NOTHING, NOON + timedelta(days=7))
    assert len(mailbox.mails) == 1


def test_of_a_cause_only_the_newest_message_is_sent(by_mail: Settings, mailbox: Mailbox) -> None:
    down = replace(by_mail, alert_smtp=smtp(free_port()))
    for days in (0, 1):
        tell(down, FAILED, NOTHING, NOTHING, NOON + timedelta(days=days))
    tell(by_mail, FAILED, NOTHING, NOTHING, NOON + timedelta(days=2))
    assert len(mailbox.mails) == 1


def test_a_channel_set_up_later_is_not_told_of_the_past(by_both: Settings, hook: Hook) -> None:
    tell(replace(by_both, alert_webhook=None), FAILED, NOTHING, NOTHING, NOON)
    tell(by_both, [], NOTHING, NOTHING, NOON)
    assert hook.posts == []


def test_a_line_that_a_crash_cut_off_is_told_again_and_harms_no_other(by_mail: Settings, mailbox: Mailbox) -> None:
    tell(by_mail, FAILED, NOTHING, NOTHING, NOON)
    outbox = by_mail.alerts / "outbox.jsonl"
    whole = outbox.read_bytes()
    outbox.write_bytes(whole[:-10])
    for _ in range(2):
        assert tell(by_mail, FAILED, NOTHING, NOTHING, NOON) == []
    assert len(mailbox.mails) == 2
    assert outbox.read_bytes().startswith(whole[:-10]), "it only grows"


def test_an_outbox_that_cannot_be_written_holds_no_alert_back(by_mail: Settings, mailbox: Mailbox) -> None:
    by_mail.home.mkdir()
    by_mail.alerts.touch()  # a file where the folder should be
    (line,) = tell(by_mail, FAILED, NOTHING, NOTHING, NOON)
    assert line.startswith("Alerts may come twice")
    assert len(mailbox.mails) == 1


def test_a_record_of_another_version_is_passed_over(by_mail: Settings, mailbox: Mailbox) -> None:
    by_mail.alerts.mkdir(parents=True)
    old = [{"raised": {"words": "old"}, "events": [], "channels": []}, {"other": 1}]
    (by_mail.alerts / "outbox.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in old))
    assert tell(by_mail, FAILED, NOTHING, NOTHING, NOON) == []
    assert len(mailbox.mails) == 1


def test_no_secret_is_written_or_sent(by_both: Settings, mailbox: Mailbox, hook: Hook, tmp_path: Path) -> None:
    tell(by_both, FAILED, LATE, REFUSED, NOON)
    written = (by_both.alerts / "outbox.jsonl").read_text()
    assert "disk full" in written
    for text in (written, *(mail.as_string() for mail in mailbox.mails), json.dumps(hook.posts)):
        assert "secret-key" not in text
