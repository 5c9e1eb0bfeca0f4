"""A home with a small release, and the command line on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from dagster_project.cli import main
from dagster_project.releases import Check, Facts, Release, publish
from dagster_project.settings import Settings

Nodstat = Callable[..., Result]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", raw=tmp_path / "raw")


@pytest.fixture(scope="session")
def call() -> Callable[..., Result]:
    """Call `nodstat`; the result has exit_code, stdout, stderr and output (both)."""

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)

    return call


@pytest.fixture(scope="session")
def publish_calls() -> Callable[[Settings], Release]:
    """Publish a release with three calls: AMK-BGO waited 4.5 s and 12 s, LVS-4601 was not answered."""
    return _publish_calls


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home that all these tests share: none of them can change it."""
    folder = tmp_path_factory.mktemp("sql")
    return Settings(home=folder / "home", raw=folder / "raw")


@pytest.fixture(scope="module")
def release(shared: Settings, publish_calls: Callable[[Settings], Release]) -> Release:
    return publish_calls(shared)


@pytest.fixture(scope="module")
def nodstat(shared: Settings, call: Nodstat) -> Nodstat:
    def nodstat(verb: str, *arguments: object) -> Result:
        return call(verb, *arguments, "--home", shared.home)

    return nodstat


def _publish_calls(settings: Settings) -> Release:
    settings.build.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.build_file), config={"storage_compatibility_version": "v1.5.0"}) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS marts")
        connection.execute(
            """
            CREATE OR REPLACE TABLE marts.fct_call AS
            SELECT * FROM (VALUES
                ('1', 'AMK-BGO', 4.5::DOUBLE, TIMESTAMP '2025-03-01 06:02:47', true),
                ('2', 'AMK-BGO', 12.0, TIMESTAMP '2025-03-01 06:02:49.120', false),
                ('3', 'LVS-4601', NULL, TIMESTAMP '2025-03-01 06:03:30', false)
            ) AS calls (call_id, intended_room_id, wait_s, queued_at, was_transferred)
            """
        )
    facts = Facts(
        is_synthetic=True,
        data_as_at={"calls_iccs": date(2025, 3, 1)},
        checks=[Check("marts/fct_call: keys", "passed", "error"), Check("volume", "warned", "warn", "low on Sunday")],
        versions={},
        deliveries=[],
        inputs_fingerprint="x",
    )
    return publish(settings, facts)
