"""What LAT's page makes of a package's tables: bases, hidden numbers, and the tables behind folds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from streamlit_app.analysis import told
from streamlit_app.data import package_tables, packages
from streamlit_app.data.package_tables import Hidden, PackageTable
from streamlit_app.text import luftambulanse_levert as text
from tests.app.conftest import Visit
from tests.app.seen import metrics
from tests.app.test_luftambulanse_levert import LAT, source, table


@pytest.fixture
def home(packaged_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NODSTAT_HOME", str(packaged_home))
    return packaged_home


def test_a_base_has_its_missions_and_medians_of_the_chosen_vehicle(home: Path, visit: Visit) -> None:
    """Bergen's 66 are 50 completed, activated after 300 to 349 s, and 6, 2 and 8 others, after 300 to 307 s at most.

    So the 33rd and 34th took 316 and 317 s. The completed ones' response took 1400 to 1449 s: 1424.5 in the middle.
    """
    lat = source(home, LAT)
    known = told.key_figures(lat, packages.packages(lat)[0])
    assert known is not None
    for segment in ("all", "helicopter"):
        found = [known.value(kpi_id, segment, "HEL-BERGEN") for kpi_id in known.of_bases(segment)]
        assert found == [66, 316.5, 1424.5]
    app = visit(home, "luftambulanse", "nodstat:lat", fartoy="Ambulansehelikopter")
    bases = table(app, "Nøkkeltall per base, ambulansehelikopter, november 2025")
    assert "Base Oppdrag Aktiveringstid, median Responstid, median" in bases
    assert "Bergen, helikopter 66 5 min 16 s 23 min 44 s" in bases
    assert "Alta" not in bases and "Hele landet" not in bases


def test_a_median_is_not_what_nine_of_ten_are_within(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tertial's package has both for every base; here the 90th percentile stands last."""
    lat = source(home, LAT)
    package = packages.packages(lat)[0]
    tables = dict(package_tables.tables(lat, package))
    times = tables["tider"]
    bergen = [row for row in times.rows if row["base_id"] == "HEL-BERGEN"]
    p90 = [{**row, "statistic": "p90", "seconds": 9999.0} for row in bergen]
    tables["tider"] = replace(times, rows=[*times.rows, *p90])
    monkeypatch.setattr(package_tables, "tables", lambda *_: tables)
    known = told.key_figures(lat, package)
    assert known is not None
    assert known.value(told.ACTIVATION, "helicopter", "HEL-BERGEN") == 316.5
    assert known.value(told.RESPONSE, "helicopter", "HEL-BERGEN") == 1424.5


def test_every_hidden_number_of_a_table_is_told_as_hidden_and_no_other(home: Path) -> None:
    lat = source(home, LAT)
    for package in packages.packages(lat):
        for told_of in package_tables.tables(lat, package).values():
            numbers = [column.name for column in told_of.columns if column.is_number and column.name != "target"]
            for row in told_of.rows:
                hidden = [name for name in numbers if row[name] is Hidden.HIDDEN]
                assert hidden == (numbers if row["is_suppressed"] else []), told_of.name


def test_a_package_without_parquet_is_read_from_csv_alike(home: Path) -> None:
    lat = source(home, LAT)
    package = packages.packages(lat)[0]
    as_parquet = package_tables.tables(lat, package)
    only_csv = replace(package, files=tuple(one for one in package.files if not one.name.endswith(".parquet")))
    as_csv = package_tables.tables(lat, only_csv)
    assert {name: found.rows for name, found in as_csv.items()} == {
        name: found.rows for name, found in as_parquet.items()
    }
    without = replace(package, files=tuple(one for one in package.files if one.name.endswith((".xlsx", ".yaml"))))
    assert told.key_figures(lat, without) is None


def test_the_packages_other_tables_are_folded_with_the_contracts_headings(home: Path, visit: Visit) -> None:
    app = visit(home, "luftambulanse", "nodstat:lat", fartoy="Ambulansehelikopter")
    tables = package_tables.tables(source(home, LAT), packages.packages(source(home, LAT))[0])
    assert [one.label for one in app.expander] == ["Utfall og årsak", "Kategori", "Tider"]
    for name in ("utfall_og_arsak", "kategori"):
        (count,) = (column.heading for column in tables[name].columns if column.is_number)
        shown = table(app, f"{tables[name].heading}, ambulansehelikopter, november 2025")
        assert count in shown and "126" in shown
        assert "redningshelikopter" not in shown.lower()
    # A tenth of 126 is between the 13th and the 14th slowest, both from Bergen: after 337 and 336 s.
    times = table(app, "Tider, ambulansehelikopter, november 2025")
    assert "Sekunder" not in times
    assert "Aktiveringstid Ni av ti innen 5 min 36 s" in times


def test_names_stand_in_the_norwegian_order() -> None:
    names = ["Ål", "Alta", "Ørland", "Ålesund", "Bodø", "Ærø", "Arendal"]
    assert sorted(names, key=told.alphabetical) == ["Alta", "Arendal", "Bodø", "Ærø", "Ørland", "Ål", "Ålesund"]


def test_a_table_without_sums_of_vehicles_shows_every_vehicle(home: Path, visit: Visit) -> None:
    """A month's package has categories of aircraft only."""
    categories = table(visit(home, "luftambulanse", "nodstat:lat"), "Kategori, i alt, november 2025")
    for said in ("Ambulansehelikopter I alt 126", "Ambulansefly I alt 89", "Redningshelikopter I alt 27"):
        assert said in categories
    assert categories.index("Ambulansefly Primæroppdrag 66") < categories.index("Ambulansefly Sekundæroppdrag 23")
    assert categories.index("Ambulansefly Sekundæroppdrag 23") < categories.index("Redningshelikopter I alt 27")


@pytest.mark.parametrize("lacking", [["oppdrag_per_base"], ["tider"], ["utfall_og_arsak", "kategori"]])
def test_a_package_that_lacks_a_table_is_shown_without_it(
    home: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch, lacking: list[str]
) -> None:
    whole = package_tables.tables

    def without(*asked: Any) -> dict[str, PackageTable]:
        return {name: found for name, found in whole(*asked).items() if name not in lacking}

    monkeypatch.setattr(package_tables, "tables", without)
    app = visit(home, "luftambulanse", "nodstat:lat")
    assert metrics(app)["Luftambulanseoppdrag"] == "242"
    assert [one.value for one in app.info] == [text.missing(lacking)]
    assert (text.NO_BASES in [one.value for one in app.markdown]) == (lacking == ["oppdrag_per_base"])
    if lacking == ["tider"]:
        assert "Base Oppdrag Alta, fly 89 Bergen, helikopter 66 " in table(app, "Nøkkeltall per base, i alt")
        assert text.NO_TIMES in [one.value for one in app.caption]
