"""The definitions, without a browser: all of them, those that are looked for, and one that a link leads to."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from streamlit_app.text import registry as text
from tests.app import two_years
from tests.app.releases import REGISTRY, Fact, publish

OpenApp = Callable[..., AppTest]
PAGE, HEADLINE = "definisjoner", "calls_answered_within_10s_share"
JANUARY = date(2025, 1, 1)


def registry() -> list[dict[str, str]]:
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cards(app: AppTest) -> dict[str, str]:
    """What the page shows of each KPI, as a reader sees it, by its id."""
    assert not app.exception
    articles = re.findall(r"<article.*?</article>", html(app), flags=re.DOTALL)
    ids = [re.findall(r'<h3><a href="definisjoner\?kpi=(\w+)"', article) for article in articles]
    assert all(len(found) == 1 for found in ids)
    return {kpi_id: seen(article) for [kpi_id], article in zip(ids, articles, strict=True)}


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def seen(markup: str) -> str:
    words = re.sub(r"<[^>]*>", " ", markup).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(unescape(words).split())


def test_every_kpi_of_the_registry_is_there_with_all_that_is_said_of_it(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, PAGE)
    assert [title.value for title in app.title] == ["Hva betyr tallene?"]
    assert "utgivelse 2026-11-22T044100Z" in html(app)
    shown = cards(app)
    assert shown.keys() == {row["kpi_id"] for row in registry()}
    for row in registry():
        parts = ("label_nb", "description_nb", "formula_nb", "inclusion", "legal_basis", "source", "kpi_id")
        assert [row[part] for part in parts if row[part] not in shown[row["kpi_id"]]] == []
        assert "Gjelder fra 01.01.2010" in shown[row["kpi_id"]]
    assert "Mål minst 90 %" in shown[HEADLINE]
    assert "Mål" not in shown["calls_total"].split()


def test_kpis_stand_under_their_subjects(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, PAGE)
    assert [header.value for header in app.header] == [
        *("Anrop", "Ambulansealarmer", "Video", "NødSMS", "Sentraler", "Luftambulanse")
    ]
    assert set(text.SUBJECTS) == {row["subject"] for row in registry()}
    assert set(text.SEGMENTS) == {part for row in registry() for part in row["segments"].split("|")}


def test_a_value_is_the_countrys_in_the_newest_complete_year(two_year_home: Path, open_app: OpenApp) -> None:
    shown = cards(open_app(two_year_home, PAGE))
    assert "Hele landet, 2025 Utvalg Verdi i alt 11 000 000" in shown["calls_total"]
    facts = [fact for fact in two_years.facts() if fact.kpi_id == HEADLINE and fact.month.year == 2025]
    answered = sum(fact.denominator or 0 for fact in facts)
    share = f"{100 * sum(fact.numerator for fact in facts) / answered:.1f} %".replace(".", ",")
    n = f"{answered:,.0f}".replace(",", " ")
    assert f"Hele landet, 2025 Utvalg Verdi Tallgrunnlag 113 {share} {n}" in shown[HEADLINE]
    assert "116117 ▼" in shown["calls_answered_within_2min_share"]
    assert "▼" not in shown[HEADLINE]


def test_without_a_complete_year_the_newest_complete_shorter_period_is_shown(tmp_path: Path, open_app: OpenApp) -> None:
    facts = [Fact("calls_total", "all", "NO", date(2025, month, 1), 10 * month) for month in (1, 2, 3)]
    facts += [Fact("calls_offered", "113", "NO", JANUARY, 7), Fact("calls_offered", "all", "NO", date(2025, 2, 1), 9)]
    publish(tmp_path, facts, incomplete=[date(2025, 3, 1)])
    shown = cards(open_app(tmp_path, PAGE))
    assert "Hele landet, februar 2025 Utvalg Verdi i alt 20" in shown["calls_total"]
    # January and February in one table: each says which it is.
    assert "113 januar 2025 7" in shown["calls_offered"]
    assert "i alt februar 2025 9" in shown["calls_offered"]
    assert "Ingen fullstendig periode ennå." in shown["alarms_sent"]


def test_a_release_without_figures_still_says_what_they_would_mean(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path)
    shown = cards(open_app(tmp_path, PAGE))
    assert len(shown) == len(registry())
    assert all("Ingen fullstendig periode ennå." in card for card in shown.values())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("§ 13", {"calls_answered_within_2min_share"}),
        ("SVARTID 95", {"answer_time_p95_s"}),
        ("nodsms_f", {"nodsms_forwarded", "nodsms_filtered", "nodsms_forwarded_share"}),
        ("akuttmottak lifex andel", {"rooms_on_lifex_share"}),
        ("finnes ikke", set()),
    ],
)
def test_a_search_finds_what_mentions_every_word(
    two_year_home: Path, open_app: OpenApp, words: str, found: set[str]
) -> None:
    app = open_app(two_year_home, PAGE)
    app.text_input(key="sok").set_value(words).run()
    assert cards(app).keys() == found
    assert ("Ingen definisjon inneholder alle ordene." in [said.value for said in app.markdown]) is (not found)


def test_a_topic_shows_its_kpis_only(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, PAGE)
    app.button_group(key="tema").set_value("NødSMS").run()
    assert [header.value for header in app.header] == ["NødSMS"]
    assert cards(app).keys() == {row["kpi_id"] for row in registry() if row["subject"] == "nodsms"}


def test_a_link_names_one_kpi(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, PAGE, kpi=HEADLINE)
    assert cards(app).keys() == {HEADLINE}
    assert 'href="definisjoner">← Alle definisjoner' in html(app)


def test_a_link_to_a_kpi_that_is_not_there_shows_all_and_says_so(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, PAGE, kpi="<b>x</b>")
    assert "Det finnes ingen definisjon med ID «&lt;b&gt;x&lt;/b&gt;»." in html(app)
    assert len(cards(app)) == len(registry())


def test_two_definitions_of_one_kpi_stand_side_by_side_each_with_its_own_years(
    tmp_path: Path, open_app: OpenApp
) -> None:
    rows = registry()
    old = next(row for row in rows if row["kpi_id"] == HEADLINE)
    new = old | {"valid_from": "2025-01-01", "label_nb": "113 besvart innen 8 sekunder", "target": "0.95"}
    old["valid_to"] = "2024-12-31"
    changed = tmp_path / "kpi_registry.csv"
    with changed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(old))
        writer.writeheader()
        writer.writerows([*rows, new])
    facts = [Fact(HEADLINE, "113", "AMK-BGO", date(year, 1, 1), n, 100) for year, n in ((2024, 91), (2025, 92))]
    publish(tmp_path, facts, registry=changed)
    app = open_app(tmp_path, PAGE, kpi=HEADLINE)
    shown = cards(app)[HEADLINE]
    newest, older = shown.index("Gjelder fra 01.01.2025"), shown.index("Gjelder 01.01.2010–31.12.2024")
    assert shown.startswith("113 besvart innen 8 sekunder Gjelder fra 01.01.2025")
    assert "113 besvart innen 10 sekunder · Gjelder 01.01.2010–31.12.2024" in shown
    assert newest < shown.index("minst 95 %") < shown.index("Hele landet, 2025") < shown.index("▼ 92,0 %") < older
    assert older < shown.index("minst 90 %") < shown.index("Hele landet, 2024") < shown.index("91,0 %")


def test_every_definition_linked_from_a_page_is_there(two_year_home: Path, open_app: OpenApp) -> None:
    known = cards(open_app(two_year_home, PAGE)).keys()
    for page in ("", "113"):
        linked = re.findall(
            r'<a class="definition" href="definisjoner\?kpi=(\w+)">', html(open_app(two_year_home, page))
        )
        assert HEADLINE in linked
        assert set(linked) <= known
