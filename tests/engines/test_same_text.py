"""The models are one text for every engine: what differs between engines is in macros, with a text for each."""

from __future__ import annotations

import re

import pytest

from dagster_project.dbt_project import PROJECT

ENGINES = ("duckdb", "spark", "fabricspark")
MACROS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((PROJECT / "macros").glob("*.sql")))
DISPATCHED = re.findall(r"adapter\.dispatch\('(\w+)'", MACROS)
ASKS_FOR_THE_ENGINE = re.compile(r"\btarget\.(?!schema\b)\w+|\badapter\.type\b|\b(?:duckdb|spark|fabricspark)__\w+")


def test_no_model_asks_which_engine_it_is_on() -> None:
    files = [path for folder in ("models", "tests") for path in (PROJECT / folder).rglob("*.sql")]
    assert len(files) > 60
    found = {path.name: match.group() for path in files if (match := ASKS_FOR_THE_ENGINE.search(path.read_text()))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("{% if target.type == 'spark' %}", True),
        ("{% if target.name != 'duckdb' %}", True),
        ("{{ spark__iso_year('day') }}", True),
        ("    target,", False),
        ("definition.target as target", False),
    ],
)
def test_what_counts_as_asking(text: str, asks: bool) -> None:
    assert bool(ASKS_FOR_THE_ENGINE.search(text)) is asks


@pytest.mark.parametrize("engine", ENGINES)
def test_what_differs_has_a_text_for_every_engine(engine: str) -> None:
    assert len(DISPATCHED) > 10
    written = set(re.findall(rf"macro {engine}__(\w+)\(", MACROS))
    assert set(DISPATCHED) - written == set()
