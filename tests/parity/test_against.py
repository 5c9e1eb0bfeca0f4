"""A release is held against marts that came from elsewhere, such as a Fabric lakehouse."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from dagster_project.releases import Release
from tests.parity.against import main


@pytest.fixture
def home(scenario_release: Release, warehouse_folder: Path, tmp_path: Path) -> Path:
    """The scenario's release, and the project that it was built with."""
    copied = Path(shutil.copytree(scenario_release.path.parents[1], tmp_path / "home", symlinks=True))
    target = copied / "build" / "dbt" / "target"
    target.mkdir(parents=True)
    shutil.copy(warehouse_folder / "target" / "manifest.json", target)
    return copied


@pytest.fixture
def marts(scenario_release: Release, tmp_path: Path) -> Path:
    """Its marts as Parquet, a folder for each."""
    folder = tmp_path / "lakehouse"
    with duckdb.connect(str(scenario_release.database), read_only=True) as connection:
        for (mart,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall():
            (folder / mart).mkdir(parents=True)
            connection.execute(f"copy marts.{mart} to '{folder / mart / 'part-0.parquet'}'")
    return folder


def test_the_same_marts_are_equal(home: Path, marts: Path) -> None:
    result = CliRunner().invoke(main, [str(marts), "--home", str(home)])
    assert (result.exit_code, result.output.count("equal")) == (0, len(list(marts.iterdir())))


def test_one_value_that_differs_fails_and_is_named(home: Path, marts: Path) -> None:
    file = marts / "kpi_values" / "part-0.parquet"
    changed = "case when kpi_id = 'calls_offered' and org_level = 'nation' then value + 1 else value end"
    duckdb.sql(f"create table t as from '{file}'; copy (select * replace ({changed} as value) from t) to '{file}'")
    result = CliRunner().invoke(main, [str(marts), "--home", str(home)])
    assert result.exit_code == 1
    assert "value (" in result.output


def test_a_mart_that_is_missing_is_one_line(home: Path, marts: Path) -> None:
    shutil.rmtree(marts / "dim_kpi")
    result = CliRunner().invoke(main, [str(marts), "--home", str(home)])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "dim_kpi" in result.output.splitlines()[0]
