"""CSV that a Norwegian Excel opens right, and that no spreadsheet computes."""

from __future__ import annotations

import csv
import io
from datetime import date

import polars as pl
import pytest

from dagster_project.extracts.csv_file import csv_bytes

FRAME = pl.DataFrame(
    {
        "name": ["Ål; «A»", "=1+1", "-5"],
        "day": [date(2025, 11, 1)] * 3,
        "value": [0.8421052631578947, -1.5, 1e-7],
        "n": [12, 3, 4],
        "target_met": [True, None, False],
        "is_suppressed": [False, True, False],
    }
)


def rows(frame: pl.DataFrame) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig"), newline=""), delimiter=";"))


def test_it_begins_with_a_byte_order_mark_and_ends_lines_with_crlf() -> None:
    content = csv_bytes(FRAME)
    assert content.startswith(b"\xef\xbb\xbfname;day;")
    assert content.count(b"\r\n") == content.count(b"\n") == 4


def test_numbers_have_decimal_commas_and_read_back_the_same() -> None:
    shown = [row[2] for row in rows(FRAME)[1:]]
    assert shown == ["0,8421052631578947", ":", "0,0000001"]
    assert float(shown[0].replace(",", ".")) == FRAME["value"][0]
    assert float(shown[2].replace(",", ".")) == FRAME["value"][2]


def test_hidden_numbers_are_a_symbol_and_other_cells_stay() -> None:
    assert rows(FRAME)[2] == ["'=1+1", "2025-11-01", ":", ":", ":", "ja"]


@pytest.mark.parametrize("text", ["=SUM(A1)", "+47", "-5", "@x", "\tx", "\rx"])
def test_text_that_would_be_a_formula_has_an_apostrophe(text: str) -> None:
    frame = pl.DataFrame({"name": [text], "value": [-2.0], "is_suppressed": [False]})
    assert rows(frame)[1] == [f"'{text}", "-2", "nei"]
