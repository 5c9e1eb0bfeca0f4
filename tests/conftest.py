"""What tests of several rooms share: the scenario's warehouse, a release of two years, an old DuckDB, Spark's Java."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dagster_project.releases import Facts, Release, publish
from dagster_project.settings import Settings
from tests.docs import two_years
from tests.warehouse import scenario
from tests.warehouse.build import Warehouse, build
from tests.warehouse.rebuild import Rebuilder

FACTS = Facts(is_synthetic=False, data_as_at={}, checks=[], versions={}, deliveries=[], inputs_fingerprint="by hand")


@pytest.fixture(scope="session")
def warehouse_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lake, build file and dbt's target of the scenario."""
    return tmp_path_factory.mktemp("warehouse")


@pytest.fixture(scope="session")
def warehouse(warehouse_folder: Path) -> Iterator[Warehouse]:
    """The hand-written scenario, built once."""
    built = build(scenario.lay(warehouse_folder), warehouse_folder)
    yield built
    built.connection.close()


@pytest.fixture(scope="session")
def scenario_release(warehouse: Warehouse, warehouse_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The hand-written scenario, published."""
    settings = _empty_home(tmp_path_factory.mktemp("scenario"))
    shutil.copy(warehouse_folder / settings.build_file.name, settings.build_file)
    return publish(settings, FACTS)


@pytest.fixture(scope="session")
def two_year_release(warehouse: Warehouse, warehouse_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The events of `tests/docs/two_years.py`, published."""
    settings = _empty_home(tmp_path_factory.mktemp("two_years"))
    again = Rebuilder(warehouse_folder, settings.build, list(two_years.ROOMS))
    again.rebuild(two_years.events())
    again.connection.close()
    return publish(settings, FACTS)


def _empty_home(folder: Path) -> Settings:
    settings = Settings(home=folder, raw=folder / "raw")
    settings.build.mkdir()
    return settings


@pytest.fixture(scope="session")
def oldest_duckdb() -> Path:
    """The folder with the oldest DuckDB that a release is promised to open in; `make test` installs it."""
    folder = Path(os.environ.get("NODSTAT_OLDEST_DUCKDB", Path(sys.prefix) / "duckdb-oldest"))
    if not (folder / "duckdb").is_dir():
        pytest.fail(
            f"{folder} has no DuckDB: `make test` installs requirements-oldest-duckdb.lock there", pytrace=False
        )
    return folder


@pytest.fixture(scope="session")
def java() -> Iterator[None]:
    """Java for Spark, the one thing of it that no package brings: without it, a test of Spark is skipped."""
    home = os.environ.get("JAVA_HOME")
    path = str(Path(home) / "bin") if home else None  # Spark looks nowhere else when it is set
    if (command := shutil.which("java", path=path)) is None:
        pytest.skip("Spark needs Java 17 or later, on the PATH or in JAVA_HOME")
    told = subprocess.run([command, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(\d+)', told.stderr)
    if version is None or int(version[1]) < 17:
        pytest.skip(f"Spark needs Java 17 or later, and {command} is {version[0] if version else 'none that tells'}")
    with pytest.MonkeyPatch.context() as patch:
        # These sessions are short: what Java's second compiler costs, it does not earn. Without it Java keeps 48 MB
        # for what it compiles, where a build of all models ran full; with it, five times as much.
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m")
        yield
