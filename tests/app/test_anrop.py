"""113 and 116117, without a browser: full, one room, empty, incomplete, by days, and asked for nonsense."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app import two_years
from tests.app.releases import Call, Fact, RoomFact, publish
from tests.app.seen import deltas, html, metrics, notes, title, words

OpenApp = Callable[..., AppTest]
MAY = date(2025, 5, 1)
BERGEN, OSLO = RoomFact("AMK-BGO", "AMK Bergen"), RoomFact("AMK-OSL", "AMK Oslo", hf="OUS", rhf="Helse Sør-Øst RHF")


def answered(room: RoomFact, month: date, in_time: int, answers: int) -> list[Fact]:
    return [
        Fact("calls_offered", "113", room.room_id, month, answers),
        Fact("calls_answered_within_10s_share", "113", room.room_id, month, in_time, answers),
    ]


@pytest.mark.parametrize(("page", "rooms"), [("113", two_years.AMK), ("116117", two_years.LVS)])
def test_the_page_asks_its_question_and_shows_its_rooms(
    two_year_home: Path, open_app: OpenApp, page: str, rooms: tuple[object, ...]
) -> None:
    app = open_app(two_year_home, page)
    assert title(app) == f"Hvor raskt ble {page} besvart?"
    source = words(html(app))
    assert "desember 2025 · hele landet" in source and "Syntetiske data" in source
    table = next(one for one in html(app).split("<table>") if one.startswith("<caption>Sentraler med anrop"))
    assert table.split("</table>")[0].count('<th scope="row"') == len(rooms)


def test_the_share_is_that_of_all_the_months_calls(two_year_home: Path, open_app: OpenApp) -> None:
    facts = [
        fact
        for fact in two_years.facts()
        if fact.kpi_id == "calls_answered_within_10s_share" and fact.month == date(2025, 12, 1)
    ]
    share = sum(fact.numerator for fact in facts) / sum(fact.denominator or 0 for fact in facts)
    shown = metrics(open_app(two_year_home, "113"))["113 besvart innen 10 sekunder"]
    assert shown == f"{100 * share:.1f} %".replace(".", ",")


def test_one_room_is_seen_among_the_others(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path, [*answered(BERGEN, MAY, 190, 200), *answered(OSLO, MAY, 170, 200)], [BERGEN, OSLO])
    app = open_app(tmp_path, "113", enhet="AMK Bergen")
    assert metrics(app)["113 besvart innen 10 sekunder"] == "95,0 %"
    said = " ".join(one.value for one in app.markdown).replace("\N{NO-BREAK SPACE}", " ")
    assert "AMK Bergen har 95,0 %, nummer 2 nedenfra av 2 sentraler." in said
    assert "1 av 2 AMK-sentraler ligger under målet på 90 %; lavest er AMK Oslo med 85,0 %." in said


def test_a_region_and_a_selection_are_their_rooms_together(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path, [*answered(BERGEN, MAY, 190, 200), *answered(OSLO, MAY, 170, 200)], [BERGEN, OSLO])
    both = open_app(tmp_path, "113", enhet=["AMK Bergen", "AMK Oslo"])
    assert "AMK Bergen og AMK Oslo" in words(html(both))


def test_a_room_without_calls_to_the_number_says_so(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, "113", enhet="Legevaktsentral Bodø")
    title(app)
    assert notes(app) == [
        "Legevaktsentral Bodø har ingen anrop til 113 i desember 2025. Under står sentralene som har."
    ]


def test_an_incomplete_month_is_marked_and_not_compared(tmp_path: Path, open_app: OpenApp) -> None:
    april = date(2025, 4, 1)
    facts = [*answered(BERGEN, april, 190, 200), *answered(BERGEN, MAY, 80, 100)]
    publish(tmp_path, facts, [BERGEN], incomplete=[MAY], built_at="2025-05-10T05:00:00Z")
    app = open_app(tmp_path, "113", periode="Måned", maned="mai 2025")
    assert title(app) == "Hvor raskt blir 113 besvart?"
    assert deltas(app)["Innkommende anrop"] == "– ikke sammenlignet: perioden er ufullstendig"
    assert "Foreløpig: perioden er ikke fullstendig." in words(html(app))


def test_a_page_opens_at_the_newest_complete_month(tmp_path: Path, open_app: OpenApp) -> None:
    facts = [*answered(BERGEN, date(2025, 4, 1), 190, 200), *answered(BERGEN, MAY, 80, 100)]
    publish(tmp_path, facts, [BERGEN], incomplete=[MAY])
    assert "april 2025 · hele landet" in words(html(open_app(tmp_path, "113")))


def test_who_answers_for_whom_and_how_long_they_waited_are_counted_from_the_calls(
    tmp_path: Path, open_app: OpenApp
) -> None:
    calls = [Call("AMK-BGO", "113", date(2025, 5, day), 14, wait) for day, wait in ((5, 3.0), (6, 10.0), (7, 10.5))]
    calls.append(Call("AMK-BGO", "113", date(2025, 5, 5), 15, 40.0, answered_by="AMK-OSL"))
    publish(tmp_path, answered(BERGEN, MAY, 2, 4), [BERGEN, OSLO], calls)
    app = open_app(tmp_path, "113")
    page = words(html(app))
    assert "AMK Bergen AMK Oslo 1 25,0 %" in page
    assert "mandag 14–15 1,0 1" in page and "mandag 15–16 1,0 1" in page
    assert "over 9 s til 10 s 1 25,0 %" in page and "over 30 s 1 25,0 %" in page
    captions = [one.value.replace("\N{NO-BREAK SPACE}", " ") for one in app.caption]
    assert "Av dem som fikk svar, fikk 50,0 % det innen 10 s." in captions


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"periode": "Sekel"}, "periode"),
        ({"maned": "mai 1999"}, "maned"),
        ({"enhet": "<b>Atlantis</b>"}, "enhet"),
        ({"periode": "Måned", "maned": "x", "enhet": "y"}, "enhet, maned"),
    ],
)
def test_nonsense_in_the_address_gives_one_line_and_the_usual(
    two_year_home: Path, open_app: OpenApp, asked: dict[str, str], named: str
) -> None:
    app = open_app(two_year_home, "113", **asked)
    assert title(app) == "Hvor raskt ble 113 besvart?"
    assert notes(app) == [f"Adressen hadde et valg som ikke finnes ({named}). Siden viser det vanlige i stedet."]
    assert "desember 2025 · hele landet" in words(html(app))


def test_an_empty_warehouse_says_so(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path)
    assert title(open_app(tmp_path, "113")) == "Utgivelsen inneholder ingen tall"


def test_every_part_has_its_table_definition_and_files(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, "113")
    labels = [popover.proto.popover.label for popover in app.get("popover")]
    assert labels.count("Definisjon") == labels.count("Last ned") >= 3
    names = [button.proto.label for button in app.get("download_button")]
    assert names.count("CSV") == names.count("Excel") == labels.count("Last ned")
    assert names.count("Bilde (PNG)") == labels.count("Tabell")
