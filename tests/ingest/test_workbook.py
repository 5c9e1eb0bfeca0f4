"""Workbooks made by hand: titles above, totals below, gaps between, and cells of every kind."""

from __future__ import annotations

import io
import random
from datetime import datetime, timedelta

import pytest
import xlsxwriter

from tests.ingest import feeds
from tests.ingest.site import Site

FEED = "video_bliksund"


def test_a_whole_session(site: Site) -> None:
    site.take(FEED, [feeds.bliksund()])
    (event,) = site.accepted(FEED)
    delivery_id, *_ = site.ledger(FEED)
    assert {name: str(value) for name, value in event.items()} == {
        "session_id": "BL-0001",
        "solution": "bliksund",
        "centre_room_id": "LVS-4601",
        "call_id": "None",
        "link_sent_at": "2025-03-01 06:02:47",
        "started_at": "2025-03-01 06:03:17",
        "ended_at": "2025-03-01 06:09:17",
        "status": "completed",
        "device_os": "None",
        "connect_s": "30.0",
        "duration_s": "360.0",
        "clock_skew": "False",
        "time_ambiguous": "False",
        "local_date": "2025-03-01",
        "local_hour": "7",
        "delivery_id": delivery_id,
    }


@pytest.mark.parametrize(
    ("status", "canonical"), [("Feilet", "failed"), ("Avslått", "declined"), ("Utløpt", "expired")]
)
def test_statuses(site: Site, status: str, canonical: str) -> None:
    site.take(FEED, [feeds.bliksund(status=status, started=None, ended=None)])
    assert [event["status"] for event in site.accepted(FEED)] == [canonical]


@pytest.mark.parametrize("first_row", [1, 2, 7])
def test_titles_above_and_empty_rows_at_the_top_are_no_data(site: Site, first_row: int) -> None:
    above = [("SMS til Video", None, "Bliksund"), (), ("Periode:", datetime(2025, 3, 1)), ("Sentral", "alle")]
    bad = feeds.bliksund("2", room="Bergen")
    row = site.take(FEED, feeds.workbook([feeds.bliksund("1"), bad], above=above, first_row=first_row))
    assert (row.rows_read, row.accepted) == (2, 1)
    # Four rows of titles, the header and a good row stand above the bad one.
    assert site.reasons(FEED) == {first_row + 6: "unknown_room"}


def test_empty_columns_to_the_left_are_no_data(site: Site) -> None:
    header = (None, None, *feeds.BLIKSUND_HEADER)
    row = site.take(FEED, feeds.workbook([(None, None, *feeds.bliksund())], header=header))
    assert (row.accepted, row.extra_columns) == (1, None)


@pytest.mark.parametrize(
    "total",
    [
        ("Sum", 2),
        ("SUM", None, 2),
        ("Sum:", "2"),
        ("Totalt", None, None, None, None, 2),
        ("Totalt: 2",),
        ("TOTAL", "=COUNTA(A2:A3)"),
        ("Antall økter", 2),
        ("Antall økter:", 2, None, None, None, "=1+1"),
        (None, "Sum", 2),
        (None, None, None, None, "Sum", 2),
        ("Sum for mars", 2, "", "", "", ""),
    ],
)
def test_a_total_row_below_is_no_data(site: Site, total: tuple[object, ...]) -> None:
    rows = [feeds.bliksund("1"), feeds.bliksund("2")]
    row = site.take(FEED, feeds.workbook(rows, below=[(), total]))
    assert (row.rows_read, row.accepted, row.quarantined) == (2, 2, 0)


def test_several_total_rows_below_are_no_data(site: Site) -> None:
    below = [(), ("Sum fullført", 1), ("Sum feilet", 1), (), ("Totalt", 2)]
    row = site.take(FEED, feeds.workbook([feeds.bliksund("1"), feeds.bliksund("2")], below=below))
    assert (row.rows_read, row.accepted) == (2, 2)


def test_a_session_that_looks_like_a_total_is_data(site: Site) -> None:
    rows = [feeds.bliksund("1"), feeds.bliksund("Total 7")]
    row = site.take(FEED, rows)
    assert (row.rows_read, row.accepted) == (2, 2)


def test_a_total_row_amid_the_data_is_a_faulty_row(site: Site) -> None:
    rows = [feeds.bliksund("1"), ("Sum", None, None, None, None, None), feeds.bliksund("2")]
    site.take(FEED, rows)
    assert site.reasons(FEED) == {3: "missing_value"}


