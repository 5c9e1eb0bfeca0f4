"""What the dashboard is told of extracts: tries by the audit, and what comes next by the cadence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dagster_project.extracts import audit, shelf
from dagster_project.extracts.extraction import extract
from dagster_project.extracts.periods import parse_period
from dagster_project.extracts.recipients import Recipient
from dagster_project.extracts.shelf import ShelfError
from dagster_project.releases import Release
from dagster_project.settings import RECIPIENTS, Settings


@pytest.mark.parametrize(
    ("today", "newest", "following"),
    [
        # By the calendar: Monday 1 December 2025 is its first working day, so Friday the 5th is the fifth.
        (date(2025, 12, 4), ("2025-10", date(2025, 11, 7)), ("2025-11", date(2025, 12, 5))),
        (date(2025, 12, 5), ("2025-11", date(2025, 12, 5)), ("2025-12", date(2026, 1, 8))),
        (date(2025, 12, 31), ("2025-11", date(2025, 12, 5)), ("2025-12", date(2026, 1, 8))),
    ],
)
def test_the_newest_that_is_due_and_the_one_after_it(
    settings: Settings, today: date, newest: tuple[str, date], following: tuple[str, date]
) -> None:
    (found,) = shelf.upcoming(settings, today)
    assert (found.recipient.recipient_id, found.recipient.agreement) == ("lat", None)
    assert (found.newest.period.code, found.newest.due_on) == newest
    assert (found.following.period.code, found.following.due_on) == following


def test_a_working_day_far_into_the_next_period_leaves_an_earlier_one_the_newest(settings: Settings) -> None:
    told = RECIPIENTS.read_text(encoding="utf-8").replace("[month, tertial, year]", "[week]")
    file = settings.home.parent / "recipients.yaml"
    file.write_text(told.replace("{every: month, working_day: 5}", "{every: week, working_day: 8}"), encoding="utf-8")
    # Eight working days after Sunday 9 November 2025 is Wednesday the 19th.
    (found,) = shelf.upcoming(replace(settings, recipients=file), date(2025, 11, 18))
    assert (found.newest.period.code, found.following.period.code) == ("2025-W44", "2025-W45")
    assert found.following.due_on == date(2025, 11, 19)


def test_every_try_has_its_period(settings: Settings, release: Release, lat: Recipient) -> None:
    extract(settings, release, lat, parse_period("2025-11"))
    (found,) = shelf.tries(settings)
    assert (found.delivery.state, found.period.start, found.period.end) == (
        "delivered", date(2025, 11, 1), date(2025, 11, 30),
    )  # fmt: skip


def test_a_changed_audit_is_an_error_of_one_line(settings: Settings, release: Release, lat: Recipient) -> None:
    for code in ("2025-11", "2025-T3"):
        extract(settings, release, lat, parse_period(code))
    file = audit.audit_file(settings)
    file.write_bytes(file.read_bytes().replace(b"LAT-2026-01", b"LAT-2026-02", 1))
    with pytest.raises(ShelfError, match=r"line 2: what stood before it was changed"):
        shelf.tries(settings)


def test_a_bad_recipients_file_is_an_error_of_one_line(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "recipients.yaml"
    file.write_text("recipients: {lat: {name: LAT}}", encoding="utf-8")
    with pytest.raises(ShelfError, match=r"lat: scope is missing"):
        shelf.upcoming(replace(settings, recipients=file), date(2025, 12, 4))
