"""The pages tell of everything that a release holds, are sound HTML, and need nothing else."""

from __future__ import annotations

import re
from collections import Counter

import duckdb
import pytest

from tests.dictionary.conftest import HEADLINE, Published

LANGUAGES = ["nb", "en"]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_table_and_column_of_the_release_is_there(published: Published, language: str) -> None:
    page = published.page(language)
    with duckdb.connect(str(published.release.database), read_only=True) as connection:
        columns = connection.execute(
            "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()"
            " WHERE database_name = current_database() AND schema_name = 'marts' GROUP BY ALL"
        ).fetchall()
    assert len(columns) >= 15
    told = {
        article.attributes["id"].removeprefix("table-"): [row.find("code")[0].text for row in article.find("tr")[1:]]
        for article in page.root.find("article", class_="table")
    }
    assert told == dict(columns)
    assert {f"#table-{name}" for name in told} <= set(page.root.find("nav")[0].links())


def test_a_table_begins_with_its_grain_and_says_how_many_rows_it_has(published: Published) -> None:
    norwegian, english = (published.page(language).by_id("table-fct_call") for language in LANGUAGES)
    assert norwegian.find("strong")[0].text.startswith("Én rad per anrop, i alle retninger")
    assert english.find("strong")[0].text == "One row per call, in any direction and on any line, test calls included."
    rows = published.release.manifest["row_counts"]
    assert english.find("p", class_="rows")[0].text == f"{rows['fct_call']} rows"
    assert norwegian.find("p", class_="rows")[0].text == f"{rows['fct_call']} rader"
    days = published.page("nb").by_id("table-dim_date").find("p", class_="rows")[0].text
    assert days == "9 496 rader", "26 years of 365 days, and 6 leap days"


def test_a_column_has_its_type_unit_and_description(published: Published) -> None:
    row = published.page("nb").by_id("fct_call.wait_s")
    assert [cell.text for cell in row.find("td")] == [
        "double kan være NULL",
        "sekunder",
        "Tid fra anropet begynte å ringe til det ble besvart, med tusendels sekunder. NULL når ubesvart.",
    ]
    row = published.page("en").by_id("published_reconciliation.difference_share")
    assert row.find("td", class_="unit")[0].text == "share, 0–1"
    key = published.page("en").by_id("fct_call.call_id")
    assert key.find("th")[0].text == "call_id key"
    assert "NULL" not in key.text


def test_a_table_names_its_key_and_the_tests_that_hold_it(published: Published) -> None:
    text = published.page("en").by_id("table-fct_call").text
    assert "Unique key: source_system , call_id ." in text
    assert "and every base of a mission, is in operation on the day of the event. events_lie_in_known_rooms" in text
    assert "Hver hendelse hører til en sentral, eller en base, som er i drift den dagen." in published.html["nb"]


def test_lineage_goes_down_to_the_feeds_and_up_to_the_readers(published: Published, language: str) -> None:
    page = published.page(language)
    values = page.by_id("table-kpi_values").links()
    assert {"#feed-calls_iccs", "#table-fct_call", "#table-published_reconciliation"} <= set(values)
    calls = page.by_id("table-fct_call")
    assert {"#feed-calls_iccs", "#feed-calls_lifex", "#table-kpi_values"} <= set(calls.links())
    assert "#feed-nodsms" not in calls.links()
    assert "stg_calls_iccs" in calls.text
    drawing = page.root.find("svg")[0]
    assert {"#feed-calls_iccs", "#table-kpi_values"} <= set(drawing.links())


def test_every_kpi_of_the_registry_is_there(published: Published, language: str) -> None:
    with duckdb.connect(str(published.release.database), read_only=True) as connection:
        kpis = connection.execute("SELECT DISTINCT kpi_id FROM marts.dim_kpi").fetchall()
    cards = published.page(language).root.find("article", class_="kpi")
    assert sorted(card.attributes["id"] for card in cards) == sorted(f"kpi-{kpi}" for (kpi,) in kpis)


