"""Nothing that the dictionary tells of lacks its Norwegian words, nor a number its unit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.contracts import load_contracts
from dagster_project.dictionary import words
from dagster_project.dictionary.tables import read_tables
from tests.dictionary.conftest import Published
from tests.warehouse.build import PROJECT
from tests.warehouse.registry import read_registry

MEASURED = {"double", "bigint", "integer", "tinyint", "date", "timestamp"}


def _models() -> list[dict[str, Any]]:
    paths = sorted((PROJECT / "models" / "marts").glob("*.yml"))
    return [model for path in paths for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]]


def _norwegian(part: dict[str, Any]) -> str:
    return str(part.get("config", {}).get("meta", {}).get("description_nb", ""))


@pytest.mark.parametrize("model", _models(), ids=lambda model: str(model["name"]))
def test_every_table_and_column_has_norwegian_words(model: dict[str, Any]) -> None:
    assert _norwegian(model).startswith("Én rad per ")
    assert model["config"]["meta"]["section"] in words.SECTIONS
    texts = {column["name"]: (column["description"], _norwegian(column)) for column in model["columns"]}
    assert {name for name, (english, nb) in texts.items() if not nb.endswith(".") or nb == english} == set()


def test_every_model_of_the_marts_has_such_a_file() -> None:
    assert {path.stem for path in (PROJECT / "models" / "marts").glob("*.sql")} == {m["name"] for m in _models()}


def test_every_column_with_a_measure_has_a_known_unit(published: Published) -> None:
    tables = read_tables(published.dbt, published.release.manifest["row_counts"])
    units = {(table.name, column.name): column for table in tables for column in table.columns}
    assert {name for name, column in units.items() if column.type in MEASURED and column.unit is None} == set()
    assert {column.unit for column in units.values() if column.unit} <= set(words.UNITS)
    assert units["fct_call", "queued_at"].unit == "utc"
    assert units["answer_time_distribution", "month"].unit == "date"
    assert units["delivery", "state"].unit is None


def test_every_test_that_holds_a_table_is_told_in_both_languages() -> None:
    told = yaml.safe_load((PROJECT / "tests" / "_tests.yml").read_text(encoding="utf-8"))["data_tests"]
    assert sorted(test["name"] for test in told) == sorted(path.stem for path in (PROJECT / "tests").glob("*.sql"))
    assert {test["name"] for test in told if not _norwegian(test).endswith(".") or not test["description"]} == set()


def test_every_kpi_of_the_registry_has_english_words() -> None:
    pairs = [("label_nb", "label_en"), ("description_nb", "description_en"), ("formula_nb", "formula_en")]
    pairs.append(("inclusion", "inclusion_en"))
    rows = read_registry()
    assert len(rows) > 30
    # Some words are the same in both languages; a sentence never is.
    assert {row["kpi_id"] for row in rows for _, english in pairs if not row[english]} == set()
    assert {row["kpi_id"] for row in rows if row["description_nb"] == row["description_en"]} == set()


def test_every_feed_subject_unit_and_direction_has_a_name() -> None:
    rows = read_registry()
    assert set(load_contracts()) <= set(words.FEEDS)
    assert {row["subject"] for row in rows} <= set(words.SUBJECTS)
    assert {row["unit"] for row in rows} <= set(words.KPI_UNITS)
    assert {row["direction"] for row in rows} - {""} <= set(words.DIRECTIONS)


def test_the_headings_are_those_that_the_templates_ask_for() -> None:
    folder = Path(words.__file__).parent / "templates"
    templates = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    asked_for = set(re.findall(r"\bw\.(\w+)", templates)) | set(re.findall(r'\bw\["(\w+)"\]', templates))
    assert asked_for == set(words.HEADINGS)
    assert {text for text in words.HEADINGS.values() if not text.nb or not text.en} == set()
