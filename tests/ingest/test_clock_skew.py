"""A response up to two seconds before what it responds to is two clocks that disagree; more is an error."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ingest import feeds
from tests.ingest.site import Site


def at(seconds: float) -> str:
    """So many seconds after noon on 17 November 2025, as LifeX writes it."""
    minute, rest = divmod(12 * 3600 + seconds, 60)
    return f"2025-11-17T{int(minute) // 60:02}:{int(minute) % 60:02}:{rest:06.3f}+01:00"


def take(site: Site, queued: float, answered: float | None, ended: float) -> dict[str, Any] | str:
    """The event of a LifeX call, or the reason why there is none."""
    response = ("unanswered", "", "") if answered is None else ("answered", at(answered), "LVS-1804")
    row = feeds.lifex(
        queued=at(queued), answered=response[1], ended=at(ended), outcome=response[0], answered_by=response[2]
    )
    site.take("calls_lifex", [row])
    return site.reasons("calls_lifex").get(2) or site.accepted("calls_lifex")[0]


@pytest.mark.parametrize(
    ("queued", "answered", "ended", "wait_s", "talk_s", "is_skewed"),
    [
        (10, 10, 20, 0, 10, False),
        (10, 10.001, 20, 0.001, 9.999, False),
        (10, 9.999, 20, 0, 10.001, True),
        (10, 8.0, 20, 0, 12, True),
        # What follows a skewed answer was written by the answer's clock.
        (10, 8.5, 8.5, 0, 0, True),
        (10, 8.0, 9.0, 0, 1, True),
        (10, 8.0, 10.0, 0, 2, True),
    ],
)
def test_up_to_two_seconds_is_skew_and_no_wait(
    site: Site, *, queued: float, answered: float, ended: float, wait_s: float, talk_s: float, is_skewed: bool
) -> None:
    event = take(site, queued, answered, ended)
    assert isinstance(event, dict)
    assert (event["wait_s"], event["talk_s"], event["clock_skew"]) == (wait_s, talk_s, is_skewed)
    assert event["answered_at"].second + event["answered_at"].microsecond / 1e6 == answered


@pytest.mark.parametrize(
    ("queued", "answered", "ended"),
    [
        (10, 7.999, 20),
        (10, 9, 8.999),
        (10, 11, 9),
        (10, 10, 9.999),
        # Nothing responded, so nothing is skewed.
        (10, None, 9.999),
        (10, None, 8),
    ],
)
def test_anything_else_before_what_came_before_is_an_error(
    site: Site, queued: float, answered: float | None, ended: float
) -> None:
    assert take(site, queued, answered, ended) == "times_out_of_order"


@pytest.mark.parametrize(("ended", "expected"), [(86400.0, "accepted"), (86400.001, "duration_over_24h")])
def test_a_row_may_last_exactly_24_hours(site: Site, ended: float, expected: str) -> None:
    times = {0.0: "2025-11-17T00:00:10.000+01:00", 86400.0: "2025-11-18T00:00:10.000+01:00"}
    last = times.get(ended, "2025-11-18T00:00:10.001+01:00")
    site.take("calls_lifex", [feeds.lifex(queued=times[0.0], answered=times[0.0], ended=last)])
    assert site.reasons("calls_lifex").get(2, "accepted") == expected


@pytest.mark.parametrize(
    ("acknowledged", "expected"),
    [("07:03:10.000", (0, False)), ("07:03:09.999", (0, True)), ("07:03:08.000", (0, True)), ("07:03:07.999", None)],
)
def test_an_alarm_acknowledged_before_it_was_sent(
    site: Site, acknowledged: str, expected: tuple[float, bool] | None
) -> None:
    site.take("ambulance_alarms", [feeds.alarm(acknowledged=f"2025-03-01T{acknowledged}+01:00")])
    events = [(event["acknowledge_s"], event["clock_skew"]) for event in site.accepted("ambulance_alarms")]
    assert events == ([] if expected is None else [expected])
    assert site.reasons("ambulance_alarms") == ({2: "times_out_of_order"} if expected is None else {})


@pytest.mark.parametrize(
    ("started", "expected"),
    [("06:03:59.500", (0, 302.5, True)), ("06:03:58.000", (0, 304.0, True)), ("06:03:57.999", None)],
)
def test_a_video_started_before_its_link_was_sent(
    site: Site, started: str, expected: tuple[float, float, bool] | None
) -> None:
    site.take("video_hjelp113", [feeds.hjelp113(started=f"2025-03-01T{started}Z")])
    events = [(e["connect_s"], e["duration_s"], e["clock_skew"]) for e in site.accepted("video_hjelp113")]
    assert events == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("departed", "at_patient", "expected"),
    [
        ("12:04:10", "12:04:10", (0, 0, False)),
        ("12:04:08", "12:27:40", (0, 1410, True)),
        # What follows a skewed departure was written by its clock, and is no time at all.
        ("12:04:08", "12:04:09", (0, 0, True)),
        ("12:04:07", "12:27:40", None),
        # A departure after the alert skews nothing: nobody is at the patient before it.
        ("12:04:10", "12:04:09", None),
    ],
)
def test_a_mission_that_departed_before_it_was_alerted(
    site: Site, departed: str, at_patient: str, expected: tuple[float, float, bool] | None
) -> None:
    row = feeds.mission(departed=f"2025-03-01T{departed}+01:00", at_patient=f"2025-03-01T{at_patient}+01:00")
    site.take("air_ambulance_missions", [row])
    events = [(e["activation_s"], e["response_s"], e["clock_skew"]) for e in site.accepted("air_ambulance_missions")]
    assert events == ([] if expected is None else [expected])
    assert site.reasons("air_ambulance_missions") == ({2: "times_out_of_order"} if expected is None else {})


def test_an_alarm_that_nobody_acknowledged_is_neither_skewed_nor_answered(site: Site) -> None:
    site.take("ambulance_alarms", [feeds.alarm(acknowledged="")])
    (event,) = site.accepted("ambulance_alarms")
    assert (event["acknowledged_at"], event["acknowledge_s"], event["clock_skew"]) == (None, None, False)
