"""A small build file as dbt would leave it, and what a run knows of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dagster_project.releases import Facts
from dagster_project.settings import Settings

FACTS = Facts(
    is_synthetic=True,
    data_as_at={"calls_iccs": date(2025, 3, 31)},
    checks=[],
    versions={"nodstat": "0.1.0"},
    deliveries=[],
    inputs_fingerprint="first",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", raw=tmp_path / "raw")


@pytest.fixture
def build(settings: Settings) -> Callable[[int], None]:
    """Write a build file whose `marts.fct_call` has that many calls."""

    def write(calls: int) -> None:
        settings.build.mkdir(parents=True, exist_ok=True)
        settings.build_file.unlink(missing_ok=True)
        with duckdb.connect(str(settings.build_file), config={"storage_compatibility_version": "v1.5.0"}) as connection:
            connection.execute("CREATE SCHEMA staging; CREATE SCHEMA reference; CREATE SCHEMA marts")
            connection.execute("CREATE TABLE staging.raw_call AS SELECT * FROM range(20) AS rows (id)")
            connection.execute("CREATE VIEW staging.stg_call AS SELECT * FROM staging.raw_call")
            connection.execute("CREATE TABLE reference.room AS SELECT 'AMK-BGO' AS room_id")
            connection.execute("CREATE TABLE main.left_over AS SELECT 1 AS one")
            connection.execute("CREATE VIEW main.left_over_view AS SELECT one FROM main.left_over")
            connection.execute(
                "CREATE TABLE marts.fct_call (call_id VARCHAR NOT NULL, wait_s DOUBLE, queued_at TIMESTAMP_MS,"
                " line ENUM ('113', '116117'))"
            )
            connection.execute("COMMENT ON TABLE marts.fct_call IS 'One row per call (ett anrop på 113)'")
            connection.execute("COMMENT ON COLUMN marts.fct_call.wait_s IS 'Seconds to the answer'")
            connection.execute(
                "INSERT INTO marts.fct_call SELECT 'c' || i, i / 10, TIMESTAMP '2025-03-01 07:00:00', '113'"
                f" FROM range({calls}) AS rows (i)"
            )

    return write


@pytest.fixture
def facts() -> Facts:
    return FACTS
