"""Årsrapport: the page, its sentences, its workbook opened again, and its document read back as text."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
import typst
from streamlit.testing.v1 import AppTest

from streamlit_app.access import EVERYBODY, Source, Viewer
from streamlit_app.period import PeriodType, period_of
from streamlit_app.release import find_release
from streamlit_app.report import content, pdf, xlsx
from tests.app import two_years
from tests.app.releases import Fact, RoomFact, publish
from tests.app.seen import html, metrics, notes, title, words

OpenApp = Callable[..., AppTest]
PUBLISHED = (
    ("video_sessions", "Videosamtaler", 2025, "over", 232000, 232400, 400, 0.0017, True, "count"),
    ("calls_total", "Anrop i alt", 2025, "about", 11000000, 9000000, -2000000, -0.1818, False, "count"),
    ("calls_113", "Anrop til 113", 2022, "about", 746000, None, None, None, None, "count"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years, with published figures and one tertial."""
    made = tmp_path_factory.mktemp("report")
    directory = publish(made, two_years.facts(), two_years.ROOMS)
    with duckdb.connect(str(directory / "warehouse.duckdb")) as connection:
        connection.executemany(
            "insert into marts.published_reconciliation values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'HDO årlig melding')",
            [list(row) for row in PUBLISHED],
        )
        connection.execute(
            "insert into marts.kpi_values values ('calls_total', 'all', 'tertial', date '2025-05-01',"
            " date '2025-08-31', 'nation', 'NO', 3600000, null, 3600000, 3600000, null, null, true)"
        )
    return made


def read(home: Path, year: int = 2025, kind: PeriodType = "year", viewer: Viewer = EVERYBODY) -> content.Report:
    release = find_release(home / "current")
    assert release is not None
    return content.report(Source(release, viewer), period_of(kind, date(year, 5, 1)))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def cells(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_page_opens_at_the_newest_complete_year_with_text_to_copy(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "arsrapport")
    assert title(app) == "Hva skal stå i årsrapporten?"
    assert metrics(app)["Ambulansealarmer"] == "586 000"
    said = plain(app.code[0].value)
    # The fixture's 2024 has 1.2 % more calls than 2025: 1/1.012 - 1.
    assert said.startswith("I 2025 ble det håndtert 11 000 000 anrop i alt, 1,2 % færre enn i 2024.")
    assert "Det ble gjennomført 232 000 videosamtaler, 7,5 % flere enn i 2024." in said
    assert "NødSMS mottok 9 574 meldinger" in said


def test_the_choice_of_period_is_in_the_address_and_a_tertial_has_no_published_figures(
    home: Path, open_app: OpenApp
) -> None:
    app = open_app(home, "arsrapport", rapport="2. tertial 2025")
    title(app)
    assert plain(app.code[0].value) == "I 2. tertial 2025 ble det håndtert 3 600 000 anrop i alt."
    assert any(one.value.startswith("Ingen publiserte tall gjelder denne perioden") for one in app.markdown)
    assert app.selectbox(key="rapport").options == ["2025", "2. tertial 2025", "2024"]


def test_a_period_that_there_is_not_gives_one_line_and_the_usual(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "arsrapport", rapport="1999")
    assert notes(app) == ["Adressen hadde et valg som ikke finnes (rapport). Siden viser det vanlige i stedet."]
    assert metrics(app)["Ambulansealarmer"] == "586 000"


def test_published_figures_stand_beside_our_own_with_their_reservation(home: Path, open_app: OpenApp) -> None:
    page = words(html(open_app(home, "arsrapport")))
    assert "Anrop i alt om lag 11 000 000 9 000 000 −2 000 000 (−18,2 %) ▼ nei" in page
    assert "Videosamtaler over 232 000 232 400 +400 (+0,2 %) ✓ ja" in page
    assert "Anrop til 113" not in page


def test_the_share_in_the_text_is_that_of_all_the_years_calls(home: Path) -> None:
    facts = [
        fact
        for fact in two_years.facts()
        if fact.kpi_id == "calls_answered_within_10s_share" and fact.month.year == 2025
    ]
    share = sum(fact.numerator for fact in facts) / sum(fact.denominator or 0 for fact in facts)
    said = plain(" ".join(content.sentences(read(home))))
    assert f"ble {100 * share:.1f} % besvart innen 10 sekunder".replace(".", ",") in said
    assert "målet på 90 % er nådd" in said and "målet på 80 % er ikke nådd" in said


def test_what_is_not_delivered_is_passed_over_and_an_incomplete_period_is_said_to_be(tmp_path: Path) -> None:
    publish(
        tmp_path, [Fact("alarms_sent", "all", "NO", date(2025, 5, 1), 70)], incomplete=[date(2025, 5, 1)]
    )  # fmt: skip
    assert [plain(one) for one in content.sentences(read(tmp_path))] == [
        "Det ble sendt 70 ambulansealarmer.",
        "Perioden er ikke fullstendig: tallene er foreløpige.",
    ]


def test_the_workbook_has_a_cover_and_a_sheet_for_every_table_with_numbers_as_numbers(home: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.workbook(read(home))))
    assert book.sheetnames == [
        "Forside", "Nøkkeltall", "Publiserte tall", "113 per sentral", "116117 per sentral", "Måneder",
    ]  # fmt: skip
    cover = dict(row for row in cells(book["Forside"])[2:8])
    assert cover["Periode"] == "2025" and cover["Utvalg"] == "hele landet"
    assert cover["Utgivelse"] == "2026-11-22T044100Z" and cover["Merk"].startswith("Syntetiske data.")
    figures = {(row[0], row[1]): row for row in cells(book["Nøkkeltall"])}
    assert figures["Video", "Videosamtaler"][3] == 232_000
    assert figures["Video", "Videosamtaler"][5] == pytest.approx(1 / 0.93 - 1, abs=1e-4)
    assert all("2026-11-22T044100Z" in sheet["A1"].value for sheet in book.worksheets[1:])
    months = cells(book["Måneder"])
    assert len(months) == 3 + 12
    assert sum(row[3] for row in months[3:]) == 586_000


