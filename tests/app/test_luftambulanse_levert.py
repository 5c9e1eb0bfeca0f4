"""Luftambulanse as LAT sees it: what packages have told, and nothing else that the release has of missions."""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from streamlit_app import figures, glossary, told
from streamlit_app.access import EVERYBODY, AccessRefusedError, Source, Viewer
from streamlit_app.data import air, connection, deliveries, kpis, package_tables, packages
from streamlit_app.data.package_tables import Hidden, PackageTable
from streamlit_app.period import Period, period_of
from streamlit_app.records import Measure
from streamlit_app.release import find_release
from streamlit_app.text import luftambulanse_levert as text
from streamlit_app.text.registry import ON_AIR_PAGE
from streamlit_app.view import COUNTRY, Organisation, View
from streamlit_app.views.luftambulanse_levert import KPIS, VEHICLES
from tests.app.conftest import Visit
from tests.app.seen import deltas, html, metrics, notes, title, words

LAT = Viewer("per", frozenset({"lat"}), frozenset())
LEADING_LAT = Viewer("per", frozenset({"lat", "leader"}), frozenset({"AMK-BGO"}))
MAY = period_of("month", date(2025, 5, 1))
DAYS = Period(date(2025, 5, 1), date(2025, 6, 15))
MEASURES = [Measure(kpi_id, segment) for kpi_id in KPIS for segment in VEHICLES]
BERGEN = Organisation("base", ("HEL-BERGEN",), "Bergen")


@pytest.fixture
def home(packaged_home: Path) -> Path:
    return packaged_home


