"""A small file that would fill any memory is refused before it does; what it calls its columns is told in a line."""

from __future__ import annotations

import pytest

from dagster_project.ingest import read
from tests.fuzz import workbooks
from tests.ingest import feeds
from tests.ingest.feeds import alarm, calls, hjelp113
from tests.ingest.site import Site, assert_refused

FEED = "calls_iccs"
BIRTH_NUMBER = "01017000027"


@pytest.mark.parametrize(("reference", "is_read"), [("ZZ40", True), ("XFD1048576", False), ("AAAAAA5", False)])
def test_a_cell_too_far_off_refuses_a_workbook(site: Site, reference: str, is_read: bool) -> None:
    row = "".join(filter(str.isdecimal, reference))
    cell = f'<row r="{row}"><c r="{reference}"><v>1</v></c></row></sheetData>'
    book = workbooks._with(
        feeds.workbook([feeds.bliksund()]), workbooks.SHEET, lambda p: p.replace(b"</sheetData>", cell.encode())
    )
    row_of_ledger = site.take("video_bliksund", book)
    if is_read:
        assert row_of_ledger.accepted == 1
    else:
        assert_refused(row_of_ledger, "unreadable")
        assert "spreads over" in str(row_of_ledger.detail)


def test_a_column_beyond_a_thousand_refuses_a_delivery(site: Site) -> None:
    more = ";" * 1000
    text = "\n".join(f"{more}{line}" for line in (feeds.ICCS_HEADER, *calls(2)))
    assert_refused(site.take(FEED, text), "unreadable")


def test_ten_thousand_unknown_columns_are_not_all_told(site: Site) -> None:
    header = f"{feeds.ICCS_HEADER};" + ";".join(f"c{number}" for number in range(10_000))
    text = "\n".join([header, *(f"{line}{';' * 10_000}" for line in calls(2))])
    row = site.take(FEED, text)
    assert row.accepted == 2
    assert str(row.extra_columns).endswith("c49, and 9,950 more")


def test_a_column_named_by_a_number_of_a_person_is_not_told(site: Site) -> None:
    row = site.take(FEED, f"{feeds.ICCS_HEADER};x {BIRTH_NUMBER}\n{calls(1)[0]};")
    assert (row.accepted, row.extra_columns) == (1, "(a number)")


def test_too_many_lines_refuse_a_delivery(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_LINES", 3)
    assert site.take(FEED, calls(2)).accepted == 2
    assert_refused(site.take(FEED, calls(3), "calls_iccs_2025-03-01_v2.csv"), "unreadable")


def test_json_nested_deeper_than_it_can_be_written_is_a_faulty_row(site: Site) -> None:
    deep = hjelp113("2", centre="x").replace('"x"', "[" * 500 + "]" * 500)
    row = site.take("video_hjelp113", [hjelp113("1"), deep])
    assert (row.accepted, row.quarantined) == (1, 1)
    assert site.reasons("video_hjelp113") == {2: "unknown_room"}


def test_free_text_in_the_place_of_a_code_is_not_copied_to_quarantine(site: Site) -> None:
    site.take("ambulance_alarms", [alarm("1"), alarm("2", unit="Akutt", urgency="ring 98765432"), alarm("3", amk="X")])
    texts = {row["line_number"]: row["text"] for row in site.quarantine("ambulance_alarms")}
    assert site.reasons("ambulance_alarms") == {3: "unknown_code", 4: "unknown_room"}
    assert texts[3] is None
    assert texts[4] is not None
