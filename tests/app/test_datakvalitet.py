"""Datakvalitet, without a browser: what came, what was refused or set aside, and what the checks say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.releases import Check, Correction, Delivery, Fact, Feed, Quarantined, publish
from tests.app.seen import html, metrics, title, words

OpenApp = Callable[..., AppTest]
TODAY = datetime.now(UTC).date()
FACTS = [Fact("calls_total", "all", "NO", date(2025, 6, 1), 7)]
FEEDS = [
    Feed("calls_iccs", date(2025, 6, 29), missing_deliveries=3, accepted=9_980, quarantined=20),
    Feed("nodsms", TODAY, accepted=10_000),
    Feed("video_bliksund", None),
]
DELIVERIES = [
    Delivery("calls_iccs", "calls_iccs_2025-06-30.csv", "2025-06-30", "refused", "too_many_errors"),
    Delivery("nodsms", "nodsms_2025-05.csv", "2025-05", "refused", "missing_columns"),
    Delivery("nodsms", "nodsms_2025-05_v2.csv", "2025-05", "accepted"),
]
CHECKS = [
    Check("lake/nodsms: accounting", severity="error"),
    Check("marts/delivery: no_date_is_in_the_future", title_nb="Ingen datoer i fremtiden", detail_nb="7 kilder"),
    Check(
        "marts/data_status: no_delivery_is_missing", "warned", title_nb="Alle leveranser", detail_nb="ICCS mangler 3"
    ),
]


@pytest.fixture
def page(tmp_path: Path, open_app: OpenApp) -> AppTest:
    directory = publish(
        tmp_path,
        FACTS,
        feeds=FEEDS,
        deliveries=DELIVERIES,
        quarantined=[
            Quarantined("calls_iccs", date(2025, 5, 1), "unknown_room", 12),
            Quarantined("calls_iccs", date(2025, 6, 1), "unknown_room", 5),
            Quarantined("nodsms", date(2025, 6, 1), "inconsistent", 3),
        ],
        corrections=[Correction("calls_iccs", "line: 13", "line: 113", "tastefeil i kilden", 41)],
        checks=CHECKS,
    )
    (directory / "docs").mkdir()
    (directory / "docs" / "checks.html").write_text("<p>alt</p>", encoding="utf-8")
    return open_app(tmp_path, "datakvalitet")


def test_the_page_says_how_far_the_figures_can_be_trusted(page: AppTest) -> None:
    assert title(page) == "Er tallene til å stole på?"
    assert metrics(page) == {
        "Forsinkede kilder": "1 av 3",
        "Leveranser kommet": "27 av 30",
        # 20 of the 20 000 rows that were read.
        "Andel rader i karantene": "0,10 %",
        "Kontroller med advarsel": "1 av 3",
    }
    said = "1 kilde er forsinket, 3 leveranser mangler, 1 avviste er ikke erstattet og 1 kontroll har advarsel."
    assert said in [one.value for one in page.markdown]


def test_a_feed_is_late_by_the_clock_and_one_that_never_began_is_not(page: AppTest) -> None:
    seen = words(html(page))
    assert "Anrop, ICCS ▼ forsinket 29.06.2025 kl. 05 dagen etter" in seen
    assert f"NødSMS i rute {TODAY:%d.%m.%Y}" in seen
    assert "Video, SMS til Video ikke tatt i bruk –" in seen


def test_refused_deliveries_say_why_and_whether_they_were_replaced(page: AppTest) -> None:
    seen = words(html(page))
    at = seen.index(
        "calls_iccs_2025-06-30.csv Anrop, ICCS 30.06.2025 for mange rader har feil 22.11.2026 kl. 05:30 nei"
    )
    assert at < seen.index("nodsms_2025-05.csv NødSMS mai 2025 kolonner mangler 22.11.2026 kl. 05:30 ja")


def test_quarantine_and_corrections_are_told_in_plain_norwegian(page: AppTest) -> None:
    seen = words(html(page))
    assert "Anrop, ICCS mai 2025 ukjent sentral eller base 12" in seen
    assert "NødSMS juni 2025 verdier som motsier hverandre 3" in seen
    assert "line: 113 tastefeil i kilden" in seen and "juni 2025 41" in seen


def test_a_check_that_remarks_on_something_comes_first_and_says_what_it_means(page: AppTest) -> None:
    seen = words(html(page))
    warned = seen.index("▲ Advarsel Alle leveranser ICCS mangler 3 Periodene med hull er merket ufullstendige")
    assert warned < seen.index("✓ Bestått Ingen datoer i fremtiden 7 kilder")
    assert "accounting" not in seen, "what only the technical staff reads is counted, not listed"
    assert any(one.value.startswith("1 tekniske") for one in page.caption)
    assert [one.proto.label for one in page.get("download_button") if "HTML" in one.proto.label] == [
        "Last ned kontrollrapporten (HTML)"
    ]


def test_without_faults_the_page_says_so(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path, FACTS, feeds=[Feed("nodsms", TODAY, accepted=1)], checks=CHECKS[:2])
    page = open_app(tmp_path, "datakvalitet")
    said = [one.value for one in page.markdown]
    assert "Alt som skulle vært levert, er kommet, og alle kontroller er bestått." in said
    assert "Ingen leveranser er avvist." in said
    assert "Ingen rader er i karantene: alt som er lest, er med i tallene." in said
    assert "Ingen leveranser er rettet." in said
