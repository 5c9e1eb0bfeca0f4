"""dbt's exposures: each page of the dashboard is one, and depends on the marts that it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
import yaml
from streamlit.testing.v1 import AppTest

from dagster_project.settings import PROJECT_ROOT
from streamlit_app.data import connection
from streamlit_app.navigation import PAGES
from tests.app import two_years
from tests.app.releases import publish
from tests.app.subjects import lay

OpenApp = Callable[..., AppTest]
MODELS = PROJECT_ROOT / "dbt" / "models"
EXPOSURES = yaml.safe_load((MODELS / "exposures.yml").read_text(encoding="utf-8"))["exposures"]
BY_PAGE = {one["config"]["meta"]["page"]: one for one in EXPOSURES if one["type"] == "dashboard"}
VIEWS: tuple[dict[str, str], ...] = (
    {},
    {"enhet": two_years.AMK[0][0].name},
    {"periode": "Fra–til", "fra": "2025-03-04", "til": "2025-04-20"},
)
"""The filter bar as it opens, a room, and days that no period holds, whose figures come from the events."""

OF_SOME_DATA = {"oversikt": {"fct_call"}, "lifex": {"fct_call"}}
"""Asked for only where there is more than in this release: rooms to rank over any days, rooms that have moved."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with something of every subject."""
    home = tmp_path_factory.mktemp("exposures")
    lay(publish(home, two_years.facts(), two_years.ROOMS))
    return home


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The marts that queries have named since nothing was remembered."""
    marts: set[str] = set()
    cursor_of = connection._cursor

    class Listening:
        def __init__(self, *arguments: Any) -> None:
            self._cursor = cursor_of(*arguments)

        def __enter__(self) -> Listening:
            return self

        def __exit__(self, *_: object) -> None:
            self._cursor.close()

        def execute(self, sql: str, parameters: Any) -> Any:
            marts.update(re.findall(r"\bmarts\.(\w+)", sql))
            return self._cursor.execute(sql, parameters)

    monkeypatch.setattr(connection, "_cursor", Listening)
    st.cache_resource.clear()
    yield marts
    st.cache_resource.clear()


def read_by(marts: set[str], files: str) -> set[str]:
    """The marts that follow a `from` or `join` in these files."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in PROJECT_ROOT.glob(files))
    read = marts.intersection(re.findall(r"\b(?:from|join) (?:marts\.)?(\w+)", text))
    assert read
    return read


def depends_on(exposure: dict[str, Any]) -> set[str]:
    return set(re.findall(r"ref\('(\w+)'\)", " ".join(exposure["depends_on"])))


@pytest.mark.parametrize("page", [page.path for page in PAGES])
def test_a_page_depends_on_the_marts_that_it_asks_for(
    home: Path, open_app: OpenApp, asked: set[str], page: str
) -> None:
    for view in VIEWS:
        app = open_app(home, page, **view)
        assert not app.exception
        assert app.title
    assert asked == depends_on(BY_PAGE[page]) - OF_SOME_DATA.get(page, set())


def test_every_page_is_an_exposure_in_the_words_of_the_menu() -> None:
    assert {path: one["label"] for path, one in BY_PAGE.items()} == {page.path: page.menu for page in PAGES}


def test_the_other_readers_of_a_release_are_exposures_too() -> None:
    others = {one["name"]: depends_on(one) for one in EXPOSURES if one["type"] != "dashboard"}
    marts = {path.stem for path in (MODELS / "marts").glob("*.sql")}
    assert others["extract_lat"] == read_by(marts, "dagster_project/extracts/*.py")
    assert others["worked_queries"] == read_by(marts, "docs/queries/*.sql")
    assert others["release"] == marts


def test_everybody_who_answers_for_something_is_named() -> None:
    assert [
        one["name"] for one in EXPOSURES if not (one["owner"]["name"] and one["description"] and one["maturity"])
    ] == []
