"""The hand-written scenario, built once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse import scenario
from tests.warehouse.build import Warehouse, build


@pytest.fixture(scope="session")
def warehouse_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lake, build file and dbt's target of the scenario."""
    return tmp_path_factory.mktemp("warehouse")


@pytest.fixture(scope="session")
def warehouse(warehouse_folder: Path) -> Iterator[Warehouse]:
    built = build(scenario.lay(warehouse_folder), warehouse_folder)
    yield built
    built.connection.close()
