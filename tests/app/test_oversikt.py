"""The overview, without a browser: its heading, its choices, its figures, what needs attention, and without data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app import two_years
from tests.app.releases import Fact, Feed, RoomFact, point, publish
from tests.app.seen import deltas, html, metrics, title, words

OpenApp = Callable[..., AppTest]
YEAR_2025 = {"periode": "År", "aar": "2025"}


def test_the_page_asks_its_question_and_says_where_the_answer_comes_from(
    two_year_home: Path, open_app: OpenApp
) -> None:
    app = open_app(two_year_home)
    assert title(app) == "Hvordan gikk det i desember 2025?"
    source = words(html(app))
    for part in ("desember 2025 · hele landet", "tall per 22.11.2026 kl. 05:41", "utgivelse 2026-11-22T044100Z"):
        assert part in source
    assert ">Syntetiske data</strong>" in html(app)


def test_real_data_are_not_called_synthetic(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path, [Fact("calls_total", "all", "NO", date(2025, 1, 1), 7)], is_synthetic=False)
    assert "yntetisk" not in html(open_app(tmp_path))


def test_the_figures_are_those_of_the_year_in_the_address(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, **YEAR_2025)
    assert title(app) == "Hvordan gikk det i 2025?"
    assert (metrics(app)["Ambulansealarmer"], metrics(app)["Videosamtaler"]) == ("586 000", "232 000")
    # The fixture's 2024 has 1.2 % more alarms and 7 % fewer video sessions: 1/1.012 - 1 and 1/0.93 - 1.
    assert deltas(app)["Ambulansealarmer"] == "−1,2 % fra 2024"
    assert deltas(app)["Videosamtaler"] == "+7,5 % fra 2024"


def test_another_period_type_stays_by_the_days_that_were_looked_at(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, periode="År", aar="2024")
    app.button_group(key="periode").set_value("month").run()
    assert title(app) == "Hvordan gikk det i desember 2024?"


@pytest.mark.parametrize(
    ("label", "kpi_id", "status"),
    [
        ("113 besvart innen 10 sekunder", "calls_answered_within_10s_share", "✓ Når målet på minst 90 %"),
        ("116117 besvart innen 2 minutter", "calls_answered_within_2min_share", "▼ Når ikke målet på 80 %"),
    ],
)
def test_the_headline_shares_are_those_of_all_the_calls_and_meet_their_target_or_not(
    two_year_home: Path, open_app: OpenApp, label: str, kpi_id: str, status: str
) -> None:
    app = open_app(two_year_home, **YEAR_2025)
    facts = [fact for fact in two_years.facts() if fact.kpi_id == kpi_id and fact.month.year == 2025]
    share = sum(fact.numerator for fact in facts) / sum(fact.denominator or 0 for fact in facts)
    assert metrics(app)[label] == f"{100 * share:.1f} %".replace(".", ",")
    assert status in words(html(app))


def test_what_needs_attention_is_found_and_leads_to_the_room(two_year_home: Path, open_app: OpenApp) -> None:
    found = html(open_app(two_year_home, **YEAR_2025)).split('class="attention"')[1]
    assert "113: 1 av 16 sentraler ligger under målet på 90 %. Lavest er" in words(found)
    assert '<a href="113?periode=%C3%85r&amp;aar=2025&amp;enhet=AMK+Oslo" target="_self">AMK Oslo</a>' in found


def test_unusual_volumes_late_feeds_and_warnings_are_found(tmp_path: Path, open_app: OpenApp) -> None:
    room = RoomFact("AMK-BGO", "AMK Bergen")
    # Twelve months of 1000 and one of 1500: chance gives 32, and four times that is not 500.
    facts = [Fact("calls_offered", "113", room.room_id, date(2024, month, 1), 1000) for month in range(1, 13)]
    facts.append(Fact("calls_offered", "113", room.room_id, date(2025, 1, 1), 1500))
    feeds = [Feed("nodsms", date(2025, 1, 31)), Feed("calls_iccs", date(2025, 1, 29), missing_deliveries=2, refused=1)]
    publish(tmp_path, facts, [room], feeds=feeds, warnings=["AMK Bergen har uvanlig mange anrop"])
    found = words(html(open_app(tmp_path)).split('class="attention"')[1])
    assert "113, mot medianen av 12 tidligere perioder: AMK Bergen +50,0 % (1 500 anrop mot 1 000)" in found
    assert "Anrop, ICCS: siste dag er 29.01.2025, og 2 leveranser mangler" in found
    assert "Anrop, ICCS: 1 leveranse er avvist" in found
    assert "Kontroller AMK Bergen har uvanlig mange anrop" in found
    assert "NødSMS: siste dag" not in found


def test_when_nothing_needs_attention_the_page_says_so(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path, [Fact("calls_total", "all", "NO", date(2025, 1, 1), 7)])
    assert any(one.value.startswith("Ingenting skiller seg ut") for one in open_app(tmp_path).markdown)


def test_a_missing_feed_is_said_to_be_missing(tmp_path: Path, open_app: OpenApp) -> None:
    facts = [fact for fact in two_years.facts() if fact.kpi_id != "video_sessions" and fact.segment != "116117"]
    publish(tmp_path, facts, two_years.ROOMS)
    app = open_app(tmp_path, **YEAR_2025)
    assert title(app)
    assert (metrics(app)["Videosamtaler"], metrics(app)["Ambulansealarmer"]) == ("–", "586 000")
    said = [one.value for one in app.caption]
    assert "Ingen videosamtaler er levert for 2025." in said
    assert "Ingen anrop til 116117 er levert for 2025." in said


def test_a_zero_without_its_deliveries_is_no_figure(tmp_path: Path, open_app: OpenApp) -> None:
    january = date(2025, 1, 1)
    publish(
        tmp_path,
        [Fact("alarms_sent", "all", "NO", january, 7), Fact("video_sessions", "all", "NO", january, 0)],
        incomplete=[january],
    )
    shown = metrics(open_app(tmp_path))
    assert (shown["Videosamtaler"], shown["Ambulansealarmer"]) == ("–", "7")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("no release", "Det finnes ingen tall å vise ennå"),
        ("empty warehouse", "Utgivelsen inneholder ingen tall"),
        ("broken warehouse", "Utgivelsen kan ikke leses akkurat nå"),
        ("no warehouse", "Utgivelsen kan ikke leses akkurat nå"),
        ("broken manifest", "Utgivelsen kan ikke leses akkurat nå"),
    ],
)
def test_without_figures_the_page_says_why(tmp_path: Path, open_app: OpenApp, state: str, said: str) -> None:
    if state != "no release":
        directory = publish(tmp_path)
        if state == "broken warehouse":
            (directory / "warehouse.duckdb").write_bytes(b"not a database")
        elif state == "no warehouse":
            (directory / "warehouse.duckdb").unlink()
        elif state == "broken manifest":
            (directory / "manifest.json").write_text("{", encoding="utf-8")
    app = open_app(tmp_path)
    assert not app.exception
    assert title(app) == said
    assert len(app.markdown) == 1, "there is no advice"


def test_a_release_published_while_the_page_is_open_is_shown_at_the_next_rerun(
    tmp_path: Path, open_app: OpenApp
) -> None:
    january = date(2025, 1, 1)
    publish(tmp_path, [Fact("alarms_sent", "all", "NO", january, 7)], release_id="r1")
    app = open_app(tmp_path)
    assert metrics(app)["Ambulansealarmer"] == "7"
    publish(tmp_path, [Fact("alarms_sent", "all", "NO", january, 8)], release_id="r2", is_synthetic=False)
    app.run()
    assert metrics(app)["Ambulansealarmer"] == "8"
    assert "utgivelse r2" in html(app) and "utgivelse r1" not in html(app)
    point(tmp_path, "r1")
    app.run()
    assert metrics(app)["Ambulansealarmer"] == "7" and "Syntetiske data" in html(app)
