"""Delimited text as the systems really write it: encodings, byte order marks, quotes, other and moved columns."""

from __future__ import annotations

import codecs

import pytest

from tests.ingest import feeds
from tests.ingest.site import Site

CALLS, ALARMS = "calls_iccs", "ambulance_alarms"


def test_a_whole_call_of_iccs(site: Site) -> None:
    site.take(CALLS, [feeds.iccs(outcome="OVERFØRT", line="LOKAL", answered_by="LVS-4601", test="J")])
    (event,) = site.accepted(CALLS)
    delivery_id, *_ = site.ledger(CALLS)
    assert {name: str(value) for name, value in event.items()} == {
        "call_id": "84000017",
        "source_system": "iccs",
        "line": "116117_local",
        "direction": "inbound",
        "intended_room_id": "AMK-BGO",
        "answering_room_id": "LVS-4601",
        "queued_at": "2025-03-01 06:02:47",
        "answered_at": "2025-03-01 06:02:51",
        "ended_at": "2025-03-01 06:05:41",
        "outcome": "answered",
        "was_transferred": "True",
        "is_test": "True",
        "wait_s": "4.0",
        "talk_s": "170.0",
        "clock_skew": "False",
        "time_ambiguous": "False",
        "local_date": "2025-03-01",
        "local_hour": "7",
        "delivery_id": delivery_id,
    }


def test_a_whole_call_of_lifex(site: Site) -> None:
    site.take("calls_lifex", [feeds.lifex(outcome="unanswered", answered="", answered_by="", direction="outbound")])
    (event,) = site.accepted("calls_lifex")
    assert (event["source_system"], event["line"], event["direction"]) == ("lifex", "116117", "outbound")
    assert (event["outcome"], event["was_transferred"], event["is_test"]) == ("unanswered", False, False)
    assert (event["answering_room_id"], event["answered_at"]) == (None, None)
    assert (event["wait_s"], event["talk_s"]) == (None, None)


def test_a_whole_alarm(site: Site) -> None:
    site.take(ALARMS, [feeds.alarm()])
    (event,) = site.accepted(ALARMS)
    delivery_id, *_ = site.ledger(ALARMS)
    assert {name: str(value) for name, value in event.items()} == {
        "alarm_id": "A2025-0000017",
        "amk_room_id": "AMK-BOO",
        "mission_id": "250301-0598",
        "unit": "NLSH-1-3",
        "urgency": "akutt",
        "sent_at": "2025-03-01 06:03:10",
        "acknowledged_at": "2025-03-01 06:03:52",
        "channel": "nodnett",
        "acknowledge_s": "42.0",
        "clock_skew": "False",
        "time_ambiguous": "False",
        "local_date": "2025-03-01",
        "local_hour": "7",
        "delivery_id": delivery_id,
    }


def test_a_whole_day_of_nodsms(site: Site) -> None:
    site.take("nodsms", [feeds.nodsms(tests="4")])
    (event,) = site.accepted("nodsms")
    delivery_id, *_ = site.ledger("nodsms")
    assert {name: str(value) for name, value in event.items()} == {
        "local_date": "2025-03-01",
        "received": "26",
        "forwarded": "3",
        "filtered": "23",
        "test_messages": "4",
        "delivery_id": delivery_id,
    }


@pytest.mark.parametrize(
    ("line", "canonical"), [("113", "113"), ("116117", "116117"), ("LOKAL", "116117_local"), ("ANNEN", "other")]
)
def test_iccs_lines(site: Site, line: str, canonical: str) -> None:
    site.take(CALLS, [feeds.iccs(line=line)])
    assert [event["line"] for event in site.accepted(CALLS)] == [canonical]


@pytest.mark.parametrize(
    ("line", "canonical"), [("113", "113"), ("116117", "116117"), ("local", "116117_local"), ("other", "other")]
)
def test_lifex_lines(site: Site, line: str, canonical: str) -> None:
    site.take("calls_lifex", [feeds.lifex(line=line)])
    assert [event["line"] for event in site.accepted("calls_lifex")] == [canonical]


@pytest.mark.parametrize(("urgency", "canonical"), [("Akutt", "akutt"), ("Haster", "haster"), ("Vanlig", "vanlig")])
def test_urgencies(site: Site, urgency: str, canonical: str) -> None:
    site.take(ALARMS, [feeds.alarm(urgency=urgency)])
    assert [event["urgency"] for event in site.accepted(ALARMS)] == [canonical]


@pytest.mark.parametrize("feed", [ALARMS, "calls_lifex", "nodsms", "video_hjelp113"])
def test_a_byte_order_mark_is_no_part_of_a_utf_8_file(site: Site, feed: str) -> None:
    row = site.take(feed, codecs.BOM_UTF8 + feeds.content(feed, [feeds.ROW[feed]()]))
    assert (row.state, row.accepted, row.extra_columns) == ("accepted", 1, None)


