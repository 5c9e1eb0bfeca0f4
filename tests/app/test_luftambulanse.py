"""Luftambulanse, without a browser: vehicles, causes, bases, and the base in the filter bar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.releases import Fact, RoomFact, publish
from tests.app.seen import html, metrics, notes, title, words
from tests.app.subjects import Mission, lay

OpenApp = Callable[..., AppTest]
MAY = date(2025, 5, 1)
BASES = [
    ("HEL-TROMSO", "Tromsø", "helicopter"),
    ("HEL-BERGEN", "Bergen", "helicopter"),
    ("FLY-TROMSO", "Tromsø", "plane"),
]
# Base, vehicle, missions, completed, aborted, declined.
COUNTS = (
    ("HEL-TROMSO", "helicopter", 100, 60, 10, 30),
    ("HEL-BERGEN", "helicopter", 100, 90, 5, 5),
    ("FLY-TROMSO", "plane", 20, 20, 0, 0),
)


def facts() -> list[Fact]:
    found = []
    for base, vehicle, missions, completed, aborted, declined in COUNTS:
        for segment in (vehicle, "all"):
            found += [
                Fact("air_missions", segment, base, MAY, missions),
                Fact("air_missions_completed_share", segment, base, MAY, completed, missions),
                Fact("air_missions_aborted_share", segment, base, MAY, aborted, missions),
                Fact("air_missions_declined_share", segment, base, MAY, declined, missions),
                Fact("air_response_time_median_s", segment, base, MAY, 1200, completed),
            ]
    return found


def missions() -> list[Mission]:
    day = date(2025, 5, 17)
    found = []
    for base, vehicle, _, completed, aborted, declined in COUNTS:
        found += [Mission(base, day, vehicle=vehicle) for _ in range(completed)]
        found += [Mission(base, day, "aborted", "no_longer_indicated", 300.0, vehicle=vehicle) for _ in range(aborted)]
        # Two in five of the declined ones were technical.
        found += [
            Mission(base, day, "declined", "technical" if number % 5 < 2 else "weather", vehicle=vehicle)
            for number in range(declined)
        ]
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    lay(publish(tmp_path, facts(), [RoomFact("AMK-BGO", "AMK Bergen")]), bases=BASES, missions=missions())
    return tmp_path


def test_it_asks_its_question_and_says_that_missions_are_the_bases(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "luftambulanse")
    assert title(app) == "Hvor mange luftambulanseoppdrag ble fullført?"
    assert metrics(app)["Luftambulanseoppdrag"] == "220"
    assert metrics(app)["Andel fullførte luftambulanseoppdrag"] == "77,3 %"  # 170 of 220
    assert "hører til en base, ikke til en sentral" in " ".join(one.value for one in app.caption)


def test_outcomes_and_the_commonest_cause_are_said(home: Path, open_app: OpenApp) -> None:
    said = words(" ".join(one.value for one in open_app(home, "luftambulanse").markdown))
    # 15 of 220 were aborted, 35 declined, 21 of these for weather.
    assert "77,3 % ble fullført, 6,8 % avbrutt og 15,9 % avvist; 60,0 % av de avviste på grunn av vær." in said


def test_causes_are_counted_of_all_missions(home: Path, open_app: OpenApp) -> None:
    page = words(html(open_app(home, "luftambulanse", fartoy="Ambulansehelikopter")))
    assert "Avvist: vær 21 10,5 %" in page and "Avbrutt: ikke lenger behov 15 7,5 %" in page
    assert "Ambulansehelikopter: primæroppdrag 200 75,0 % 7,5 % 17,5 %" in page


def test_bases_are_held_against_the_country_only_with_one_vehicle(home: Path, open_app: OpenApp) -> None:
    every = words(" ".join(one.value for one in open_app(home, "luftambulanse").markdown))
    assert "enn landet" not in every
    one = words(" ".join(one.value for one in open_app(home, "luftambulanse", fartoy="Ambulansehelikopter").markdown))
    # Of 150 in 200: 60 of 100 have the interval 50–69 %, 90 of 100 83–94 %.
    assert (
        "1 av 2 baser ligger lavere enn landet utover det tilfeldigheter forklarer; "
        "lavest er Tromsø (ambulansehelikopter) med 60,0 %." in one
    )


def test_the_filter_bar_offers_bases_and_no_rooms(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "luftambulanse", base="Tromsø (ambulansefly)")
    assert not app.multiselect
    assert "mai 2025 · Tromsø (ambulansefly)" in words(html(app))
    assert metrics(app)["Luftambulanseoppdrag"] == "20"
    assert notes(app) == []


def test_a_base_that_is_not_there_is_said_and_all_are_shown(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "luftambulanse", base="Atlantis")
    assert notes(app) == ["Adressen hadde et valg som ikke finnes (base). Siden viser det vanlige i stedet."]
    assert metrics(app)["Luftambulanseoppdrag"] == "220"


def test_a_base_without_the_vehicle_says_so(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "luftambulanse", base="Tromsø (ambulansefly)", fartoy="Legebil")
    title(app)
    assert notes(app) == ["Tromsø (ambulansefly) har ingen luftambulanseoppdrag med legebil i mai 2025."]
