"""The overview, without a browser: its heading, its choices, its figures, and what it says without data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app import two_years
from tests.app.releases import Fact, RoomFact, point, publish

OpenApp = Callable[..., AppTest]


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value.replace("\N{NO-BREAK SPACE}", " ") for metric in app.metric}


def deltas(app: AppTest) -> dict[str, str]:
    return {
        metric.label: f"{metric.delta} {metric.proto.delta_description}".replace("\N{NO-BREAK SPACE}", " ")
        for metric in app.metric
    }


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html")).replace("\N{NO-BREAK SPACE}", " ")


def captions(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption]


def test_the_page_asks_its_question_and_says_where_the_answer_comes_from(
    two_year_home: Path, open_app: OpenApp
) -> None:
    app = open_app(two_year_home)
    assert not app.exception
    assert [title.value for title in app.title] == ["Hvordan gikk det i 2025?"]
    source = html(app)
    for part in ("2025 · hele landet", "tall per 22.11.2026 kl. 05:41", "utgivelse 2026-11-22T044100Z"):
        assert part in source
    assert ">Syntetiske data</strong>" in source


def test_real_data_are_not_called_synthetic(tmp_path: Path, open_app: OpenApp) -> None:
    publish(tmp_path, [Fact("calls_total", "all", "NO", date(2025, 1, 1), 7)], is_synthetic=False)
    assert "yntetisk" not in html(open_app(tmp_path))


def test_the_figures_are_those_of_the_chosen_year(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home)
    shown = metrics(app)
    assert list(shown.values())[:4] == ["11 000 000", "586 000", "232 000", "9 574"]
    # The fixture's 2024 has 1.2 % more calls and 7 % fewer video sessions: 1/1.012 - 1 and 1/0.93 - 1.
    assert deltas(app)["Anrop i alt"] == "−1,2 % fra 2024"
    assert deltas(app)["Videosamtaler"] == "+7,5 % fra 2024"

    app.button_group(key="aar").set_value(2024).run()
    assert [title.value for title in app.title] == ["Hvordan gikk det i 2024?"]
    assert metrics(app)["Anrop i alt"] == "11 132 000"
    assert deltas(app)["Anrop i alt"] == "– ingen tall for 2023"


def test_the_headline_shares_are_those_of_all_the_calls(two_year_home: Path, open_app: OpenApp) -> None:
    shown = metrics(open_app(two_year_home))
    for label, kpi_id in (
        ("113 besvart innen 10 sekunder", "calls_answered_within_10s_share"),
        ("116117 besvart innen 2 minutter", "calls_answered_within_2min_share"),
    ):
        facts = [fact for fact in two_years.facts() if fact.kpi_id == kpi_id and fact.month.year == 2025]
        share = sum(fact.numerator for fact in facts) / sum(fact.denominator or 0 for fact in facts)
        assert shown[label] == f"{100 * share:.1f} %".replace(".", ",")


def test_a_target_is_met_or_not_by_symbol_and_word(two_year_home: Path, open_app: OpenApp) -> None:
    page = html(open_app(two_year_home))
    assert '<p class="met"><strong>✓ Når målet på 90 %' in page
    assert '<p class="below"><strong>▼ Under målet på 80 %' in page


def test_the_table_has_the_rooms_of_the_chosen_number(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home)
    assert html(app).count('<th scope="row"') == len(two_years.AMK)
    app.button_group(key="nummer").set_value("116117").run()
    page = html(app)
    assert page.count('<th scope="row"') == len(two_years.LVS)
    assert "Legevaktsentral Oslo" in page and "AMK Oslo" not in page


def test_a_link_shows_the_view_it_names(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home, aar="2024", nummer="116117")
    assert [title.value for title in app.title] == ["Hvordan gikk det i 2024?"]
    assert "Sentraler med anrop til 116117 i 2024" in html(app)


def test_a_link_to_a_year_without_figures_shows_the_newest(two_year_home: Path, open_app: OpenApp) -> None:
    assert [title.value for title in open_app(two_year_home, aar="1999").title] == ["Hvordan gikk det i 2025?"]


def test_every_figure_has_its_definition_and_its_file(two_year_home: Path, open_app: OpenApp) -> None:
    app = open_app(two_year_home)
    assert len(app.get("popover")) == len(app.get("download_button")) == 7
    definitions = "\n".join(text.value for text in app.markdown)
    assert "Rettslig grunnlag: Akuttmedisinforskriften § 15 b" in definitions
    assert "Mål: 90\N{NO-BREAK SPACE}%" in definitions


def test_a_year_under_way_is_marked_and_compared_over_the_same_months(tmp_path: Path, open_app: OpenApp) -> None:
    calls = [("2024", 1, 100), ("2024", 2, 100), ("2024", 3, 900), ("2025", 1, 110), ("2025", 2, 110), ("2025", 3, 30)]
    facts = [Fact("calls_total", "all", "NO", date(int(year), month, 1), n) for year, month, n in calls]
    publish(tmp_path, facts, incomplete=[date(2025, 3, 1)], built_at="2025-03-10T05:00:00Z")
    app = open_app(tmp_path)
    assert [title.value for title in app.title] == ["Hvordan går det i 2025?"]
    assert metrics(app)["Anrop i alt"] == "250"
    assert deltas(app)["Anrop i alt"] == "+10,0 % fra jan., feb. 2024"
    assert "Foreløpig: 2025 er ikke fullstendig. Endringen gjelder jan., feb." in captions(app)


def test_a_year_before_that_lacks_a_month_is_compared_without_it(tmp_path: Path, open_app: OpenApp) -> None:
    facts = [Fact("calls_total", "all", "NO", date(year, m, 1), 100) for year in (2024, 2025) for m in range(1, 13)]
    publish(tmp_path, facts, incomplete=[date(2024, 12, 1)])
    app = open_app(tmp_path)
    assert deltas(app)["Anrop i alt"] == "0,0 % fra jan.–nov. 2024"
    assert "Endringen gjelder jan.–nov." in captions(app)


def test_a_year_that_has_no_whole_month_yet_is_not_where_the_page_opens(tmp_path: Path, open_app: OpenApp) -> None:
    facts = [Fact("calls_total", "all", "NO", date(year, 1, 1), 7) for year in (2025, 2026)]
    publish(tmp_path, facts, incomplete=[date(2026, 1, 1)], built_at="2026-01-03T05:00:00Z")
    assert [title.value for title in open_app(tmp_path).title] == ["Hvordan gikk det i 2025?"]


def test_a_missing_feed_is_said_to_be_missing(tmp_path: Path, open_app: OpenApp) -> None:
    facts = [fact for fact in two_years.facts() if fact.kpi_id != "video_sessions" and fact.segment != "116117"]
    publish(tmp_path, facts, two_years.ROOMS)
    app = open_app(tmp_path)
    assert not app.exception
    assert metrics(app)["Videosamtaler"] == "–"
    assert metrics(app)["Ambulansealarmer"] == "586 000"
    assert "Ingen videosamtaler er levert for 2025." in captions(app)
    assert "Ingen anrop til 116117 er levert for 2025." in captions(app)
    app.button_group(key="nummer").set_value("116117").run()
    assert "Ingen sentraler har anrop til 116117 i 2025." in [text.value for text in app.markdown]


def test_a_zero_without_its_deliveries_is_no_figure(tmp_path: Path, open_app: OpenApp) -> None:
    january = date(2025, 1, 1)
    publish(
        tmp_path,
        [Fact("calls_total", "all", "NO", january, 7), Fact("video_sessions", "all", "NO", january, 0)],
        incomplete=[january],
    )
    shown = metrics(open_app(tmp_path))
    assert (shown["Videosamtaler"], shown["Anrop i alt"]) == ("–", "7")


def test_one_room_only_is_a_page_too(tmp_path: Path, open_app: OpenApp) -> None:
    room = RoomFact("AMK-BGO", "AMK Bergen")
    january = date(2025, 1, 1)
    facts = [
        Fact("calls_offered", "113", "AMK-BGO", january, 200),
        Fact("calls_answered_within_10s_share", "113", "AMK-BGO", january, 190, 200),
    ]
    publish(tmp_path, facts, [room])
    app = open_app(tmp_path)
    assert not app.exception
    assert metrics(app)["113 besvart innen 10 sekunder"] == "95,0 %"


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
    assert [title.value for title in app.title] == [said]
    assert len(app.markdown) == 1, "there is no advice"


def test_a_release_published_while_the_page_is_open_is_shown_at_the_next_rerun(
    tmp_path: Path, open_app: OpenApp
) -> None:
    january = date(2025, 1, 1)
    publish(tmp_path, [Fact("calls_total", "all", "NO", january, 7)], release_id="r1")
    app = open_app(tmp_path)
    assert metrics(app)["Anrop i alt"] == "7"
    publish(tmp_path, [Fact("calls_total", "all", "NO", january, 8)], release_id="r2", is_synthetic=False)
    app.run()
    assert metrics(app)["Anrop i alt"] == "8"
    assert "utgivelse r2" in html(app) and "utgivelse r1" not in html(app)
    point(tmp_path, "r1")
    app.run()
    assert metrics(app)["Anrop i alt"] == "7" and "Syntetiske data" in html(app)
