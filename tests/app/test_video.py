"""Video, without a browser: sessions, use beside calls, rooms, and coverage beside what was published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.releases import Fact, RoomFact, publish
from tests.app.seen import html, metrics, notes, title, words
from tests.app.subjects import Day, Session, lay

OpenApp = Callable[..., AppTest]
MAY = date(2025, 5, 1)
AMK = RoomFact("AMK-BGO", "AMK Bergen", video_solution="hjelp113")
LVS = RoomFact("LVS-4601", "Legevaktsentral Bergen", "lvs", video_solution="bliksund")
WITHOUT = RoomFact("LVS-1860", "Legevaktsentral Lofoten", "lvs")
# Room, solution, invitations and sessions of May.
USED = ((AMK, "hjelp113", 100, 90), (LVS, "bliksund", 60, 30))


def facts() -> list[Fact]:
    return [
        fact
        for room, solution, invitations, sessions in USED
        for segment in (solution, "all")
        for fact in (
            Fact("video_invitations", segment, room.room_id, MAY, invitations),
            Fact("video_sessions", segment, room.room_id, MAY, sessions),
            Fact("video_success_share", segment, room.room_id, MAY, sessions, invitations),
            Fact("video_connect_time_median_s", segment, room.room_id, MAY, 28, sessions),
        )
    ]


def days() -> list[Day]:
    """Two days, of which the second lacks the LVS's calls."""
    first, second = date(2025, 5, 1), date(2025, 5, 2)
    return [
        Day("video_sessions", "hjelp113", "room", "AMK-BGO", first, 10),
        Day("video_sessions", "hjelp113", "room", "AMK-BGO", second, 8),
        Day("video_sessions", "bliksund", "room", "LVS-4601", first, 5),
        Day("video_sessions", "bliksund", "room", "LVS-4601", second, 25),
        Day("calls_offered", "113", "room", "AMK-BGO", first, 100),
        Day("calls_offered", "113", "room", "AMK-BGO", second, 80),
        Day("calls_offered", "116117", "room", "LVS-4601", first, 200),
        Day("calls_offered", "116117", "room", "LVS-4601", second, 7, is_complete=False),
        Day("calls_offered", "116117", "room", "LVS-1860", first, 1000),
    ]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    sessions = [
        *(Session("AMK-BGO", MAY, connect_s=28.0, duration_s=200.0) for _ in range(90)),
        *(Session("AMK-BGO", MAY, "expired") for _ in range(10)),
        *(Session("LVS-4601", MAY, solution="bliksund", connect_s=28.0, duration_s=100.0) for _ in range(30)),
        *(Session("LVS-4601", MAY, "failed", solution="bliksund") for _ in range(30)),
    ]
    published = [
        ("amk_with_video", "AMK-sentraler med video", 2025, 16.0, 1.0, False, "count"),
        ("seats_with_hjelp113", "Operatørplasser med Hjelp 113 Video", 2025, 330.0, 330.0, True, "count"),
        ("lvs_with_video_share", "Andel legevaktsentraler med video", 2025, 0.95, 0.948, True, "share"),
        ("nodsms_received", "Mottatte NødSMS", 2025, 9574.0, 9574.0, True, "count"),
    ]
    directory = publish(tmp_path, facts(), [AMK, LVS, WITHOUT])
    lay(directory, sessions=sessions, days=days(), published=published)
    return tmp_path


def test_sessions_and_the_share_of_invitations_that_became_one(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "video", periode="Måned", maned="mai 2025")
    assert title(app) == "Kom videosamtalene i gang?"
    assert metrics(app)["Videosamtaler"] == "120"
    assert metrics(app)["Andel invitasjoner som ble videosamtale"] == "75,0 %"
    said = words(" ".join(one.value for one in app.markdown))
    assert "120 av 160 invitasjoner ble videosamtaler" in said
    # 30 of 60 have the interval 38–62 %, below the country's 75 %.
    assert "1 av 2 sentraler ligger lavere enn landet utover det tilfeldigheter forklarer" in said


def test_sessions_are_held_against_calls_of_rooms_with_video_on_delivered_days(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "video", periode="Måned", maned="mai 2025")
    page = words(html(app))
    # Bergen's AMK 18 sessions in 180 calls; its LVS only the first day, 5 in 200; Lofoten has no video.
    assert "AMK-sentraler 1 18 180 100" in page
    assert "Legevaktsentraler 1 5 200 25" in page
    assert "I alt 2 23 380 61" in page
    assert "Dette er ingen andel" in " ".join(one.value for one in app.caption)


def test_invitations_by_what_became_of_them(home: Path, open_app: OpenApp) -> None:
    page = words(html(open_app(home, "video", periode="Måned", maned="mai 2025")))
    assert "Ble videosamtale 120 75,0 % Feilet 30 18,8 % Lenken utløp 10 6,3 %" in page.replace("6,2 %", "6,3 %")


def test_a_solution_has_its_own_figures(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "video", periode="Måned", maned="mai 2025", videolosning="SMS til Video")
    assert metrics(app)["Videosamtaler"] == "30"
    page = words(html(app))
    assert "Legevaktsentraler 1 5 200 25" in page and "AMK-sentraler 1 18" not in page


def test_coverage_at_the_periods_end_stands_beside_what_was_published(home: Path, open_app: OpenApp) -> None:
    page = words(html(open_app(home, "video", periode="Måned", maned="mai 2025")))
    assert "AMK-sentraler med video 1 16 (2025) 1 ▼ nei" in page
    # One of two LVS has video; three seats in the one room with Hjelp 113 Video.
    assert "Andel legevaktsentraler med video 50,0 % 95,0 % (2025) 94,8 % ✓ ja" in page
    assert "Operatørplasser med Hjelp 113 Video 3 330 (2025) 330 ✓ ja" in page
    assert "Mottatte NødSMS" not in page


def test_a_room_without_video_says_so_and_still_shows_who_has_it(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "video", periode="Måned", maned="mai 2025", enhet="Legevaktsentral Lofoten")
    title(app)
    assert notes(app) == ["Legevaktsentral Lofoten har ingen videoinvitasjoner i mai 2025."]
    assert "AMK-sentraler med video 1 16 (2025)" in words(html(app))
