"""The workbook: readable, marked, with charts; hidden numbers are hidden, and no text is a formula."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from dagster_project.extracts import package
from dagster_project.extracts.making import write_only
from dagster_project.extracts.package import TooManyRowsError
from dagster_project.extracts.periods import parse_period
from dagster_project.extracts.recipients import Recipient
from dagster_project.releases import Release
from dagster_project.settings import Settings
from tests.extracts.site import COUNTS, make_release


def test_it_has_a_cover_subjects_definitions_and_changes(
    settings: Settings, release: Release, lat: Recipient, tmp_path: Path
) -> None:
    lat = replace(lat, purpose="=HYPERLINK(1)")
    folder = write_only(settings, release, lat, parse_period("2025-11"), tmp_path).folder
    book = openpyxl.load_workbook(folder / "lat_2025-11_v1.xlsx")
    assert book.sheetnames == [
        *("Forside", "Nøkkeltall", "Baser", "Utfall og årsak", "Kategori", "Tider"),
        *("Nasjonale tall", "Definisjoner", "Endringer"),
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
    assert [len(sheet._charts) for sheet in book] == [0, 0, 1, 1, 1, 1, 0, 0, 0]
    assert all(
        book[name].freeze_panes
        for name in ("Nøkkeltall", "Baser", "Utfall og årsak", "Kategori", "Tider", "Nasjonale tall")
    )
    bases = {row[0].value: row for row in book["Baser"].iter_rows(min_row=5)}
    assert (bases["Hele landet"][1].value, bases["Hele landet"][1].number_format) == (293, "#,##0")
    # Tromsø had 30 + 9 + 7 + 9 missions, by site.COUNTS; Bodø's rescue helicopter declined three.
    assert [cell.value for cell in bases["Tromso, helikopter"][1:4]] == [55, 55, "–"]
    declined = next(row for row in book["Utfall og årsak"].iter_rows(min_row=5) if row[0].value == "Avvist")
    assert (declined[1].value, declined[4].value) == (41, ":")
    national = {row[0].value: row for row in book["Nasjonale tall"].iter_rows(min_row=5)}
    answered = next(row for name, row in national.items() if name and name.startswith("113"))
    assert [cell.value for cell in answered[2:5]] == [0.891, 0.9, "nei"]
    assert answered[2].number_format == "0.0 %"


def test_a_year_has_its_months_and_the_bases_outcomes_categories_and_times(
    settings: Settings, lat: Recipient, tmp_path: Path
) -> None:
    release = make_release(settings.home, months={"2025-11": COUNTS, "2025-12": COUNTS})
    folder = write_only(settings, release, lat, parse_period("2025"), tmp_path).folder
    book = openpyxl.load_workbook(folder / "lat_2025_v1.xlsx")
    cover = [cell.value for row in book["Forside"].iter_rows() for cell in row if isinstance(cell.value, str)]
    # By site.COUNTS, a month: Alta 60 + 8 + 9 + 12, Al 35 + 7 + 6 + 9, Bergen 40 + 6 + 2 + 8.
    assert "Baser med flest oppdrag: Alta, fly (178); Al, helikopter (114); Bergen, helikopter (112)." in cover
    months = {row[0].value: [cell.value for cell in row] for row in book["Måneder"].iter_rows(min_row=5)}
    assert months["Ambulansefly"][11:14] == [89, 89, 178]
    outcomes = [[cell.value for cell in row[:5]] for row in book["Utfall og årsak"].iter_rows(min_row=5)]
    assert ["Al, helikopter", 114, 70, 26, 18] in outcomes
    times = {row[0].value: row for row in book["Tider"].iter_rows(min_row=5)}
    # 60 completed missions a month, 1400 to 1459 s after the alert: the median is 1429.5 s.
    assert times["Alta, fly"][3].value.total_seconds() == pytest.approx(1429.5)


def test_more_rows_than_a_sheet_has_are_an_error_not_a_cut(
    settings: Settings, release: Release, lat: Recipient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "EXCEL_ROWS", 20)
    with pytest.raises(TooManyRowsError, match="a sheet of Excel holds 20: narrow the scope of lat"):
        write_only(settings, release, lat, parse_period("2025-11"), tmp_path)
