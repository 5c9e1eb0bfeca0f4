"""Judge worlds: the profile read from a file, and Great Expectations asked in this process, which imports it once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

import pytest

from dagster_project.checks.expectations import EXPECTATIONS, HIGH, LOW
from dagster_project.checks.findings import Finding, finding, judged_rows, request_of
from dagster_project.checks.gx import validate
from dagster_project.checks.profile import read_profile
from dagster_project.checks.validator import Outcome
from dagster_project.contracts import load_contracts
from tests.checks.world import LAST, World

Judge = Callable[..., dict[str, Finding]]


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """The findings by name, of a world and what was published before it."""
    monkeypatch.setenv("GX_ANALYTICS_ENABLED", "false")

    def judge(
        world: World,
        published: World | None = None,
        today: date = LAST,
        *,
        is_synthetic: bool = False,
        accepted: Collection[str] = (),
    ) -> dict[str, Finding]:
        frames = read_profile(
            world.write(tmp_path / "warehouse.duckdb"),
            published.write(tmp_path / "published" / "warehouse.duckdb") if published else None,
            load_contracts().values(),
            today,
            {"low": LOW, "high": HIGH},
        )
        outcomes = [
            Outcome(answer["success"], answer["judged"], tuple(answer["outside"]))
            for answer in validate(request_of(EXPECTATIONS, frames))
        ]
        return {
            expectation.name: finding(
                expectation, judged_rows(expectation, frames), outcome, is_synthetic=is_synthetic, accepted=accepted
            )
            for expectation, outcome in zip(EXPECTATIONS, outcomes, strict=True)
        }

    return judge


@pytest.fixture
def failing(judge: Judge) -> Callable[..., set[str]]:
    """The names of the expectations that a world does not meet."""

    def failing(*worlds: World) -> set[str]:
        return {name for name, found in judge(*worlds).items() if not found.passed}

    return failing