@pytest.mark.parametrize("feed", [CALLS, "calls_lifex", ALARMS, "nodsms", "video_hjelp113"])
def test_gzip_changes_nothing(site: Site, feed: str) -> None:
    row = site.take(feed, feeds.zipped(feeds.content(feed, [feeds.ROW[feed]()])), feeds.NAME[feed] + ".gz")
    assert (row.state, row.accepted) == ("accepted", 1)


def test_the_last_line_may_lack_its_end(site: Site) -> None:
    assert site.take(CALLS, f"{feeds.ICCS_HEADER}\n{feeds.iccs()}").accepted == 1


def test_quoted_fields_may_hold_the_delimiter_and_quotes(site: Site) -> None:
    site.take(ALARMS, [feeds.alarm("A1", unit='"NLSH;1-3"'), feeds.alarm("A2", unit='"bil ""3"""'), feeds.alarm("A3")])
    assert [(event["alarm_id"], event["unit"]) for event in site.accepted(ALARMS)] == [
        ("A1", "NLSH;1-3"),
        ("A2", 'bil "3"'),
        ("A3", "NLSH-1-3"),
    ]


def test_every_field_and_the_header_may_be_quoted(site: Site) -> None:
    lines = [",".join(f'"{field}"' for field in line.split(",")) for line in (feeds.LIFEX_HEADER, feeds.lifex())]
    row = site.take("calls_lifex", "\n".join(lines))
    assert (row.accepted, row.extra_columns) == (1, None)


def test_columns_may_stand_in_another_order(site: Site) -> None:
    lines = [";".join(reversed(line.split(";"))) for line in (feeds.ICCS_HEADER, feeds.iccs(answered_by="AMK-OSL"))]
    site.take(CALLS, "\n".join(lines))
    (event,) = site.accepted(CALLS)
    assert (event["call_id"], event["intended_room_id"], event["answering_room_id"]) == (
        "84000017",
        "AMK-BGO",
        "AMK-OSL",
    )


def test_columns_that_the_contract_does_not_know_are_ignored_and_reported(site: Site) -> None:
    lines = [f"Merknad;{feeds.ICCS_HEADER};Kø nr", f"ny;{feeds.iccs()};7"]
    row = site.take(CALLS, "\n".join(lines))
    assert (row.state, row.accepted, row.extra_columns) == ("accepted", 1, "Merknad, Kø nr")
    assert "Merknad" not in site.accepted(CALLS)[0]
    assert site.ledger(CALLS)[row.delivery_id]["extra_columns"] == "Merknad, Kø nr"


def test_a_column_named_like_a_canonical_one_is_still_unknown(site: Site) -> None:
    lines = [f"{feeds.ICCS_HEADER};delivery_id;text;malformed;wait_s", f"{feeds.iccs()};x;y;z;99"]
    row = site.take(CALLS, "\n".join(lines))
    assert row.extra_columns == "delivery_id, text, malformed, wait_s"
    assert [event["wait_s"] for event in site.accepted(CALLS)] == [4]


def test_a_header_may_have_spaces_around_its_names(site: Site) -> None:
    header = " ; ".join(feeds.ICCS_HEADER.split(";"))
    row = site.take(CALLS, f"{header} ; Merknad \n{feeds.iccs()};x")
    assert (row.state, row.accepted, row.extra_columns) == ("accepted", 1, "Merknad")


def test_of_two_columns_with_one_name_the_first_counts(site: Site) -> None:
    row = site.take(CALLS, f"{feeds.ICCS_HEADER};Linje\n{feeds.iccs(line='113')};ANNEN")
    assert (row.accepted, row.extra_columns) == (1, "Linje")
    assert [event["line"] for event in site.accepted(CALLS)] == ["113"]


def test_a_trailing_delimiter_on_every_line_makes_no_column(site: Site) -> None:
    row = site.take(CALLS, f"{feeds.ICCS_HEADER};\n{feeds.iccs()};\n")
    assert (row.state, row.accepted, row.extra_columns) == ("accepted", 1, None)


def test_windows_1252_is_more_than_latin_1(site: Site) -> None:
    # A unit name cannot hold it in ICCS; an extra column can: bytes 0x80–0x9f are letters there.
    row = site.take(CALLS, f"{feeds.ICCS_HEADER};Merknad\n{feeds.iccs()};€ – „Š“\n")
    assert (row.state, row.accepted) == ("accepted", 1)


def test_a_line_may_hold_what_other_systems_take_for_a_line_break(site: Site) -> None:
    row = site.take(ALARMS, [feeds.alarm("A1", unit="bil\u2028 3"), feeds.alarm("A2", unit="bil\x0b\x0c3")])
    assert (row.rows_read, row.accepted) == (2, 2)
