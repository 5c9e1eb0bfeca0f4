"""Times that say their offset from UTC: an instant is what it is, on every night, and the date is Oslo's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.ingest import feeds
from tests.ingest.site import Site


def unanswered(site: Site, queued: str, day: str) -> dict[str, Any]:
    """The one event of an unanswered LifeX call that ended as it began."""
    row = feeds.lifex(queued=queued, answered="", ended=queued, outcome="unanswered", answered_by="")
    site.take("calls_lifex", [row], f"calls_lifex_{day}.csv")
    assert site.reasons("calls_lifex") == {}
    (event,) = site.accepted("calls_lifex")
    return event


@pytest.mark.parametrize(
    ("queued", "expected", "local_date", "local_hour"),
    [
        # Ordinary winter and summer.
        ("2025-11-17T07:02:47.120+01:00", "2025-11-17T06:02:47.120", "2025-11-17", 7),
        ("2025-07-01T00:00:00.000+02:00", "2025-06-30T22:00:00.000", "2025-07-01", 0),
        ("2025-06-30T23:59:59.999+02:00", "2025-06-30T21:59:59.999", "2025-06-30", 23),
        # The night in October: 02:30 twice, told apart by the offset.
        ("2025-10-26T00:00:00.000+02:00", "2025-10-25T22:00:00.000", "2025-10-26", 0),
        ("2025-10-26T02:30:00.000+02:00", "2025-10-26T00:30:00.000", "2025-10-26", 2),
        ("2025-10-26T02:30:00.000+01:00", "2025-10-26T01:30:00.000", "2025-10-26", 2),
        ("2025-10-26T02:59:59.999+02:00", "2025-10-26T00:59:59.999", "2025-10-26", 2),
        ("2025-10-26T03:00:00.000+01:00", "2025-10-26T02:00:00.000", "2025-10-26", 3),
        ("2025-10-26T23:59:59.999+01:00", "2025-10-26T22:59:59.999", "2025-10-26", 23),
        ("2025-10-27T00:00:00.000+01:00", "2025-10-26T23:00:00.000", "2025-10-27", 0),
        # The night in March. A clock not put forward says 02:30, an instant all the same.
        ("2025-03-30T01:59:59.999+01:00", "2025-03-30T00:59:59.999", "2025-03-30", 1),
        ("2025-03-30T03:00:00.000+02:00", "2025-03-30T01:00:00.000", "2025-03-30", 3),
        ("2025-03-30T02:30:00.000+01:00", "2025-03-30T01:30:00.000", "2025-03-30", 3),
        ("2025-03-30T23:59:59.999+02:00", "2025-03-30T21:59:59.999", "2025-03-30", 23),
        ("2025-03-31T00:00:00.000+02:00", "2025-03-30T22:00:00.000", "2025-03-31", 0),
        # New Year, and other ways to write the same.
        ("2024-12-31T23:30:00Z", "2024-12-31T23:30:00.000", "2025-01-01", 0),
        ("2025-01-01T00:30:00+01:00", "2024-12-31T23:30:00.000", "2025-01-01", 0),
        ("2025-12-31T23:59:59.999+01:00", "2025-12-31T22:59:59.999", "2025-12-31", 23),
        ("2025-06-30T18:30:00.5-03:30", "2025-06-30T22:00:00.500", "2025-07-01", 0),
    ],
)
def test_an_instant_and_its_local_date_and_hour(
    site: Site, queued: str, expected: str, local_date: str, local_hour: int
) -> None:
    event = unanswered(site, queued, local_date)
    assert event["queued_at"] == datetime.fromisoformat(expected)
    assert (event["local_date"], event["local_hour"]) == (date.fromisoformat(local_date), local_hour)
    assert event["time_ambiguous"] is False


@pytest.mark.parametrize(
    ("fraction", "microseconds"),
    [("", 0), (".1", 100_000), (".12", 120_000), (".123", 123_000), (".123456", 123_000), (".123456789", 123_000)],
)
def test_fractions_of_a_second_are_kept_to_the_millisecond(site: Site, fraction: str, microseconds: int) -> None:
    event = unanswered(site, f"2025-11-17T07:02:47{fraction}+01:00", "2025-11-17")
    assert event["queued_at"] == datetime(2025, 11, 17, 6, 2, 47, microseconds)


def test_a_call_through_the_night_in_october_is_as_long_as_it_was(site: Site) -> None:
    row = feeds.lifex(
        queued="2025-10-26T02:59:50.000+02:00",
        answered="2025-10-26T02:00:00.250+01:00",
        ended="2025-10-26T02:10:00.000+01:00",
    )
    site.take("calls_lifex", [row], "calls_lifex_2025-10-26.csv")
    (event,) = site.accepted("calls_lifex")
    assert (event["wait_s"], event["talk_s"]) == (10.25, 599.75)


def test_a_video_session_just_after_local_midnight_belongs_to_that_day(site: Site) -> None:
    rows = [
        feeds.hjelp113("1", sent="2025-02-28T23:00:00Z", started=None, ended=None, status="expired"),
        feeds.hjelp113("2", sent="2025-02-28T22:59:59.999Z", started=None, ended=None, status="expired"),
        feeds.hjelp113("3", sent="2025-03-01T22:59:59.999Z", started=None, ended=None, status="declined"),
    ]
    site.take("video_hjelp113", rows)
    assert site.reasons("video_hjelp113") == {2: "outside_period"}
    assert [(e["session_id"], e["local_hour"]) for e in site.accepted("video_hjelp113")] == [("1", 0), ("3", 23)]


def test_an_alarm_with_mixed_offsets_in_one_row(site: Site) -> None:
    row = feeds.alarm(sent="2025-03-01T07:03:10.000+01:00", acknowledged="2025-03-01T06:03:52Z")
    site.take("ambulance_alarms", [row])
    (event,) = site.accepted("ambulance_alarms")
    assert event["acknowledged_at"] == datetime(2025, 3, 1, 6, 3, 52)
    assert event["acknowledge_s"] == 42
