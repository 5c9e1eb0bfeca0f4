"""Every mart is the same from both engines, on days around a cut-over and the night that has an hour twice."""

from __future__ import annotations

import pytest

from dagster_project.settings import Settings
from tests.parity.builds import build_on_spark, compare_builds, run_line
from tests.parity.marts import Parity
from tests.parity.sets import AUTUMN_NIGHT, CUTOVER_DAY, dirty


@pytest.fixture(scope="module")
def results(java: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Parity]:
    """Of each mart."""
    folder = tmp_path_factory.mktemp("parity")
    settings = Settings(home=folder / "home", raw=folder / "raw")
    dirty(settings, scale=0.02, spans=(CUTOVER_DAY, AUTUMN_NIGHT))  # `make parity` has all of them
    run_line(settings)
    build_on_spark(settings, folder / "spark", "--exclude-resource-type", "test")
    return {result.mart: result for result in compare_builds(settings, folder / "spark")}


@pytest.mark.slow
def test_no_mart_differs_between_the_engines(results: dict[str, Parity]) -> None:
    assert {mart: result for mart, result in results.items() if not result.holds} == {}


@pytest.mark.slow
def test_every_mart_has_rows_to_compare(results: dict[str, Parity]) -> None:
    assert {mart for mart, result in results.items() if not result.rows} == set()
    assert len(results) == 20