def test_blank_rows_between_are_no_rows(site: Site) -> None:
    rows = [feeds.bliksund("1"), (), (None, "  ", None), feeds.bliksund("2"), (), feeds.bliksund("3", status="?")]
    row = site.take(FEED, rows)
    assert (row.rows_read, row.accepted) == (3, 2)
    assert site.reasons(FEED) == {7: "unknown_code"}


def test_spaces_around_a_value_typed_by_hand_are_taken_away(site: Site) -> None:
    header = tuple(f" {name} " for name in feeds.BLIKSUND_HEADER)
    site.take(FEED, feeds.workbook([feeds.bliksund(" BL-1 ", room="LVS-4601 ", status=" Fullført")], header=header))
    (event,) = site.accepted(FEED)
    assert (event["session_id"], event["centre_room_id"], event["status"]) == ("BL-1", "LVS-4601", "completed")


@pytest.mark.parametrize(("session_id", "text"), [(1001, "1001"), (20250301000017, "20250301000017"), ("007", "007")])
def test_an_id_may_be_a_number(site: Site, session_id: object, text: str) -> None:
    site.take(FEED, [feeds.bliksund(session_id)])
    assert [event["session_id"] for event in site.accepted(FEED)] == [text]


@pytest.mark.parametrize(
    "time",
    [
        datetime(2025, 3, 1),
        datetime(2025, 3, 1, 12),
        datetime(2025, 3, 1, 23, 59, 59),
        datetime(2025, 3, 31, 1, 0, 1),
        datetime(2025, 3, 15, 7, 2, 47, 120_000),
    ],
)
def test_a_date_cell_is_read_exactly(site: Site, time: datetime) -> None:
    site.take(FEED, [feeds.bliksund(sent=time, started=None, ended=None, status="Feilet")])
    offset = timedelta(hours=1 if time < datetime(2025, 3, 30, 2) else 2)
    assert [event["link_sent_at"] for event in site.accepted(FEED)] == [time - offset]


def test_every_second_of_a_day_is_read_exactly(site: Site) -> None:
    # Excel keeps a time as a fraction of a day, which few seconds are exactly.
    seconds = random.Random(1).sample(range(86_400), 2_000)
    times = {f"S{second}": datetime(2025, 3, 17) + timedelta(seconds=second) for second in seconds}
    nothing_came_of_it = {"started": None, "ended": None, "status": "Feilet"}
    site.take(FEED, [feeds.bliksund(key, sent=time, **nothing_came_of_it) for key, time in times.items()])
    read = {event["session_id"]: event["link_sent_at"] for event in site.accepted(FEED)}
    assert read == {key: time - timedelta(hours=1) for key, time in times.items()}


@pytest.mark.parametrize("cell", ["01.03.2025 07:02:47", "1. mars 2025", "07:02", 45717.25, 45717, True])
def test_a_time_that_is_no_date_cell_is_a_bad_value(site: Site, cell: object) -> None:
    site.take(FEED, [feeds.bliksund("1"), feeds.bliksund("2", sent=cell)])
    assert site.reasons(FEED) == {3: "bad_value"}


def test_a_formula_counts_as_its_value(site: Site) -> None:
    # The workbook of the test holds no computed value, which is what Excel stores for an empty text.
    row = site.take(FEED, [feeds.bliksund("1"), feeds.bliksund("2", room='=""')])
    assert (row.rows_read, row.accepted, row.quarantined) == (2, 1, 1)


def test_columns_in_another_order_and_unknown_ones(site: Site) -> None:
    header = ("Merknad", *reversed(feeds.BLIKSUND_HEADER))
    row = site.take(FEED, feeds.workbook([("ny", *reversed(feeds.bliksund()))], header=header))
    assert (row.accepted, row.extra_columns) == (1, "Merknad")
    assert [event["centre_room_id"] for event in site.accepted(FEED)] == ["LVS-4601"]


def test_other_sheets_are_left_alone(site: Site) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("Forside").write(0, 0, "Økt-ID")
        page = book.add_worksheet("Økter")
        for column, name in enumerate(feeds.BLIKSUND_HEADER):
            page.write(0, column, name)
        dated = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for column, cell in enumerate(feeds.bliksund()):
            page.write(1, column, cell, dated if isinstance(cell, datetime) else None)
        book.add_worksheet("Økter (2)")
    assert site.take(FEED, buffer.getvalue()).accepted == 1
