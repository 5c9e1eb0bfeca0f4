"""Deliveries refused whole: why, in one clear line, and without harm to anything else."""

from __future__ import annotations

import codecs

import pytest

from tests.ingest import feeds
from tests.ingest.site import Site, assert_refused

CALLS, LIFEX, ALARMS = "calls_iccs", "calls_lifex", "ambulance_alarms"
HJELP113, BLIKSUND, NODSMS = "video_hjelp113", "video_bliksund", "nodsms"


def without(header: str, column: str) -> str:
    delimiter = ";" if ";" in header else ","
    return delimiter.join(name for name in header.split(delimiter) if name != column)


@pytest.mark.parametrize(
    ("feed", "header", "column"),
    [
        *((CALLS, feeds.ICCS_HEADER, column) for column in feeds.ICCS_HEADER.split(";")),
        *((LIFEX, feeds.LIFEX_HEADER, column) for column in feeds.LIFEX_HEADER.split(",")),
        *((ALARMS, feeds.ALARM_HEADER, column) for column in feeds.ALARM_HEADER.split(";")),
        *((NODSMS, feeds.NODSMS_HEADER, column) for column in feeds.NODSMS_HEADER.split(";")),
    ],
)
def test_a_file_without_a_column_is_refused_and_the_column_named(
    site: Site, feed: str, header: str, column: str
) -> None:
    row = site.take(feed, f"{without(header, column)}\n{feeds.ROW[feed]()}\n")
    assert_refused(row, "missing_columns")
    assert row.detail is not None
    assert column in row.detail


@pytest.mark.parametrize("column", feeds.BLIKSUND_HEADER)
def test_a_workbook_without_a_column_is_refused(site: Site, column: str) -> None:
    header = tuple("" if name == column else name for name in feeds.BLIKSUND_HEADER)
    row = site.take(BLIKSUND, feeds.workbook([feeds.bliksund()], header=header))
    assert_refused(row, "missing_columns")
    assert column in (row.detail or "")


@pytest.mark.parametrize("key", ["sessionId", "centre", "linkSentAt", "status"])
def test_json_lines_of_which_none_has_a_required_key_are_refused(site: Site, key: str) -> None:
    rows = [feeds.hjelp113(str(number)).replace(f'"{key}"', '"annet"') for number in range(3)]
    row = site.take(HJELP113, rows)
    assert_refused(row, "missing_columns")
    assert key in (row.detail or "")


@pytest.mark.parametrize(
    ("feed", "text"),
    [
        (CALLS, feeds.iccs() + "\n" + feeds.iccs("2")),
        (CALLS, feeds.ICCS_HEADER.replace(";", ",") + "\n" + feeds.iccs()),
        (CALLS, feeds.ICCS_HEADER.replace("Besvart av", "besvart av") + "\n" + feeds.iccs()),
        (CALLS, '"' + feeds.ICCS_HEADER + "\n" + feeds.iccs()),
        (CALLS, "Rapport fra ICCS\n" + feeds.ICCS_HEADER + "\n" + feeds.iccs()),
    ],
)
def test_a_file_whose_first_line_is_not_the_header_is_refused(site: Site, feed: str, text: str) -> None:
    assert_refused(site.take(feed, text), "missing_columns")


@pytest.mark.parametrize(
    ("feed", "name", "data"),
    [
        *((feed, name, b"") for feed, name in feeds.NAME.items()),
        *((feed, name, b"\n\n\r\n\n") for feed, name in feeds.NAME.items() if feed != BLIKSUND),
        (CALLS, "calls_iccs_2025-03-01.csv", b" \n\t\n   \n"),
        (CALLS, "calls_iccs_2025-03-01.csv", feeds.ICCS_HEADER.encode("cp1252")),
        (CALLS, "calls_iccs_2025-03-01.csv", feeds.ICCS_HEADER.encode("cp1252") + b"\r\n\r\n\r\n"),
        (LIFEX, "calls_lifex_2025-11-17.csv", feeds.LIFEX_HEADER.encode() + b"\n"),
        (ALARMS, "ambulance_alarms_2025-03-01.csv", codecs.BOM_UTF8),
        (ALARMS, "ambulance_alarms_2025-03-01.csv", codecs.BOM_UTF8 + feeds.ALARM_HEADER.encode() + b"\n"),
        (NODSMS, "nodsms_2025-03.csv.gz", feeds.zipped(b"")),
        (NODSMS, "nodsms_2025-03.csv.gz", b""),
        (BLIKSUND, "video_bliksund_2025-03.xlsx", feeds.workbook([])),
        (BLIKSUND, "video_bliksund_2025-03.xlsx", feeds.workbook([], below=[("Sum", 0)])),
        (BLIKSUND, "video_bliksund_2025-03.xlsx", feeds.workbook([], header=())),
    ],
)
def test_a_file_without_rows_is_refused(site: Site, feed: str, name: str, data: bytes) -> None:
    assert_refused(site.take(feed, data, name), "empty")


@pytest.mark.parametrize(
    ("limit", "good", "bad", "is_refused"),
    [
        (0.05, 19, 1, False),
        (0.05, 18, 1, True),
        (0.05, 38, 2, False),
        (0.05, 37, 2, True),
        (0.05, 0, 1, True),
        (0.05, 950, 50, False),
        (0.05, 949, 51, True),
        (0.0, 99, 1, True),
        (0.0, 99, 0, False),
        (0.2, 80, 20, False),
        (0.2, 79, 21, True),
        (0.29, 71, 29, False),
        (1.0, 0, 3, False),
    ],
)
def test_more_bad_rows_than_the_limit_refuse_a_delivery(
    site: Site, limit: float, good: int, bad: int, is_refused: bool
) -> None:
    limited = site.with_limit(limit)
    row = limited.take(CALLS, [*feeds.calls(good), *(feeds.iccs(f"bad{n}", line="112") for n in range(bad))])
    if is_refused:
        assert_refused(row, "too_many_errors")
        assert f"unknown_code {bad}" in (row.detail or "")
        assert limited.accepted(CALLS) == limited.quarantine(CALLS) == []
    else:
        assert (row.state, row.accepted, row.quarantined) == ("accepted", good, bad)


def test_duplicates_are_no_errors(strict_site: Site) -> None:
    row = strict_site.take(CALLS, [feeds.iccs()] * 20)
    assert (row.state, row.accepted, row.duplicate) == ("accepted", 1, 19)


def test_a_refused_delivery_does_not_keep_the_others_of_its_month_out(strict_site: Site) -> None:
    second = {"queued": "02.03.2025 07:00:00", "answered": "02.03.2025 07:00:09", "ended": "02.03.2025 07:01:00"}
    strict_site.deliver(CALLS, [feeds.iccs(line="112")], "calls_iccs_2025-03-03.csv")
    strict_site.deliver(CALLS, feeds.zipped(feeds.content(CALLS, feeds.calls(9)))[:-9], "calls_iccs_2025-03-01.csv.gz")
    strict_site.deliver(CALLS, [feeds.iccs(**second)], "calls_iccs_2025-03-02.csv")
    reasons = {row.file: row.reason for row in strict_site.ingest(CALLS)}
    assert reasons == {
        "calls_iccs_2025-03-01.csv.gz": "unreadable",
        "calls_iccs_2025-03-02.csv": None,
        "calls_iccs_2025-03-03.csv": "too_many_errors",
    }
    assert [event["call_id"] for event in strict_site.accepted(CALLS)] == ["84000017"]
