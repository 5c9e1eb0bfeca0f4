"""JSON lines: nested values, values that are not there, and JSON that is not what it should be."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from tests.ingest import feeds
from tests.ingest.site import Site

FEED = "video_hjelp113"


def lines(*records: object) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_a_whole_session(site: Site) -> None:
    site.take(FEED, [feeds.hjelp113()])
    (event,) = site.accepted(FEED)
    delivery_id, *_ = site.ledger(FEED)
    assert {name: str(value) for name, value in event.items()} == {
        "session_id": "5e55-0001",
        "solution": "hjelp113",
        "centre_room_id": "AMK-BOO",
        "call_id": "84000017",
        "link_sent_at": "2025-03-01 06:04:00",
        "started_at": "2025-03-01 06:04:31",
        "ended_at": "2025-03-01 06:09:02",
        "status": "completed",
        "device_os": "iOS",
        "connect_s": "31.0",
        "duration_s": "271.0",
        "clock_skew": "False",
        "time_ambiguous": "False",
        "local_date": "2025-03-01",
        "local_hour": "7",
        "delivery_id": delivery_id,
    }


@pytest.mark.parametrize("status", ["failed", "declined", "expired"])
def test_a_session_that_came_to_nothing(site: Site, status: str) -> None:
    site.take(FEED, [feeds.hjelp113(status=status, started=None, ended=feeds.ABSENT)])
    (event,) = site.accepted(FEED)
    assert (event["status"], event["started_at"], event["ended_at"]) == (status, None, None)
    assert (event["connect_s"], event["duration_s"]) == (None, None)


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({"call_id": 84000017}, "call_id", "84000017"),
        ({"call_id": "Å-1 «ö»"}, "call_id", "Å-1 «ö»"),
        ({"call_id": ""}, "call_id", None),
        ({"call_id": feeds.ABSENT}, "call_id", None),
        ({"os": 'Windows; 11, \t"pro"'}, "device_os", 'Windows; 11, \t"pro"'),
        ({"os": 17.5}, "device_os", "17.5"),
        ({"os": None}, "device_os", None),
        ({"os": True}, "device_os", "true"),
        ({"os": {"navn": "Ø"}}, "device_os", '{"navn":"Ø"}'),
        ({"session_id": 12345678901234567890}, "session_id", "12345678901234567890"),
    ],
)
def test_values_become_their_text(site: Site, changes: dict[str, Any], column: str, value: str | None) -> None:
    site.take(FEED, [feeds.hjelp113(**changes), feeds.hjelp113("other")])
    assert site.accepted(FEED)[0][column] == value


def test_a_nested_value_may_be_missing_at_every_level(site: Site) -> None:
    record = json.loads(feeds.hjelp113())
    rows = [
        {**record, "sessionId": "1", "device": None},
        {**record, "sessionId": "2", "device": {}},
        {key: value for key, value in {**record, "sessionId": "3"}.items() if key != "device"},
        {**record, "sessionId": "4", "device": "iOS"},
        {**record, "sessionId": "5", "centre": None},
        {**record, "sessionId": "6", "centre": "AMK-BOO"},
        {**record, "sessionId": "7", "centre": [{"id": "AMK-BOO"}]},
        record,
    ]
    site.take(FEED, lines(*rows))
    assert site.reasons(FEED) == {5: "missing_value", 6: "missing_value", 7: "missing_value"}
    assert [event["device_os"] for event in site.accepted(FEED)] == [None, None, None, None, "iOS"]


def test_keys_that_the_contract_does_not_know_are_ignored_and_reported(site: Site) -> None:
    record = json.loads(feeds.hjelp113())
    rows = [{**record, "quality": 5}, {**record, "sessionId": "2", "note": None, "quality": 4}]
    row = site.take(FEED, lines(*rows))
    assert (row.accepted, row.extra_columns) == (2, "quality, note")


@pytest.mark.parametrize("spelling", ["NaN", "Infinity", "-Infinity"])
def test_what_only_some_programs_call_json_is_not(site: Site, spelling: str) -> None:
    site.take(FEED, [feeds.hjelp113("1").replace('"84000017"', spelling), feeds.hjelp113("2")])
    assert site.reasons(FEED) == {1: "malformed_line"}


@pytest.mark.parametrize("known", ["iOS", "device"])
def test_half_a_character_harms_only_its_own_line(site: Site, known: str) -> None:
    # Valid JSON, but a surrogate without its other half is no text that can be stored.
    row = site.take(FEED, [feeds.hjelp113("1").replace(known, r"\ud83d"), feeds.hjelp113("2")])
    assert (row.rows_read, row.accepted) == (2, 1)
    assert site.reasons(FEED) == {1: "malformed_line"}


def test_deep_nesting_harms_only_its_own_line(site: Site) -> None:
    deep = "[" * 5_000 + "]" * 5_000
    rows = [feeds.hjelp113("1").replace('"iOS"', deep), "[" * 100_000, feeds.hjelp113("3")]
    row = site.take(FEED, rows)
    assert row.rows_read == 3
    assert [event["session_id"] for event in site.accepted(FEED)][-1] == "3"
    assert site.reasons(FEED)[2] == "malformed_line"


def test_an_enormous_number_harms_only_its_own_line(site: Site) -> None:
    row = site.take(FEED, [feeds.hjelp113("1").replace('"84000017"', "9" * 5_000), feeds.hjelp113("2")])
    assert (row.rows_read, row.accepted) == (2, 1)


def test_the_order_of_keys_does_not_matter(site: Site) -> None:
    record = json.loads(feeds.hjelp113())
    row = site.take(FEED, lines(record, dict(reversed(record.items()))))
    assert (row.accepted, row.duplicate) == (1, 1)


def test_a_key_with_a_dot_is_not_a_path(site: Site) -> None:
    record = json.loads(feeds.hjelp113())
    del record["centre"]
    site.take(FEED, lines({**record, "centre.id": "AMK-BOO"}, json.loads(feeds.hjelp113("2"))))
    assert site.reasons(FEED) == {1: "missing_value"}


def test_an_array_instead_of_lines_is_malformed(site: Site) -> None:
    row = site.take(FEED, json.dumps([json.loads(feeds.hjelp113())]))
    assert (row.rows_read, row.quarantined) == (1, 1)
    assert site.reasons(FEED) == {1: "malformed_line"}


def test_utc_times_become_instants(site: Site) -> None:
    site.take(FEED, [feeds.hjelp113(ended="2025-03-01T06:09:02.5Z")])
    (event,) = site.accepted(FEED)
    assert event["ended_at"] == datetime(2025, 3, 1, 6, 9, 2, 500_000)
    assert event["duration_s"] == 271.5