@pytest.fixture(autouse=True)
def _here(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODSTAT_HOME", str(home))


def source(home: Path, viewer: Viewer) -> Source:
    release = find_release(home / "current")
    assert release is not None
    return Source.of(release, viewer)


def table(app: AppTest, caption: str) -> str:
    """The table with this caption, in words."""
    (found,) = (one for one in html(app).split("<table>")[1:] if f"<caption>{caption}" in one)
    return words(found.split("</table>")[0])


def test_lat_sees_the_newest_packages_figures(home: Path, visit: Visit) -> None:
    app = visit(home, "luftambulanse", "nodstat:lat")
    assert title(app) == "Hvor mange luftambulanseoppdrag ble fullført?"
    # 242 in the second version of November, 151 of them completed; 293 in October, 185 completed.
    assert metrics(app)["Luftambulanseoppdrag"] == "242"
    assert metrics(app)["Andel fullførte luftambulanseoppdrag"] == "62,4 %"
    assert deltas(app)["Luftambulanseoppdrag"] == "−17,4 % fra oktober 2025"
    assert deltas(app)["Andel fullførte luftambulanseoppdrag"] == "−0,7 prosentpoeng fra oktober 2025"
    said = words(html(app))
    assert "november 2025 · hele landet og basene · tall fra pakken lat_2025-11_v2 · levert" in said
    assert "utgivelse 20251208T050000Z Syntetiske data" in said
    assert "november 2024 er ikke levert" in said


def test_what_a_package_hides_is_a_colon_here(home: Path, visit: Visit) -> None:
    app = visit(home, "luftambulanse", "nodstat:lat")
    # Of 126 missions by ambulance helicopter Bergen had 66 and Tromsø three, so Ål's 57 are hidden with them.
    bases = table(app, "Nøkkeltall per base, i alt, november 2025")
    assert "Tromso, helikopter : : :" in bases
    assert "Al, helikopter : : :" in bases
    # Of 27 missions by rescue helicopter three were completed, so the 60 of 89 by plane are hidden with them.
    vehicles = table(app, "Hele landet, november 2025")
    assert "Ambulansehelikopter 126 69,8 %" in vehicles
    assert "Ambulansefly 89 : 19,1 % :" in vehicles
    assert "Redningshelikopter 27 : 59,3 % :" in vehicles
    assert any("«:» betyr at tallet er skjult" in one.value for one in app.caption)
    hidden = visit(home, "luftambulanse", "nodstat:lat", fartoy="Redningshelikopter")
    assert metrics(hidden)["Luftambulanseoppdrag"] == "27"
    assert metrics(hidden)["Andel fullførte luftambulanseoppdrag"] == ":"
    assert text.HIDDEN_NOTE in words(html(hidden))


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


def test_only_delivered_periods_can_be_chosen(home: Path, visit: Visit) -> None:
    app = visit(home, "luftambulanse", "nodstat:lat", levert="mai 2025", periode="År", aar="2025", base="Bergen")
    assert app.selectbox(key="levert").options == ["november 2025", "oktober 2025"]
    assert metrics(app)["Luftambulanseoppdrag"] == "242"
    assert notes(app) == ["Adressen hadde et valg som ikke finnes (levert). Siden viser det vanlige i stedet."]
    assert [box.key for box in app.selectbox] == ["levert"]
    october = visit(home, "luftambulanse", "nodstat:lat", levert="oktober 2025")
    assert metrics(october)["Luftambulanseoppdrag"] == "293"
    assert "september 2025 er ikke levert" in deltas(october)["Luftambulanseoppdrag"]


@pytest.mark.parametrize("claim", ["nodstat:lat", ["nodstat:lat", "nodstat:leader:AMK-BGO"]])
def test_no_figure_of_the_release_reaches_who_gets_packages(home: Path, visit: Visit, claim: object) -> None:
    """In May, which was not delivered, the release has 220 missions; 100 of helicopters in Bergen, 90 completed."""
    for page in ("luftambulanse", "uttrekk", "definisjoner"):
        said = words(html(visit(home, page, claim)))
        for told_by_the_release in ("220", "mai 2025", "90,0 %", "77,3 %"):
            # As words of their own: a digest may have any digits.
            assert not re.search(rf"(?<!\w){told_by_the_release}(?!\w)", said), page
    assert said.count(ON_AIR_PAGE) == len(KPIS)


def test_who_sees_all_keeps_the_page_of_the_release(home: Path, visit: Visit) -> None:
    assert metrics(visit(home, "luftambulanse", "nodstat:analyst"))["Luftambulanseoppdrag"] == "220"


@pytest.mark.parametrize("viewer", [LAT, LEADING_LAT])
@pytest.mark.parametrize("days", [MAY, DAYS], ids=["stored", "recomputed"])
@pytest.mark.parametrize("segment", ["all", "helicopter"])
def test_every_query_about_missions_finds_nothing_or_refuses(
    home: Path, viewer: Viewer, days: Period, segment: str
) -> None:
    lat, everybody = source(home, viewer), source(home, EVERYBODY)
    measures = [Measure(kpi_id, segment) for kpi_id in KPIS]
    asked: dict[str, Callable[[Source], object]] = {
        "bases": air.bases,
        "by_base": lambda one: air.by_base(one, measures, days),
        "outcomes": lambda one: air.outcomes(View(one, days, COUNTRY, segment)),
        "causes": lambda one: air.causes(View(one, days, COUNTRY, segment)),
    }
    own = {
        name for name, found in inspect.getmembers(air, callable) if getattr(found, "__module__", "") == air.__name__
    }
    assert {name for name in own if not name.startswith("_") and name.islower()} == set(asked), "a new one goes above"
    for name, ask in asked.items():
        assert ask(everybody), f"{name} would find something"
        assert not ask(lat), name
    for ask_about in (air.outcomes, air.causes):
        assert ask_about(View(everybody, days, BERGEN, segment))
        with pytest.raises(AccessRefusedError, match="HEL-BERGEN"):
            ask_about(View(lat, days, BERGEN, segment))


@pytest.mark.parametrize("viewer", [LAT, LEADING_LAT])
def test_nor_does_any_other_reader_tell_of_missions(home: Path, viewer: Viewer) -> None:
    def found(one: Source) -> list[object]:
        return [
            kpis.values(one, MEASURES, COUNTRY, [MAY, DAYS, period_of("year", MAY.first)]),
            [value for figure in figures.figures(View(one, MAY), MEASURES) if (value := figure.value)],
            [
                value
                for entry in glossary.entries(one)
                for version in entry.versions
                if entry.kpi_id in KPIS
                for value in version.values
            ],
        ]

    assert all(found(source(home, EVERYBODY)))
    assert not any(found(source(home, viewer)))
    with pytest.raises(AccessRefusedError):
        kpis.values(source(home, viewer), MEASURES, BERGEN, [MAY])


def test_nor_does_what_came_of_their_feed(tmp_path: Path, home: Path) -> None:
    """How many rows a delivery of missions had is how many missions there were."""
    copy = tmp_path / "home"
    shutil.copytree(home, copy, symlinks=True)
    with duckdb.connect(str(copy / "current" / "warehouse.duckdb")) as warehouse:
        warehouse.execute(
            """
            insert into marts.data_status (feed, accepted) values ('air_ambulance_missions', 220), ('nodsms', 7);
            insert into marts.delivery (feed, state)
            values ('air_ambulance_missions', 'refused'), ('nodsms', 'refused');
            insert into marts.quarantine_summary
            values ('air_ambulance_missions', date '2025-05-01', 'x', 3), ('nodsms', date '2025-05-01', 'x', 1);
            insert into marts.correction (feed, rows_changed) values ('air_ambulance_missions', 3), ('nodsms', 1);
            """
        )
    lat = source(copy, LAT)
    for read in (deliveries.refusals, deliveries.quarantined, deliveries.corrections, deliveries.feeds):
        assert {one.feed for one in read(lat)} == {"nodsms"}
    assert connection.rows(lat, (COUNTRY.org_ids[0],), "select * from marts.fct_air_ambulance_mission") == []


def test_every_hidden_number_of_a_table_is_told_as_hidden_and_no_other(home: Path) -> None:
    lat = source(home, LAT)
    for package in packages.packages(lat):
        for table in package_tables.tables(lat, package).values():
            numbers = [column.name for column in table.columns if column.is_number and column.name != "target"]
            for row in table.rows:
                hidden = [name for name in numbers if row[name] is Hidden.HIDDEN]
                assert hidden == (numbers if row["is_suppressed"] else []), table.name


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