def test_a_share_is_shown_as_one_and_a_count_with_thousands(home: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.workbook(read(home))))["Nøkkeltall"]
    shown = {row[1].value: row[3].number_format for row in sheet.iter_rows(min_row=4)}
    assert shown["113 besvart innen 10 sekunder"] == "0.0%"
    assert shown["Videosamtaler"] == "#,##0"


def test_names_that_look_like_formulas_are_text_in_the_workbook(tmp_path: Path) -> None:
    facts = [
        Fact("calls_offered", "113", "AMK-X", date(2025, 5, 1), 200),
        Fact("calls_answered_within_10s_share", "113", "AMK-X", date(2025, 5, 1), 190, 200),
    ]
    publish(tmp_path, facts, [RoomFact("AMK-X", "=1+1")])
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.workbook(read(tmp_path))))["113 per sentral"]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=1+1", "s")


def test_the_document_says_everything_and_marks_synthetic_data_on_every_page(home: Path, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.pdf(read(home)))
    found = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True).stdout
    *pages, last = plain(found).split("\f")
    assert not last and len(pages) >= 4
    assert all("Syntetiske data" in page and "2026-11-22T044100Z" in page for page in pages)
    whole = " ".join(" ".join(pages).split())
    assert "Årsrapport for nødmeldetjenestens kommunikasjon 2025" in whole
    assert "Periode: 2025 Utvalg: hele landet Utgivelse: 2026-11-22T044100Z Tall per: 22.11.2026 kl. 05:41" in whole
    assert "Anrop i alt om lag 11 000 000 9 000 000 −2 000 000 (−18,2 %) ▼ nei" in whole
    assert all(room.name in whole for room, _, _ in two_years.AMK)


def test_the_document_is_a_tagged_pdf_and_the_same_every_time(home: Path) -> None:
    found = pdf.pdf(read(home))
    assert found.startswith(b"%PDF-") and b"/MarkInfo" in found and found == pdf.pdf(read(home))


def test_the_document_is_typeset_without_the_machines_own_fonts() -> None:
    assert pdf.FONT in typst.Fonts(include_system_fonts=False).families()


def test_names_cannot_carry_markup_into_the_document(tmp_path: Path) -> None:
    facts = [
        Fact("calls_offered", "113", "AMK-X", date(2025, 5, 1), 200),
        Fact("calls_answered_within_10s_share", "113", "AMK-X", date(2025, 5, 1), 190, 200),
    ]
    name = '#panic("x") *AMK* $x$ "'
    publish(tmp_path, facts, [RoomFact("AMK-X", name)], is_synthetic=False)
    found = read(tmp_path)
    assert pdf.contents(found)["rooms"][0]["rows"][0][0] == name
    assert pdf.pages(found)[0].startswith(b"\x89PNG")
    assert "Syntetiske" not in str(pdf.contents(found))


def test_a_viewer_who_may_not_rank_rooms_gets_a_report_without_them(home: Path) -> None:
    found = read(home, viewer=Viewer("kari", frozenset({"leader"}), frozenset({"AMK-BGO"})))
    assert found.rankings == {} and pdf.contents(found)["rooms"] == []
    assert "113 per sentral" not in openpyxl.load_workbook(io.BytesIO(xlsx.workbook(found))).sheetnames


def test_both_documents_are_offered(home: Path, open_app: OpenApp) -> None:
    names = [button.proto.label for button in open_app(home, "arsrapport").get("download_button")]
    assert names[:2] == ["Last ned PDF", "Last ned Excel"]


def test_without_a_year_or_tertial_the_page_says_so(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path)
    app = open_app(tmp_path, "arsrapport")
    title(app)
    assert notes(app) == ["Utgivelsen har ingen tall for et helt år eller tertial ennå."]
