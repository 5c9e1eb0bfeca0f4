"""The workbook: readable, marked, with charts; hidden numbers are hidden, and no text is a formula."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from dagster_project.extracts import package
from dagster_project.extracts.extraction import write_only
from dagster_project.extracts.package import TooManyRowsError
from dagster_project.extracts.periods import parse_period
from dagster_project.extracts.recipients import Recipient
from dagster_project.releases import Release
from dagster_project.settings import Settings


def test_it_has_a_cover_subjects_definitions_and_changes(
    settings: Settings, release: Release, lat: Recipient, tmp_path: Path
) -> None:
    lat = replace(lat, purpose="=HYPERLINK(1)")
    folder = write_only(settings, release, lat, parse_period("2025-11"), tmp_path)
    book = openpyxl.load_workbook(folder / "lat_2025-11_v1.xlsx")
    assert book.sheetnames == [
        *("Forside", "Nøkkeltall", "Baser", "Kategori og årsak", "Nasjonale tall", "Definisjoner", "Endringer")
    ]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "f" not in {cell.data_type for cell in cells}
    cover = [cell.value for row in book["Forside"].iter_rows() for cell in row if cell.value is not None]
    for said in (
        "November 2025",
        "SYNTETISKE DATA – ingen av hendelsene har funnet sted",
        "LAT-2026-01",
        "=HYPERLINK(1)",
    ):
        assert said in cover
    assert [len(sheet._charts) for sheet in book] == [0, 0, 1, 1, 0, 0, 0]
    assert all(book[name].freeze_panes for name in ("Nøkkeltall", "Baser", "Kategori og årsak", "Nasjonale tall"))
    bases = {row[0].value: row for row in book["Baser"].iter_rows(min_row=5)}
    assert (bases["I alt"][1].value, bases["I alt"][1].number_format) == (290, "#,##0")
    # Tromsø declined three, by site.COUNTS.
    assert bases["Tromso, helikopter"][4].value == ":"
    national = {row[0].value: row for row in book["Nasjonale tall"].iter_rows(min_row=5)}
    answered = next(row for name, row in national.items() if name and name.startswith("113"))
    assert [cell.value for cell in answered[2:5]] == [0.891, 0.9, "nei"]
    assert answered[2].number_format == "0.0 %"


def test_more_rows_than_a_sheet_has_are_an_error_not_a_cut(
    settings: Settings, release: Release, lat: Recipient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "EXCEL_ROWS", 20)
    with pytest.raises(TooManyRowsError, match="a sheet of Excel holds 20: narrow the scope of lat"):
        write_only(settings, release, lat, parse_period("2025-11"), tmp_path)