def test_a_kpi_is_told_with_its_formula_target_and_law(published: Published) -> None:
    card = published.page("en").by_id("kpi-calls_answered_within_2min_share").text
    for words in (
        "116117 answered within 2 minutes",
        "Answered within 2 minutes / inbound calls",
        "numerator answered_within · denominator offered · threshold 120 s",
        "at least 80%",
        "Akuttmedisinforskriften § 13",
        "Helsedirektoratet, nasjonal kvalitetsindikator",
        "from 2010-01-01",
        "Unanswered calls are in the denominator.",
    ):
        assert words in card
    assert "minst 80\N{NO-BREAK SPACE}%" in published.html["nb"]


def test_a_kpi_with_two_definitions_shows_both_the_latest_first(published: Published) -> None:
    text = published.page("nb").by_id(f"kpi-{HEADLINE}").text
    assert text.index("Definisjon fra 01.01.2025") < text.index("Definisjon fra 01.01.2010 til 31.12.2024")
    assert text.index("grense 2 s") < text.index("grense 10 s")


def test_a_new_kpi_without_english_words_is_told_in_norwegian(published: Published, language: str) -> None:
    card = published.page(language).by_id("kpi-within_20s").text
    assert "Innen 20 s / besvarte" in card
    assert "85" in card


def test_what_the_registry_says_is_text_and_never_markup(published: Published, language: str) -> None:
    card = published.page(language).by_id("kpi-within_20s")
    assert card.find("b") == []
    assert card.find("h4")[0].text == "Besvart <b>raskt</b> & greit"
    assert "Besvart &lt;b&gt;raskt&lt;/b&gt; &amp; greit" in published.html[language]


def test_the_markup_is_sound(published: Published, language: str) -> None:
    page = published.page(language)
    assert page.problems == []
    ids = Counter(element.attributes["id"] for element in page.root.all() if "id" in element.attributes)
    assert [id_ for id_, count in ids.items() if count > 1] == []
    assert page.root.find("html")[0].attributes["lang"] == language


def test_every_link_leads_somewhere(published: Published, language: str) -> None:
    page = published.page(language)
    ids = {element.attributes.get("id") for element in page.root.all()}
    other = {"nb": "en.html", "en": "index.html"}[language]
    checks = {"nb": "checks.html", "en": "checks.en.html"}[language]
    links = set(page.root.links())
    assert {other, checks} <= links
    assert (published.release.path / "docs" / checks).is_file()
    # Feeds without data have no line of their own to lead to.
    behind = {f"#feed-{feed}" for feed in published.release.manifest["data_as_at"]}
    lost = {link for link in links - {other, checks} if link.removeprefix("#") not in ids}
    assert {link for link in lost if not link.startswith("#feed-") or link in behind} == set()


def test_nothing_outside_the_page_is_asked_for(published: Published, language: str) -> None:
    page = published.page(language)
    tags = {element.tag for element in page.root.all()}
    assert tags & {"script", "link", "img", "iframe", "object", "base", "form"} == set()
    names = {name for element in page.root.all() for name in element.attributes}
    assert [name for name in names if name in {"src", "srcset", "style", "xlink:href"} or name.startswith("on")] == []
    assert re.findall(r"https?:|//\w|@import|url\(|@font-face", published.html[language]) == []


def test_the_page_says_which_release_it_is_of(published: Published) -> None:
    norwegian, english = (published.page(language).root.text for language in LANGUAGES)
    for text in (norwegian, english):
        assert published.release.release_id in text
    assert "Syntetiske data" in norwegian
    assert "Synthetic data" in english
    assert "2 bestått, 1 med advarsel" in norwegian
    assert [line.text for line in published.page("nb").root.find("ul", class_="feeds")[0].find("li")] == [
        "Anrop, ICCS calls_iccs 30.06.2025",
        "NødSMS nodsms 31.05.2025",
    ]
    assert "2025-05-31" in english
