"""Sentral, without a browser: the list to choose from, a room among its peers, its systems, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from streamlit_app.access import EVERYBODY, Source, Viewer
from streamlit_app.analysis import standing
from streamlit_app.analysis.standing import Standing
from streamlit_app.data import sources
from streamlit_app.period import Period, period_of
from streamlit_app.records import Measure
from streamlit_app.release import find_release
from streamlit_app.view import Organisation, View
from tests.app import two_years
from tests.app.releases import Fact, RoomFact, publish
from tests.app.seen import html, metrics, notes, title, words

OpenApp = Callable[..., AppTest]
MAY = date(2025, 5, 1)
IN_TIME = Measure("calls_answered_within_10s_share", "113")
BERGEN, OSLO, TINY = (
    RoomFact("AMK-BGO", "AMK Bergen"),
    RoomFact("AMK-OSL", "AMK Oslo", hf="OUS", rhf="Helse Sør-Øst RHF"),
    RoomFact("AMK-LIT", "AMK Liten"),
)
NEAR, LVS = RoomFact("AMK-NER", "AMK Nær"), RoomFact("LVS-1", "Legevaktsentral Voss", "lvs")


def answered(room: RoomFact, in_time: int, answers: int, kpi_id: str = IN_TIME.kpi_id) -> list[Fact]:
    return [
        Fact("calls_offered", "113", room.room_id, MAY, answers),
        Fact(kpi_id, "113" if kpi_id == IN_TIME.kpi_id else "all", room.room_id, MAY, in_time, answers),
    ]


def of_bergen(home: Path, period: Period | None = None, viewer: Viewer = EVERYBODY) -> View:
    release = find_release(home / "current")
    assert release is not None
    organisation = Organisation("room", ("AMK-BGO",), "AMK Bergen")
    return View(Source(release, viewer), period or period_of("month", MAY), organisation)


def standings(home: Path, facts: Sequence[list[Fact]], rooms: Sequence[RoomFact]) -> list[Standing]:
    publish(home, [fact for some in facts for fact in some], rooms)
    return standing.standings(of_bergen(home))


def test_the_country_offers_its_rooms_trusts_and_regions(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, "sentral")
    assert title(app) == "Hvilken sentral vil du se?"
    page = html(app)
    assert page.count('target="_self">AMK ') == len(two_years.AMK)
    assert 'href="sentral?periode=M%C3%A5ned&amp;maned=desember+2025&amp;enhet=AMK+Bergen"' in page
    assert "Helse Nord RHF" in words(page) and "Nordlandssykehuset" in words(page)
    lvs = open_app(two_year_home, "sentral", slag="Legevaktsentral")
    assert html(lvs).count('target="_self">Legevaktsentral ') == len(two_years.LVS)


def test_a_room_is_ranked_among_its_kind_with_what_chance_leaves_open(tmp_path: Path) -> None:
    # Of 1000: 95 and 94 per cent may well be the same, 80 per cent is surely lower.
    (one,) = standings(
        tmp_path,
        [answered(BERGEN, 940, 1000), answered(NEAR, 950, 1000), answered(OSLO, 800, 1000)],
        [BERGEN, NEAR, OSLO],
    )
    assert (one.figure.measure, one.own.value, one.is_judged) == (IN_TIME, 0.94, True)
    assert (one.place, one.places) == (2, (1, 2))
    assert one.median == pytest.approx(0.875)
    assert one.country and one.country.value == pytest.approx(2690 / 3000)


def test_a_lower_share_is_better_where_the_registry_says_so(tmp_path: Path) -> None:
    kpi_id = "calls_unanswered_share"
    (one,) = standings(
        tmp_path, [answered(BERGEN, 20, 1000, kpi_id), answered(OSLO, 200, 1000, kpi_id)], [BERGEN, OSLO]
    )
    assert (one.place, one.places) == (1, (1, 1))


def test_a_room_with_few_events_is_not_ranked_and_nobody_is_ranked_against_it(tmp_path: Path) -> None:
    few = standings(tmp_path / "few", [answered(BERGEN, 99, 99), answered(OSLO, 800, 1000)], [BERGEN, OSLO])
    assert not few[0].is_judged
    many = standings(tmp_path / "many", [answered(BERGEN, 900, 1000), answered(TINY, 99, 99)], [BERGEN, TINY])
    assert many[0].peers == {} and not many[0].is_judged


def test_peers_are_rooms_of_the_same_kind(tmp_path: Path) -> None:
    (one,) = standings(
        tmp_path, [answered(BERGEN, 900, 1000), answered(OSLO, 800, 1000), answered(LVS, 500, 1000)],
        [BERGEN, OSLO, LVS],
    )  # fmt: skip
    assert set(one.peers) == {"AMK Oslo"}


def test_a_viewer_who_may_not_see_the_others_gets_no_place(tmp_path: Path) -> None:
    publish(tmp_path, [*answered(BERGEN, 900, 1000), *answered(OSLO, 800, 1000)], [BERGEN, OSLO])
    leader = Viewer("Kari", "leader", frozenset({"AMK-BGO"}))
    (one,) = standing.standings(of_bergen(tmp_path, viewer=leader))
    assert one.own.value == 0.9 and not one.is_judged
    assert standing.spread(of_bergen(tmp_path, viewer=leader), IN_TIME) == []


def test_the_grey_field_is_the_middle_of_the_rooms_of_the_kind(tmp_path: Path) -> None:
    rooms = [BERGEN, *(RoomFact(f"AMK-{n}", f"AMK {n}") for n in range(5)), LVS]
    shares = [900, 500, 600, 700, 800, 1000]
    facts = [answered(room, share, 1000) for room, share in zip(rooms, shares, strict=False)]
    publish(tmp_path, [fact for some in [*facts, answered(LVS, 0, 1000)] for fact in some], rooms)
    (may,) = standing.spread(of_bergen(tmp_path), IN_TIME)
    # Of 0.5, 0.6 … 1.0 the first and ninth tenth lie half a step inside the ends.
    assert (may.low, may.high) == pytest.approx((0.55, 0.95))


def test_the_page_says_the_place_and_shows_the_figures(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path, [*answered(BERGEN, 940, 1000), *answered(OSLO, 800, 1000)], [BERGEN, OSLO])
    app = open_app(tmp_path, "sentral", enhet="AMK Bergen")
    assert title(app) == "Hvordan gikk det i AMK Bergen?"
    assert metrics(app)["113 besvart innen 10 sekunder"] == "94,0 %"
    said = " ".join(one.value for one in app.markdown).replace("\N{NO-BREAK SPACE}", " ")
    assert "113 besvart innen 10 sekunder: AMK Bergen har 94,0 %, plass 1 av 2 AMK-sentraler." in said
    table = next(one for one in html(app).split("<table>") if one.startswith("<caption>AMK Bergen blant"))
    assert "94,0 % 92,4 %–95,3 % 80,0 % 87,0 % 1 av 2 1" in words(table)


@pytest.mark.parametrize(
    ("asked", "named", "peers"),
    [("Helse Nord RHF", "Helse Nord RHF", "regioner"), ("Nordlandssykehuset", "Nordlandssykehuset", "helseforetak")],
)
def test_a_region_and_a_trust_list_their_rooms(
    two_year_home: Path, open_app: OpenApp, asked: str, named: str, peers: str
) -> None:
    app = open_app(two_year_home, "sentral", enhet=asked)
    assert title(app) == f"Hvordan gikk det i {named}?"
    page = words(html(app))
    assert "AMK Bodø" in page and "Legevaktsentral Lofoten" in page and "AMK Oslo" not in page


def test_several_rooms_together_have_no_peers(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, "sentral", enhet=["AMK Bergen", "AMK Oslo"])
    assert title(app) == "Hvordan gikk det i AMK Bergen og AMK Oslo?"
    assert "plass" not in " ".join(one.value for one in app.markdown)


def test_a_room_shows_its_systems_and_the_day_they_changed(tmp_path: Path, open_app: OpenApp) -> None:
    rooms = [
        RoomFact("AMK-BGO", "AMK Bergen", video_solution="hjelp113", valid_to=date(2025, 5, 14)),
        RoomFact(
            "AMK-BGO", "AMK Bergen", video_solution="hjelp113", valid_from=date(2025, 5, 15),
            valid_to=date(2025, 12, 31), is_limited_pilot=True,
        ),
        RoomFact("AMK-BGO", "AMK Bergen", video_solution="bliksund", platform="lifex", valid_from=date(2026, 1, 1)),
    ]  # fmt: skip
    publish(tmp_path, answered(BERGEN, 900, 1000), rooms)
    page = words(html(open_app(tmp_path, "sentral", enhet="AMK Bergen")))
    assert "01.01.2026 planlagt – LifeX SMS til Video" in page
    assert "15.05.2025 31.12.2025 Begrenset pilot Hjelp 113 Video" in page
    assert "før dataene begynner 14.05.2025 ICCS Hjelp 113 Video" in page


def test_what_has_arrived_is_told_by_the_rooms_own_days(tmp_path: Path) -> None:
    directory = publish(tmp_path, answered(BERGEN, 900, 1000), [BERGEN])
    days = [(date(2025, 4, 30), 5, True), (date(2025, 5, 1), 7, True), (date(2025, 5, 2), 0, False)]
    with duckdb.connect(str(directory / "warehouse.duckdb")) as connection:
        for day, calls, is_complete in days:
            connection.execute(
                "insert into marts.kpi_values values"
                " ('calls_total', 'all', 'day', ?, ?, 'room', 'AMK-BGO', ?, null, ?, ?, null, null, ?)",
                [day, day, calls, calls, calls, is_complete],
            )
    view = of_bergen(tmp_path)
    (one,) = sources.arrived(view.source, view.org, view.period)
    assert one == sources.Arrived("calls", date(2025, 4, 30), date(2025, 5, 1), 1)


def test_a_room_without_figures_says_so(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path, answered(BERGEN, 900, 1000), [BERGEN, OSLO])
    app = open_app(tmp_path, "sentral", enhet="AMK Oslo")
    title(app)
    assert notes(app) == ["Ingen hendelser er levert for utvalget."]


def test_an_empty_warehouse_says_so(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path)
    assert title(open_app(tmp_path, "sentral")) == "Utgivelsen inneholder ingen tall"
