"""The worked queries: through the command's own lock-down each gives what another method gives, and all are led to."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dagster_project.releases import Release, check_query, open_locked
from tests.docs.answers import ANSWERS, Answer

DOCS = Path(__file__).parents[2] / "docs"
QUERIES = sorted((DOCS / "queries").glob("*.sql"))
OF_A_HISTORY_WITH_GAPS = "10-can-it-be-trusted"


def ask(release: Release, query: Path) -> Answer:
    """The rows of a query file, as `nodstat sql` gets them."""
    sql = query.read_text(encoding="utf-8")
    check_query(sql)
    with open_locked(release) as connection:
        return connection.execute(sql).fetchall()


def comparable(rows: Answer) -> list[tuple[Any, ...]]:
    return [tuple(round(cell, 9) if isinstance(cell, float) else cell for cell in row) for row in rows]


def test_there_are_ten_and_each_has_an_answer() -> None:
    assert sorted([*ANSWERS, OF_A_HISTORY_WITH_GAPS]) == [query.stem for query in QUERIES]
    assert len(QUERIES) == 10


@pytest.mark.parametrize("name", ANSWERS)
def test_a_query_gives_what_another_method_gives(two_year_release: Release, name: str) -> None:
    found, expected = ask(two_year_release, DOCS / "queries" / f"{name}.sql"), ANSWERS[name]()
    assert len(found) > 1
    assert comparable(found) == comparable(expected)


def test_the_answers_hold_every_case_that_the_queries_tell_apart() -> None:
    assert {row[-1] for row in ANSWERS["03-116117-per-room"]()} == {"met", "below", "open", "few calls"}
    assert {row[6] for row in ANSWERS["01-targets-per-region"]()} == {True, False}
    assert {row[5] is None for row in ANSWERS["08-tertials-beside-the-year-before"]()} == {True, False}


def test_what_is_missing_and_what_was_kept_out(scenario_release: Release) -> None:
    # Of LifeX's week one delivery was refused; another had 2 of 3 rows that were no duplicates in quarantine.
    rows = {row[0]: row[1:] for row in ask(scenario_release, QUERIES[-1])}
    assert list(rows) == [
        "air_ambulance_missions", "ambulance_alarms", "calls_iccs", "calls_lifex", "nodsms", "video_bliksund",
        "video_hjelp113",
    ]  # fmt: skip
    first, last = date(2025, 6, 16), date(2025, 6, 22)
    reasons = {"missing_value": 1, "unknown_room": 1}
    assert rows["calls_lifex"] == (first, last, 7, 1, {"unreadable": 1}, 14, 2, 2 / 16, reasons)
    assert rows["video_bliksund"][:2] == (None, None)
    assert rows["video_bliksund"][4:] == (None, 0, 0, None, None)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_a_query_asks_its_question_and_names_its_columns(two_year_release: Release, query: Path) -> None:
    sql = query.read_text(encoding="utf-8")
    comment = sql[: sql.index("\n\n")].splitlines()
    assert all(line.startswith("--") for line in comment)
    question = " ".join(line.removeprefix("-- ") for line in comment[: comment.index("--")])
    assert question.endswith("?")
    with open_locked(two_year_release) as connection:
        columns = [column[0] for column in connection.execute(sql).description or []]
    said = "\n".join(comment[comment.index("--") :])
    assert [name for name in columns if not re.search(rf"\b{name}\b", said)] == []


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_no_share_median_or_percentile_is_averaged(query: Path) -> None:
    assert re.search(r"\b(avg|mean)\s*\(", query.read_text(encoding="utf-8")) is None


def test_the_guide_leads_to_every_query_and_to_no_other() -> None:
    linked = re.findall(r"\]\(queries/([^)]+)\.sql\)", (DOCS / "queries.md").read_text(encoding="utf-8"))
    assert sorted(linked) == [query.stem for query in QUERIES]


def test_the_readme_leads_to_the_guide() -> None:
    assert "](docs/queries.md)" in (DOCS.parent / "README.md").read_text(encoding="utf-8")
