"""NødSMS, without a browser: what came in, what went on, and that it is the whole country's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.app.releases import Fact, RoomFact, publish
from tests.app.seen import html, metrics, notes, title, words
from tests.app.subjects import Day, lay

OpenApp = Callable[..., AppTest]
MAY = date(2025, 5, 1)


def facts(month: date, received: int, forwarded: int) -> list[Fact]:
    return [
        Fact("nodsms_received", "all", "NO", month, received),
        Fact("nodsms_forwarded", "all", "NO", month, forwarded),
        Fact("nodsms_filtered", "all", "NO", month, received - forwarded),
        Fact("nodsms_forwarded_share", "all", "NO", month, forwarded, received),
    ]


def day(number: int, received: int, forwarded: int, *, is_complete: bool = True) -> list[Day]:
    amounts = {"received": received, "forwarded": forwarded, "filtered": received - forwarded}
    return [
        Day(f"nodsms_{name}", "all", "nation", "NO", date(2025, 5, number), amount, is_complete)
        for name, amount in amounts.items()
    ]


def test_what_came_in_and_what_went_on_to_bodo(tmp_path: Path, open_app: OpenApp) -> None:
    lay(publish(tmp_path, [*facts(date(2025, 4, 1), 900, 90), *facts(MAY, 620, 62)]))
    app = open_app(tmp_path, "nodsms")
    assert title(app) == "Hvor mange NødSMS kom fram til AMK?"
    assert metrics(app) == {
        "Mottatte NødSMS": "620", "Videresendte NødSMS": "62", "Stoppede NødSMS": "558",
        "Andel videresendte NødSMS": "10,0 %",
    }  # fmt: skip
    said = words(" ".join(one.value for one in app.markdown))
    assert "Av 620 NødSMS i mai 2025, 20 om dagen, ble 62 sendt videre til AMK Bodø." in said


def test_there_is_no_room_to_choose_and_it_says_why(tmp_path: Path, open_app: OpenApp) -> None:
    lay(publish(tmp_path, facts(MAY, 620, 62), [RoomFact("AMK-BGO", "AMK Bergen")]))
    app = open_app(tmp_path, "nodsms", enhet="AMK Bergen")
    assert not app.multiselect
    assert "mai 2025 · hele landet" in words(html(app))
    assert metrics(app)["Mottatte NødSMS"] == "620"
    assert "NødSMS finnes bare for hele landet" in " ".join(one.value for one in app.caption)
    assert notes(app) == []


def test_a_month_has_its_days_but_not_those_without_their_delivery(tmp_path: Path, open_app: OpenApp) -> None:
    lay(publish(tmp_path, facts(MAY, 47, 5)), days=[*day(1, 20, 3), *day(2, 27, 2), *day(3, 0, 0, is_complete=False)])
    page = words(html(open_app(tmp_path, "nodsms", periode="Måned", maned="mai 2025")))
    assert "02.05.2025 27 2 25 7,4 %" in page and "01.05.2025 20 3 17 15,0 %" in page
    assert "03.05.2025" not in page


def test_a_year_has_its_months_and_its_seasons_per_day(tmp_path: Path, open_app: OpenApp) -> None:
    lay(publish(tmp_path, [*facts(date(2024, 2, 1), 290, 29), *facts(date(2025, 2, 1), 560, 70)]))
    page = words(html(open_app(tmp_path, "nodsms", periode="År", aar="2025")))
    assert "februar 2025 560 70 490 12,5 %" in page
    # 28 days in February 2025, 29 in 2024.
    assert "februar 2025 20 februar 2024 10" in page


def test_a_month_without_deliveries_says_so(tmp_path: Path, open_app: OpenApp) -> None:
    lay(publish(tmp_path, [Fact("alarms_sent", "all", "NO", MAY, 5)]))
    app = open_app(tmp_path, "nodsms")
    title(app)
    assert metrics(app)["Mottatte NødSMS"] == "–"
    assert "Ingen NødSMS er levert for mai 2025." in [caption.value for caption in app.caption]
