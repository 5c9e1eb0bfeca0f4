"""The floor, Polars and pandas make the values that nodstat publishes, cut-over days and October's extra hour too."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from bench.call_kpis import CALL_KPIS
from bench.compare import compare
from dagster_project.cli import main
from dagster_project.synthetic import generate

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October and November 2025: on 26 October an hour is repeated, and from 10 November rooms move to LifeX."""
    folder = tmp_path_factory.mktemp("raw")
    generate(folder, date(2025, 10, 1), date(2025, 11, 30), scale=0.05)
    return folder


@pytest.fixture(scope="module")
def release(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What nodstat publishes of it."""
    home = tmp_path_factory.mktemp("home")
    CliRunner().invoke(main, ["run", "--raw", str(raw), "--home", str(home)], catch_exceptions=False)
    return home / "current" / "warehouse.duckdb"


def test_the_deliveries_hold_what_is_hard(release: Path) -> None:
    with duckdb.connect(str(release), read_only=True) as connection:
        found = connection.execute("""
            select
                (select count(*) from marts.calls_double_logged),
                (select count(*) from marts.fct_call where time_ambiguous),
                (select count(*) from marts.fct_call where is_test),
                (select count(*) from marts.fct_call where clock_skew)
        """).fetchone()
    assert found is not None
    assert all(count > 0 for count in found), found


def test_the_floor_has_every_value_that_the_release_has(raw: Path, release: Path, tmp_path: Path) -> None:
    _make("floor", "--raw", raw, "--database", tmp_path / "floor.duckdb")
    agreement = compare(tmp_path / "floor.duckdb", release)
    assert agreement.is_full, agreement
    with duckdb.connect(str(release), read_only=True) as connection:
        in_release = connection.execute("select count(*) from marts.kpi_values where n > 0").fetchall()
    assert [(agreement.compared,)] == in_release


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_a_library_has_every_call_kpi_that_the_release_has(
    library: str, raw: Path, release: Path, tmp_path: Path
) -> None:
    _make(f"with_{library}", "--raw", raw, "--out", tmp_path / "kpi_values.parquet")
    agreement = compare(tmp_path / "kpi_values.parquet", release, [kpi.kpi_id for kpi in CALL_KPIS])
    assert agreement.is_full, agreement


def _make(module: str, *arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", f"bench.{module}", *map(str, arguments)], check=True)
