"""Files to take away, opened as a spreadsheet opens them."""

from __future__ import annotations

import io
from datetime import date, datetime

from openpyxl import load_workbook

from streamlit_app.downloads import csv_bytes, xlsx_bytes

HEADER = [("Tall", "113 besvart innen 10 sekunder"), ("Periode", "mars 2025"), ("Utgivelse", "r1")]
COLUMNS = ["Sentral", "Fra og med", "Andel", "Anrop", "Fullstendig"]
ROWS = [["AMK Oslo", date(2025, 3, 1), 0.8731, 11200, True], ["=1+1", None, None, 0, False]]


def test_a_workbook_has_its_header_and_numbers_that_are_numbers() -> None:
    (sheet,) = load_workbook(io.BytesIO(xlsx_bytes(HEADER, COLUMNS, ROWS))).worksheets
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row[:2] for row in rows[:3]] == [list(pair) for pair in HEADER]
    assert rows[3] == [None] * 5
    assert rows[4] == COLUMNS
    assert rows[5] == ["AMK Oslo", datetime(2025, 3, 1), 0.8731, 11200, "ja"]
    assert rows[6] == ["=1+1", None, None, 0, "nei"]
    assert (sheet["A7"].data_type, sheet["C6"].data_type) == ("s", "n"), "text is never a formula"
    assert sheet.freeze_panes == "A6"


def test_a_csv_file_opens_in_a_norwegian_spreadsheet() -> None:
    lines = csv_bytes(HEADER, COLUMNS, ROWS).decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Tall;113 besvart innen 10 sekunder"
    assert lines[4:7] == [
        "Sentral;Fra og med;Andel;Anrop;Fullstendig",
        "AMK Oslo;2025-03-01;0,8731;11200;ja",
        "'=1+1;;;0;nei",
    ]
