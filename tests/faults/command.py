"""`nodstat` as a process of its own, and what a home that it wrote to must hold whatever happened."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.checks.accounting import discrepancies
from dagster_project.contracts import load_contracts
from dagster_project.releases import Release, current_release
from dagster_project.settings import PROJECT_ROOT, Settings
from tests.tables import differences

READ_AT = ("ingested_at", "last_delivery_at")
"""When something was read: the one thing in which two runs over the same deliveries differ."""
COMMAND = [sys.executable, "-c", "from dagster_project.cli import main; main()"]


def environment(**more: str) -> dict[str, str]:
    """This process's, with this checkout first on Python's path."""
    return {**os.environ, "PYTHONPATH": str(PROJECT_ROOT), "PYTHONUNBUFFERED": "1", **more}


def start(*arguments: str | Path, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Begin a verb; both outputs come through one pipe."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        env=env or environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def nodstat(*arguments: str | Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A verb, to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], env=env or environment(), capture_output=True, text=True, check=False
    )


@dataclass
class Home:
    """A home, and what must hold of it."""

    path: Path
    told: str = ""
    """What the run that made it said."""

    def copy(self, to: Path) -> Home:
        """Another home of the same content."""
        shutil.copytree(self.path, to, symlinks=True)
        return Home(to)

    @property
    def settings(self) -> Settings:
        """With nothing set."""
        return Settings(home=self.path, raw=self.path / "nothing")

    @property
    def release(self) -> Release:
        """The current one."""
        release = current_release(self.settings)
        assert release is not None, f"{self.path} has no current release"
        return release

    def differs_from(self, other: Home) -> dict[str, tuple[int, int]]:
        """The current releases' tables that are not equal."""
        return differences(self.release.database, other.release.database, leave_out=READ_AT)

    def check(self) -> None:
        """The current release is whole, no check of it failed, and the lake's accounts add up."""
        manifest = self.release.manifest
        assert [check for check in manifest["checks"] if check["state"] == "failed"] == []
        with duckdb.connect(str(self.release.database), read_only=True) as connection:
            for table, rows in manifest["row_counts"].items():
                assert connection.execute(f"SELECT count(*) FROM marts.{table}").fetchone() == (rows,), table
        for feed in load_contracts():
            if (self.settings.lake / feed / "ledger").is_dir():
                assert discrepancies(self.settings.lake, feed).is_empty(), feed
