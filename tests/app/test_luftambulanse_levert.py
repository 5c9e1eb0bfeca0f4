"""Luftambulanse as LAT sees it: what packages have told, and nothing else that the release has of missions."""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from streamlit_app.access import EVERYBODY, AccessRefusedError, Source, Viewer
from streamlit_app.analysis import figures, glossary
from streamlit_app.data import air, connection, deliveries, kpis
from streamlit_app.period import Period, period_of
from streamlit_app.records import Measure
from streamlit_app.text import luftambulanse_levert as text
from streamlit_app.text.registry import ON_AIR_PAGE
from streamlit_app.view import COUNTRY, Organisation, View
from streamlit_app.views.luftambulanse_levert import KPIS, VEHICLES
from tests.app.conftest import Visit
from tests.app.delivered import LAT, source
from tests.app.seen import deltas, html, metrics, notes, title, words

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
