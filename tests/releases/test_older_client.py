"""The oldest DuckDB that a release is written for opens one, and answers as the current DuckDB does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.releases import Release
from dagster_project.releases.database import OLDEST_READER

CLIENT = Path(__file__).with_name("client.py")
QUERIES = sorted((Path(__file__).parents[2] / "docs" / "queries").glob("*.sql"))
COMMENTS = (
    "select table_name, comment from duckdb_tables() where schema_name = 'marts' order by all",
    "select table_name, column_name, data_type, comment from duckdb_columns() where schema_name = 'marts' order by all",
)
Ask = Callable[[Release, Sequence[str]], tuple[list[Any], list[Any]]]


def _answers(release: Release, queries: Sequence[str], path: Path | None, version: str) -> list[Any]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    finished = subprocess.run(
        [sys.executable, "-P", CLIENT, release.database],
        input=json.dumps(queries),
        env=environment | ({"PYTHONPATH": str(path)} if path else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    said = json.loads(finished.stdout)
    assert said["version"].startswith(version)
    return [_comparable(answer) for answer in said["answers"]]


def _comparable(cell: Any) -> Any:
    """Two versions may differ in the last digit of an interpolation."""
    match cell:
        case list():
            return [_comparable(part) for part in cell]
        case float():
            return round(cell, 9)
    return cell


@pytest.fixture(scope="module")
def ask(oldest_duckdb: Path) -> Ask:
    """What the oldest DuckDB that a release is written for answers to queries, and what the current one does."""
    oldest = ".".join(map(str, OLDEST_READER)) + "."
    assert not duckdb.__version__.startswith(oldest)

    def both(release: Release, queries: Sequence[str]) -> tuple[list[Any], list[Any]]:
        return (
            _answers(release, queries, oldest_duckdb, oldest),
            _answers(release, queries, None, duckdb.__version__),
        )

    return both


def test_tables_and_columns_say_what_they_are(ask: Ask, scenario_release: Release) -> None:
    oldest, current = ask(scenario_release, COMMENTS)
    tables, columns = oldest
    assert {table for table, _ in tables} == set(scenario_release.manifest["row_counts"])
    assert all(comment.startswith("One row per ") for _, comment in tables)
    assert all(comment for *_, comment in columns)
    assert oldest == current


def test_every_table_has_its_rows(ask: Ask, scenario_release: Release) -> None:
    counts = scenario_release.manifest["row_counts"]
    oldest, _ = ask(scenario_release, [f"select count(*) from marts.{table}" for table in counts])
    assert oldest == [[[rows]] for rows in counts.values()]
    oldest, current = ask(scenario_release, [f"from marts.{table} order by all limit 1000" for table in counts])
    assert oldest == current


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.stem)
def test_a_worked_query_gives_the_same_answer(ask: Ask, two_year_release: Release, query: Path) -> None:
    (oldest,), (current,) = ask(two_year_release, [query.read_text(encoding="utf-8")])
    assert len(oldest) > 1
    assert oldest == current
