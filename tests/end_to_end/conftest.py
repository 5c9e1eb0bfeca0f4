"""Deliveries of eleven days, some of them spoilt, taken through the whole line once, by the command itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dagster_project.cli import main
from dagster_project.releases import Release, current_release, open_locked
from dagster_project.settings import Settings
from dagster_project.synthetic import Manifest, generate, plant_refusals


@dataclass(frozen=True)
class Line:
    """A run, what it was given and what it released."""

    settings: Settings
    truth: Manifest
    result: Result

    def nodstat(self, *arguments: str) -> Result:
        """Call the command on this home."""
        return CliRunner().invoke(main, [*arguments, "--home", str(self.settings.home)], catch_exceptions=False)

    def run_again(self) -> Result:
        """`nodstat run` on the same deliveries and home."""
        return self.nodstat("run", "--raw", str(self.settings.raw))

    @property
    def release(self) -> Release:
        """The current release."""
        release = current_release(self.settings)
        assert release is not None, self.result.output
        return release

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What a query on the current release gives."""
        with open_locked(self.release) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    """10 to 20 June 2025: on the 16th three rooms move to LifeX. 3 % of the rows are broken, and some files wholly."""
    folder = tmp_path_factory.mktemp("line")
    settings = Settings(home=folder / "home", raw=folder / "raw")
    generate(settings.raw, date(2025, 6, 10), date(2025, 6, 20), scale=0.03, error_rate=0.03)
    truth = plant_refusals(settings.raw)
    arguments = ["run", "--raw", str(settings.raw), "--home", str(settings.home)]
    return Line(settings, truth, CliRunner().invoke(main, arguments, catch_exceptions=False))


@pytest.fixture
def national(line: Line) -> Callable[[str, str], object]:
    """The year's value of a KPI and segment for all of Norway."""

    def value(kpi: str, segment: str) -> object:
        ((value,),) = line.rows(
            f"SELECT value FROM kpi_values WHERE kpi_id = '{kpi}' AND segment = '{segment}'"
            " AND period_type = 'year' AND org_level = 'nation'"
        )
        return value

    return value


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of it waits for a run with the real dbt project."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.slow)
