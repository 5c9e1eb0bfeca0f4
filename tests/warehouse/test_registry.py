"""The registry drives what is computed: new rows, and no SQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.warehouse import scenario
from tests.warehouse.build import Kpi, Warehouse, build, dbt
from tests.warehouse.registry import Definition, project_with, read_registry

DAY, JUNE, BGO = "day 2025-06-10", "month 2025-06-01", "AMK-BGO"
HEADLINE = "calls_answered_within_10s_share"


@pytest.fixture(scope="module")
def registry() -> list[Definition]:
    return read_registry()


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory, registry: list[Definition]) -> Iterator[Warehouse]:
    """Five new KPIs; and from 2025 on the headline KPI asks for an answer within 2 s."""
    by_id = {row["kpi_id"]: row for row in registry}
    headline, median = by_id[HEADLINE], by_id["answer_time_median_s"]
    acknowledged, connected = by_id["alarms_acknowledged_share"], by_id["video_success_share"]
    flown = by_id["air_missions_completed_share"]
    rows = [row for row in registry if row is not headline]
    rows += [
        headline | {"valid_to": "2024-12-31"},
        headline | {"valid_from": "2025-01-01", "threshold_s": "2"},
        headline | {"kpi_id": "within_20s", "threshold_s": "20", "target": "0.5", "legal_basis": ""},
        median | {"kpi_id": "p75", "quantile": "0.75"},
        acknowledged | {"kpi_id": "acknowledged_60s", "numerator": "acknowledged_within", "threshold_s": "60"},
        connected | {"kpi_id": "connected_25s", "numerator": "connected_within", "threshold_s": "25"},
        flown | {"kpi_id": "reached_20min", "numerator": "reached_within", "threshold_s": "1200"},
    ]
    folder = tmp_path_factory.mktemp("registry")
    built = build(scenario.lay(folder), folder, project_with(folder, rows))
    yield built
    built.connection.close()


@pytest.mark.parametrize(
    ("kpi", "value", "n"),
    [
        # 4, 10 and 11 s; with Wednesday's just 20 s over the month.
        (("within_20s", "113", DAY, BGO), 1, 3),
        (("within_20s", "113", JUNE, BGO), 1, 4),
        # 4, 10, 11, 120: rank 3 * 0.75 = 2.25, so 11 + 0.25 * 109.
        (("p75", "113", DAY, "helse-vest"), 38.25, 4),
        # 30 s is within a minute, 60.5 and 90 s are not.
        (("acknowledged_60s", "akutt", DAY, "NO"), 1 / 3, 3),
        # Connected after 20 and 31 s, of four links.
        (("connected_25s", "all", DAY, "NO"), 1 / 4, 4),
        # At the patient after 700 and 1200 s, of five alerted.
        (("reached_20min", "all", "day 2025-05-10", "NO"), 2 / 5, 5),
    ],
)
def test_a_new_threshold_or_percentile_is_one_row(changed: Warehouse, kpi: Kpi, value: float, n: int) -> None:
    assert changed.kpi(*kpi) == (pytest.approx(value, abs=1e-9), n)


@pytest.mark.parametrize(
    ("period", "value", "n"),
    [
        ("day 2024-12-30", 1, 1),
        # 1 and 3 s, in a week that begins in 2024: within 10 s.
        ("week 2024-12-30", 1, 2),
        # 3 s on 1 January, and of the year 4, 10, 11 and 20 s too: none within 2 s.
        ("day 2025-01-01", 0, 1),
        ("year 2025-01-01", 0, 5),
    ],
)
def test_a_period_goes_by_the_definition_in_force_when_it_starts(
    changed: Warehouse, period: str, value: float, n: int
) -> None:
    assert changed.kpi(HEADLINE, "113", period, BGO) == (pytest.approx(value), n)


def test_both_definitions_are_in_the_register(changed: Warehouse) -> None:
    assert changed.rows("select threshold_s from marts.dim_kpi where kpi_id = ? order by valid_from", HEADLINE) == [
        (10,),
        (2,),
    ]


def test_a_definition_that_cannot_be_computed_stops_the_build(tmp_path: Path, registry: list[Definition]) -> None:
    headline = next(row for row in registry if row["kpi_id"] == HEADLINE)
    new = headline | {"legal_basis": ""}
    bad = [
        new | {"kpi_id": "measure", "numerator": "answered_quickly", "threshold_s": ""},
        new | {"kpi_id": "parts", "denominator": "given_up"},
        new | {"kpi_id": "line", "segments": "112"},
        new | {"kpi_id": "threshold", "threshold_s": ""},
        new | {"kpi_id": "target", "direction": ""},
        new | {"kpi_id": "twice"},
        new | {"kpi_id": "twice", "threshold_s": "2"},
        new | {"kpi_id": "overlap"},
        new | {"kpi_id": "overlap", "valid_from": "2025-01-01"},
        headline | {"kpi_id": "other_law"},
    ]
    project = project_with(tmp_path, [*registry, *bad])
    finished = dbt("build", scenario.lay(tmp_path), tmp_path, project, "--select", "+registry_is_sound")
    assert finished.returncode == 1
    compiled = tmp_path / "target" / "compiled" / "nodstat" / "tests" / "registry_is_sound.sql"
    with duckdb.connect(str(tmp_path / "warehouse.duckdb"), read_only=True) as connection:
        problems = set(connection.execute(compiled.read_text(encoding="utf-8")).fetchall())
    assert problems == {
        ("measure", "has an unknown numerator: answered_quickly"),
        ("parts", "has an unknown denominator: given_up"),
        ("line", "has an unknown segment: 112"),
        ("threshold", "lacks a part that its statistic needs"),
        ("target", "lacks a part that its statistic needs"),
        ("twice", "is there twice from the same day"),
        ("overlap", "overlaps another definition"),
        (HEADLINE, "has a regulated target where another has one"),
    }
