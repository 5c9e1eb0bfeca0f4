"""Run dbt on a lake, as a run does, and open what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

PROJECT = Path(__file__).resolve().parents[2] / "dbt"
Kpi = tuple[str, str, str, str]
"""KPI, segment, period (its type and first day, such as `day 2025-06-10`) and organisation."""


@dataclass(frozen=True)
class Warehouse:
    """A finished build, open for reading."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, list(parameters)).fetchall()

    def kpi(self, kpi_id: str, segment: str, period: str, org_id: str = "NO") -> tuple[Any, ...] | None:
        """`(value, n)` of a KPI, None when there is no row."""
        period_type, start = period.split()
        rows = self.rows(
            "select value, n from marts.kpi_values"
            " where kpi_id = ? and segment = ? and period_type = ? and period_start = ?::date and org_id = ?",
            kpi_id,
            segment,
            period_type,
            start,
            org_id,
        )
        assert len(rows) <= 1
        return rows[0] if rows else None

    def is_complete(self, kpi_id: str, segment: str, period: str) -> bool:
        """What the nation's value of the period says."""
        period_type, start = period.split()
        ((answer,),) = self.rows(
            "select is_complete from marts.kpi_values where kpi_id = ? and segment = ? and period_type = ?"
            " and period_start = ?::date and org_level = 'nation'",
            kpi_id,
            segment,
            period_type,
            start,
        )
        return bool(answer)


def build(lake: Path, folder: Path, project: Path = PROJECT) -> Warehouse:
    """Build everything, tests included, into `folder`. Fails with what dbt said when anything fails."""
    file = folder / "warehouse.duckdb"
    finished = dbt("build", lake, folder, project)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return Warehouse(duckdb.connect(str(file), read_only=True))


def dbt(
    verb: str, lake: Path, folder: Path, project: Path = PROJECT, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run dbt in a process of its own: inside this one it would keep the file open."""
    # fmt: off
    return subprocess.run(
        [
            Path(sys.executable).with_name("dbt"), "--quiet", "--no-use-colors", verb,
            "--project-dir", project, "--profiles-dir", project,
            "--target-path", folder / "target", "--log-path", folder / "logs", *arguments,
        ],
        env=os.environ | {"NODSTAT_LAKE": str(lake), "NODSTAT_BUILD_FILE": str(folder / "warehouse.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    # fmt: on
