"""Local wall-clock times on the two nights a year when the clock is changed, and on ordinary ones.

In 2025 summer time began on 30 March (02:00 became 03:00, at 01:00 UTC) and ended on 26 October (03:00 became
02:00, at 01:00 UTC). So 02:mm on 26 October is first 00:mm UTC and then 01:mm UTC.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.ingest import feeds
from tests.ingest.site import Site

FEED = "calls_iccs"


def utc(text: str) -> datetime:
    """An instant from `26 00:30:00`, the day in October 2025, or from `2025-03-30 00:59:59`."""
    return datetime.fromisoformat(f"2025-10-{text}" if text[2] == " " else text)


def call(site: Site, day: str, queued: str, answered: str, ended: str) -> dict[str, Any]:
    """The one event of a call on a day (dd.mm.yyyy)."""
    times = {"queued": queued, "answered": answered, "ended": ended}
    response = {"outcome": "BESVART"} if answered else {"outcome": "UBESVART", "answered_by": ""}
    row = feeds.iccs("1", **{name: text and f"{day} {text}" for name, text in times.items()}, **response)
    site.take(FEED, [row], f"calls_iccs_{'-'.join(reversed(day.split('.')))}.csv")
    assert site.reasons(FEED) == {}
    (event,) = site.accepted(FEED)
    return event


@pytest.mark.parametrize(
    ("queued", "answered", "ended", "expected", "wait_s", "talk_s"),
    [
        ("02:30:00", "02:30:05", "02:35:00", ("26 00:30:00", "26 00:30:05", "26 00:35:00"), 5, 295),
        # Answered before it was queued by the wall clock: an hour later, that is, half a minute after.
        ("02:59:50", "02:00:10", "02:05:00", ("26 00:59:50", "26 01:00:10", "26 01:05:00"), 20, 290),
        # Ended in the second hour.
        ("02:50:00", "02:55:00", "02:05:00", ("26 00:50:00", "26 00:55:00", "26 01:05:00"), 300, 600),
        # Begun before the repeated hour, and ended in it or after it.
        ("01:58:00", "01:58:10", "02:10:00", ("25 23:58:00", "25 23:58:10", "26 00:10:00"), 10, 710),
        ("01:59:59", "02:00:02", "03:00:00", ("25 23:59:59", "26 00:00:02", "26 02:00:00"), 3, 7198),
        # The earliest instant is taken although the latest would make a shorter call.
        ("02:58:00", "02:58:30", "03:01:00", ("26 00:58:00", "26 00:58:30", "26 02:01:00"), 30, 3750),
        # The answer in the second hour carries the end with it.
        ("02:40:00", "02:39:00", "02:41:00", ("26 00:40:00", "26 01:39:00", "26 01:41:00"), 3540, 120),
        # Equal times are the same instant, not an hour apart.
        ("02:40:00", "02:40:00", "02:40:00", ("26 00:40:00", "26 00:40:00", "26 00:40:00"), 0, 0),
    ],
)
def test_in_the_repeated_hour_each_time_is_the_earliest_not_before_the_one_to_its_left(
    site: Site, *, queued: str, answered: str, ended: str, expected: tuple[str, str, str], wait_s: float, talk_s: float
) -> None:
    event = call(site, "26.10.2025", queued, answered, ended)
    assert (event["queued_at"], event["answered_at"], event["ended_at"]) == tuple(map(utc, expected))
    assert (event["wait_s"], event["talk_s"]) == (wait_s, talk_s)
    assert (event["time_ambiguous"], event["clock_skew"]) == (True, False)
    assert event["local_date"] == date(2025, 10, 26)
    assert event["local_hour"] == int(queued[:2])


@pytest.mark.parametrize(
    ("queued", "answered", "ended", "expected"),
    [
        # The answer's clock is one or two seconds behind: it is not an answer after an hour.
        ("02:30:10", "02:30:09", "02:31:00", ("26 00:30:10", "26 00:30:09", "26 00:31:00")),
        ("02:30:10", "02:30:08", "02:31:00", ("26 00:30:10", "26 00:30:08", "26 00:31:00")),
        ("02:30:10", "02:30:09", "02:30:09", ("26 00:30:10", "26 00:30:09", "26 00:30:09")),
        ("03:00:01", "02:59:59", "03:02:00", ("26 02:00:01", "26 01:59:59", "26 02:02:00")),
        ("02:00:00", "01:59:59", "02:02:00", ("26 00:00:00", "25 23:59:59", "26 00:02:00")),
    ],
)
def test_a_skewed_answer_in_the_repeated_hour_is_skewed_and_not_an_hour_late(
    site: Site, queued: str, answered: str, ended: str, expected: tuple[str, str, str]
) -> None:
    event = call(site, "26.10.2025", queued, answered, ended)
    assert (event["queued_at"], event["answered_at"], event["ended_at"]) == tuple(map(utc, expected))
    assert (event["wait_s"], event["clock_skew"], event["time_ambiguous"]) == (0, True, True)


def test_an_answer_three_seconds_before_by_the_wall_clock_is_in_the_second_hour(site: Site) -> None:
    event = call(site, "26.10.2025", "02:30:10", "02:30:07", "02:31:00")
    assert (event["answered_at"], event["wait_s"], event["clock_skew"]) == (utc("26 01:30:07"), 3597, False)


def test_an_unanswered_call_may_end_in_the_second_hour(site: Site) -> None:
    event = call(site, "26.10.2025", "02:40:00", "", "02:10:00")
    assert (event["queued_at"], event["ended_at"]) == (utc("26 00:40:00"), utc("26 01:10:00"))
    assert (event["answered_at"], event["wait_s"], event["talk_s"]) == (None, None, None)
    assert event["time_ambiguous"]


@pytest.mark.parametrize("end", ["02:04:59", "01:59:59"])
def test_a_call_cannot_end_before_it_is_answered_in_either_hour(site: Site, end: str) -> None:
    row = feeds.iccs(queued="26.10.2025 02:50:00", answered="26.10.2025 02:05:00", ended=f"26.10.2025 {end}")
    site.take(FEED, [row], "calls_iccs_2025-10-26.csv")
    assert site.reasons(FEED) == {2: "times_out_of_order"}


@pytest.mark.parametrize(
    ("queued", "expected", "hour"),
    [("01:59:59", "25 23:59:59", 1), ("03:00:00", "26 02:00:00", 3), ("12:00:00", "26 11:00:00", 12)],
)
def test_outside_the_repeated_hour_nothing_is_ambiguous(site: Site, queued: str, expected: str, hour: int) -> None:
    event = call(site, "26.10.2025", queued, "", queued)
    assert (event["queued_at"], event["local_hour"], event["time_ambiguous"]) == (utc(expected), hour, False)


@pytest.mark.parametrize("column", ["queued", "answered", "ended"])
@pytest.mark.parametrize("time", ["02:00:00", "02:30:00", "02:59:59"])
def test_the_hour_that_does_not_exist_is_an_error_in_every_column(site: Site, column: str, time: str) -> None:
    times = {"queued": "01:50:00", "answered": "01:59:00", "ended": "03:10:00"}
    row = feeds.iccs(**{name: f"30.03.2025 {text}" for name, text in (times | {column: time}).items()})
    site.take(FEED, [row], "calls_iccs_2025-03-30.csv")
    assert site.reasons(FEED) == {2: "nonexistent_local_time"}


def test_a_call_across_the_missing_hour_is_as_long_as_it_was(site: Site) -> None:
    event = call(site, "30.03.2025", "01:59:50", "01:59:59", "03:00:01")
    assert event["queued_at"] == datetime(2025, 3, 30, 0, 59, 50)
    assert event["ended_at"] == datetime(2025, 3, 30, 1, 0, 1)
    assert (event["wait_s"], event["talk_s"], event["time_ambiguous"]) == (9, 2, False)


@pytest.mark.parametrize(
    ("day", "queued", "ended", "reason"),
    [
        # The night in October makes a day of 25 hours, the one in March a day of 23.
        ("25.10.2025", "25.10.2025 12:00:00", "26.10.2025 11:00:00", None),
        ("25.10.2025", "25.10.2025 12:00:00", "26.10.2025 11:00:01", "duration_over_24h"),
        ("29.03.2025", "29.03.2025 12:00:00", "30.03.2025 13:00:00", None),
        ("29.03.2025", "29.03.2025 12:00:00", "30.03.2025 13:00:01", "duration_over_24h"),
        ("01.07.2025", "01.07.2025 12:00:00", "02.07.2025 12:00:00", None),
        ("01.07.2025", "01.07.2025 12:00:00", "02.07.2025 12:00:01", "duration_over_24h"),
    ],
)
def test_twenty_four_hours_are_hours_and_not_a_day(
    site: Site, day: str, queued: str, ended: str, reason: str | None
) -> None:
    row = feeds.iccs(queued=queued, answered="", ended=ended, outcome="UBESVART", answered_by="")
    site.take(FEED, [row], f"calls_iccs_{'-'.join(reversed(day.split('.')))}.csv")
    assert site.reasons(FEED) == ({} if reason is None else {2: reason})


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        ("01.01.2025", "00:00:00", datetime(2024, 12, 31, 23, 0)),
        ("31.12.2025", "23:59:59", datetime(2025, 12, 31, 22, 59, 59)),
        ("01.07.2025", "00:00:00", datetime(2025, 6, 30, 22, 0)),
        ("29.02.2024", "23:30:00", datetime(2024, 2, 29, 22, 30)),
    ],
)
def test_a_local_day_begins_and_ends_at_local_midnight(site: Site, day: str, time: str, expected: datetime) -> None:
    event = call(site, day, time, "", time)
    assert event["queued_at"] == expected
    assert event["local_date"].strftime("%d.%m.%Y") == day
    assert event["local_hour"] == int(time[:2])


def test_a_workbook_in_the_repeated_hour(site: Site) -> None:
    row = feeds.bliksund(
        sent=datetime(2025, 10, 26, 2, 58),
        started=datetime(2025, 10, 26, 2, 0, 30),
        ended=datetime(2025, 10, 26, 2, 10),
    )
    site.take("video_bliksund", [row], "video_bliksund_2025-10.xlsx")
    (event,) = site.accepted("video_bliksund")
    assert (event["link_sent_at"], event["started_at"], event["ended_at"]) == (
        utc("26 00:58:00"),
        utc("26 01:00:30"),
        utc("26 01:10:00"),
    )
    assert (event["connect_s"], event["duration_s"], event["time_ambiguous"]) == (150, 570, True)


def test_a_workbook_has_no_missing_hour_either(site: Site) -> None:
    rows = [
        feeds.bliksund("1", sent=datetime(2025, 3, 30, 2, 30), started=None, ended=None, status="Feilet"),
        feeds.bliksund("2", sent=datetime(2025, 3, 30, 3, 30), started=None, ended=None, status="Feilet"),
    ]
    site.take("video_bliksund", rows)
    assert site.reasons("video_bliksund") == {2: "nonexistent_local_time"}
    assert [event["link_sent_at"] for event in site.accepted("video_bliksund")] == [datetime(2025, 3, 30, 1, 30)]
