"""A quarantined row can be found again: its delivery, its line in the file, its text as delivered."""

from __future__ import annotations

from datetime import datetime

from tests.ingest import feeds
from tests.ingest.site import Site


def test_a_quarantined_row_names_its_delivery_and_line_and_keeps_its_text(site: Site) -> None:
    bad = feeds.iccs(line="112", outcome="OVERFØRT")
    row = site.take("calls_iccs", [feeds.iccs("1"), bad])
    assert site.quarantine("calls_iccs") == [
        {
            "delivery_id": row.delivery_id,
            "feed": "calls_iccs",
            "line_number": 3,
            "reason": "unknown_code",
            "text": bad,
        }
    ]
    assert row.delivery_id == f"calls_iccs_2025-03-01_v1_{row.sha256[:8]}"


def test_blank_lines_are_no_rows_but_count_as_lines(site: Site) -> None:
    lines = ["", feeds.ICCS_HEADER, "", "", feeds.iccs("1"), "", feeds.iccs("2", line="112"), "", ""]
    row = site.take("calls_iccs", "\n".join(lines))
    assert row.rows_read == 2
    assert site.reasons("calls_iccs") == {7: "unknown_code"}


def test_lines_end_with_carriage_returns_too(site: Site) -> None:
    bad = feeds.iccs("2", test="X")
    row = site.take("calls_iccs", "\r\n".join([feeds.ICCS_HEADER, feeds.iccs("1"), "", bad, ""]))
    assert (row.rows_read, row.accepted) == (2, 1)
    assert [(q["line_number"], q["reason"], q["text"]) for q in site.quarantine("calls_iccs")] == [
        (4, "unknown_code", bad)
    ]


def test_line_numbers_are_those_of_the_unpacked_file(site: Site) -> None:
    data = feeds.content("calls_iccs", [feeds.iccs("1"), feeds.iccs("2", room="AMK-XYZ")])
    site.take("calls_iccs", feeds.zipped(data), "calls_iccs_2025-03-01.csv.gz")
    assert site.reasons("calls_iccs") == {3: "unknown_room"}


def test_quoted_and_plain_lines_stand_in_the_order_of_the_file(site: Site) -> None:
    rows = [feeds.iccs("1", line='"112"'), feeds.iccs("2", line="112"), feeds.iccs("3", line='"112"')]
    site.take("calls_iccs", rows)
    assert [(q["line_number"], q["text"]) for q in site.quarantine("calls_iccs")] == list(enumerate(rows, start=2))


def test_a_json_lines_line_number_counts_from_its_first_line(site: Site) -> None:
    bad = feeds.hjelp113("2", centre="AMK-XYZ")
    site.take("video_hjelp113", [feeds.hjelp113("1"), "", bad])
    assert [(q["line_number"], q["text"]) for q in site.quarantine("video_hjelp113")] == [(3, bad)]


def test_a_workbooks_line_number_is_the_sheets_row(site: Site) -> None:
    bad = feeds.bliksund("2", status="Avbrutt")
    data = feeds.workbook([feeds.bliksund("1"), (), bad], above=[("SMS til Video",), ("Mars 2025",), ()], first_row=4)
    # Rows 4–6 are titles, 7 the header, 8 the good row, 9 blank.
    site.take("video_bliksund", data)
    (quarantined,) = site.quarantine("video_bliksund")
    assert (quarantined["line_number"], quarantined["reason"]) == (10, "unknown_code")
    assert quarantined["text"] == "\t".join(
        ("2", "LVS-4601", "2025-03-01 07:02:47", "2025-03-01 07:03:17", "2025-03-01 07:09:17", "Avbrutt")
    )


def test_each_delivery_of_a_month_has_its_own_rows(site: Site) -> None:
    second = {"queued": "02.03.2025 07:00:00", "answered": "02.03.2025 07:00:09", "ended": "02.03.2025 07:01:00"}
    site.deliver("calls_iccs", [feeds.iccs("1", line="112"), feeds.iccs("2")])
    site.deliver("calls_iccs", [feeds.iccs("1", **second), feeds.iccs("2", **second)], "calls_iccs_2025-03-02.csv")
    first_row, second_row = site.ingest("calls_iccs")
    assert (first_row.rows_read, first_row.accepted, first_row.quarantined) == (2, 1, 1)
    assert (second_row.rows_read, second_row.accepted, second_row.quarantined) == (2, 2, 0)
    assert [q["delivery_id"] for q in site.quarantine("calls_iccs")] == [first_row.delivery_id]
    assert [(e["delivery_id"], e["call_id"]) for e in site.accepted("calls_iccs")] == [
        (first_row.delivery_id, "2"),
        (second_row.delivery_id, "1"),
        (second_row.delivery_id, "2"),
    ]


def test_a_workbook_of_a_whole_month_spans_its_days(site: Site) -> None:
    rows = [
        feeds.bliksund(str(number), sent=sent, started=None, ended=None, status="Feilet")
        for number, sent in enumerate((datetime(2025, 3, 1), datetime(2025, 3, 31, 23, 59, 59), datetime(2025, 4, 1)))
    ]
    row = site.take("video_bliksund", rows)
    assert (row.accepted, site.reasons("video_bliksund")) == (2, {4: "outside_period"})
    assert [str(event["local_date"]) for event in site.accepted("video_bliksund")] == ["2025-03-01", "2025-03-31"]
