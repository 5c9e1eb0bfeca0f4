"""Rooms ranked and compared, on a handful of calls counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from streamlit_app.access import EVERYBODY, Source
from streamlit_app.analysis import figures, rooms
from streamlit_app.analysis.rooms import Ranking
from streamlit_app.downloads import csv_bytes
from streamlit_app.exhibits import exhibit, room_ranking
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.lines import IN_TIME
from streamlit_app.period import period_of
from streamlit_app.release import find_release
from streamlit_app.view import View
from tests.app.releases import Fact, RoomFact, publish

LARGE, MIDDLE, TINY, SILENT = (
    RoomFact("AMK-L", "AMK Stor"),
    RoomFact("AMK-M", "AMK Midt"),
    RoomFact("AMK-T", "AMK Liten"),
    RoomFact("AMK-S", "AMK Stille"),
)


def answered(room: RoomFact, year: int, in_time: int, answers: int, offered: int | None = None) -> list[Fact]:
    month = date(year, 5, 1)
    return [
        Fact("calls_offered", "113", room.room_id, month, answers if offered is None else offered),
        Fact("calls_answered_within_10s_share", "113", room.room_id, month, in_time, answers),
        Fact("answer_time_median_s", "113", room.room_id, month, 4.25),
        Fact("answer_time_p90_s", "113", room.room_id, month, 9.75),
    ]


def ranked(
    home: Path, facts: Sequence[Sequence[Fact]], known: Sequence[RoomFact] = (LARGE, MIDDLE, TINY, SILENT)
) -> Ranking:
    publish(home, [fact for group in facts for fact in group], known)
    release = find_release(home / "current")
    assert release is not None
    view = View(Source(release, EVERYBODY), period_of("year", date(2025, 1, 1)))
    return rooms.ranking(view, "113")


def table(ranking: Ranking) -> str:
    return room_ranking.table(ranking).html


def shown(ranking: Ranking) -> Exhibit:
    return room_ranking.exhibit(ranking, figures.figures(ranking.view, [IN_TIME["113"]])[0])


def names(ranking: Ranking) -> list[str]:
    return [room.room.name for room in ranking.rooms]


def test_lowest_share_comes_first_and_rooms_with_few_calls_last(tmp_path: Path) -> None:
    ranking = ranked(
        tmp_path,
        [answered(TINY, 2025, 0, 99), answered(LARGE, 2025, 950, 1000), answered(MIDDLE, 2025, 89, 100)],
    )
    assert names(ranking) == ["AMK Midt", "AMK Stor", "AMK Liten"]
    assert [room.is_judged for room in ranking.rooms] == [True, True, False]
    assert [room.is_below for room in ranking.rooms] == [True, False, False]


def test_a_room_nobody_called_is_left_out(tmp_path: Path) -> None:
    nobody = Fact("calls_offered", "113", SILENT.room_id, date(2025, 5, 1), 0)
    ranking = ranked(tmp_path, [answered(LARGE, 2025, 950, 1000), [nobody]])
    assert names(ranking) == ["AMK Stor"]


def test_a_room_that_answered_nobody_has_no_share(tmp_path: Path) -> None:
    unanswered = Fact("calls_offered", "113", SILENT.room_id, date(2025, 5, 1), 200)
    ranking = ranked(tmp_path, [answered(LARGE, 2025, 950, 1000), [unanswered]])
    silent = ranking.rooms[-1]
    assert (silent.room.name, silent.offered.value, silent.share, silent.interval) == ("AMK Stille", 200, None, None)
    assert "AMK Stille" in table(ranking)


def test_a_room_is_shown_as_it_was_at_the_end_of_the_year(tmp_path: Path) -> None:
    versions = [
        RoomFact("AMK-L", "AMK Før", valid_to=date(2025, 6, 14)),
        RoomFact("AMK-L", "AMK Nå", valid_from=date(2025, 6, 15), valid_to=date(2026, 1, 31)),
        RoomFact("AMK-L", "AMK Senere", valid_from=date(2026, 2, 1)),
    ]
    assert names(ranked(tmp_path, [answered(LARGE, 2025, 95, 100)], versions)) == ["AMK Nå"]


def test_the_sentence_counts_the_rooms_below_and_names_the_lowest_and_the_largest_fall(tmp_path: Path) -> None:
    ranking = ranked(
        tmp_path,
        [
            answered(LARGE, 2024, 990, 1000), answered(LARGE, 2025, 950, 1000),
            answered(MIDDLE, 2024, 90, 100), answered(MIDDLE, 2025, 89, 100),
            answered(TINY, 2024, 50, 50), answered(TINY, 2025, 0, 50),
        ],
    )  # fmt: skip
    assert room_ranking.sentence(ranking).replace("\N{NO-BREAK SPACE}", " ") == (
        "1 av 2 AMK-sentraler ligger under målet på 90 %; lavest er AMK Midt med 89,0 %. "
        "AMK Stor falt mest fra 2024, 4,0 prosentpoeng."
    )


def test_the_sentence_says_so_when_all_reach_the_target(tmp_path: Path) -> None:
    ranking = ranked(
        tmp_path,
        [answered(LARGE, 2024, 900, 1000), answered(LARGE, 2025, 950, 1000), answered(MIDDLE, 2025, 90, 100)],
    )
    assert room_ranking.sentence(ranking).replace("\N{NO-BREAK SPACE}", " ") == (
        "Alle 2 AMK-sentraler når målet på 90 %; lavest er AMK Midt med 90,0 %."
    )


def test_the_sentence_says_so_when_none_reaches_the_target(tmp_path: Path) -> None:
    ranking = ranked(tmp_path, [answered(LARGE, 2025, 850, 1000), answered(MIDDLE, 2025, 80, 100)])
    assert room_ranking.sentence(ranking).replace("\N{NO-BREAK SPACE}", " ") == (
        "Alle 2 AMK-sentraler ligger under målet på 90 %; lavest er AMK Midt med 80,0 %."
    )


def test_the_sentence_names_a_room_that_is_alone(tmp_path: Path) -> None:
    ranking = ranked(tmp_path, [answered(LARGE, 2025, 850, 1000)])
    assert room_ranking.sentence(ranking).replace("\N{NO-BREAK SPACE}", " ") == (
        "AMK Stor ligger under målet på 90 %, med 85,0 %."
    )


def test_without_a_room_to_judge_the_sentence_says_that(tmp_path: Path) -> None:
    assert "nok anrop" in room_ranking.sentence(ranked(tmp_path, [answered(TINY, 2025, 0, 99)]))


def test_the_table_marks_what_is_below_and_what_is_too_little_to_judge(tmp_path: Path) -> None:
    ranking = ranked(tmp_path, [answered(TINY, 2025, 10, 10), answered(MIDDLE, 2025, 89, 100, offered=1234)])
    middle, tiny = table(ranking).replace("\N{NO-BREAK SPACE}", " ").split("<tbody>")[1].split("</tr>")[:2]
    assert "1 234" in middle and "▼ </span>89,0 %" in middle and "under målet" in middle
    assert "4 s" in middle and "10 s" in middle
    assert "100,0 %" in tiny and "få anrop" in tiny and "▼" not in tiny


def test_names_cannot_carry_markup_into_the_page(tmp_path: Path) -> None:
    ranking = ranked(tmp_path, [answered(LARGE, 2025, 95, 100)], [RoomFact("AMK-L", "<b>AMK</b>", hf="A & <i>B")])
    html = table(ranking)
    assert "&lt;b&gt;AMK&lt;/b&gt;" in html and "A &amp; &lt;i&gt;B" in html
    assert "<b>" not in html and "<i>B" not in html


def test_the_file_says_what_it_holds_and_has_every_digit(tmp_path: Path) -> None:
    ranking = ranked(tmp_path, [answered(MIDDLE, 2025, 200, 300)])
    said = exhibit.header(ranking.view, shown(ranking).title)
    lines = csv_bytes(said, *room_ranking.table(ranking).cells).decode("utf-8-sig").split("\r\n")
    assert lines[:6] == [
        "Tall;Hvilke sentraler svarer i tide?",
        "Periode;2025",
        "Utvalg;hele landet, 113",
        "Utgivelse;2026-11-22T044100Z",
        "Tall per;22.11.2026 kl. 05:41",
        "Merk;Syntetiske data. Tallene er laget av en generator og beskriver ingen virkelige hendelser.",
    ]
    cells = dict(zip(lines[7].split(";"), lines[8].split(";"), strict=True))
    assert cells["Sentral"] == "AMK Midt"
    assert (cells["Teller"], cells["Nevner"]) == ("200", "300")
    assert cells["113 besvart innen 10 sekunder"] == "0,666666666666667"
    assert (cells["Svartid, median"], cells["Fullstendig"]) == ("4,25", "ja")


def test_a_fall_from_a_few_calls_is_none(tmp_path: Path) -> None:
    ranking = ranked(tmp_path, [answered(TINY, 2024, 50, 50), answered(TINY, 2025, 95, 100)])
    assert ranking.falls == []


@pytest.mark.parametrize(("before", "after"), [(900, 900), (9000, 8996)])
def test_a_fall_too_small_to_show_is_none(tmp_path: Path, before: int, after: int) -> None:
    ranking = ranked(tmp_path, [answered(LARGE, 2024, before, 10_000), answered(LARGE, 2025, after, 10_000)])
    assert ranking.falls == []


def test_a_fall_that_chance_explains_is_not_one_to_look_at(tmp_path: Path) -> None:
    # Wilson: of 100, 82.6-94.5 % now and 88.8-97.8 % then, which meet; of 1000, 88.0-91.7 and 93.5-96.2, which do not.
    ranking = ranked(
        tmp_path,
        [
            answered(MIDDLE, 2024, 95, 100), answered(MIDDLE, 2025, 90, 100),
            answered(LARGE, 2024, 950, 1000), answered(LARGE, 2025, 900, 1000),
        ],
    )  # fmt: skip
    assert {room.room.name: room.fell for room in ranking.rooms} == {"AMK Midt": False, "AMK Stor": True}


def test_a_ranking_is_a_chart_with_table_definitions_and_words(tmp_path: Path) -> None:
    part = shown(ranked(tmp_path, [answered(LARGE, 2025, 950, 1000), answered(TINY, 2025, 5, 10)]))
    assert part.chart is not None and part.alt and part.note
    assert [one.kpi_id for one in part.definitions] == [
        "calls_answered_within_10s_share", "calls_offered", "answer_time_median_s", "answer_time_p90_s",
    ]  # fmt: skip
