"""The same lake built twice: by `nodstat run` with DuckDB, and by dbt's target `spark`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from dagster_project.dbt_project import PROJECT
from dagster_project.settings import Settings
from tests.parity.marts import Parity, compare_marts

_BIN = Path(sys.executable).parent
_SOME_REFUSED = 3
"""`nodstat run`'s exit code when it released all but some deliveries, which data with planted errors may have."""


class BuildError(Exception):
    """One of the two could not build."""


def run_line(settings: Settings) -> None:
    """Take the deliveries through `nodstat run`. Raises BuildError."""
    finished = _call([_BIN / "nodstat", "run", "--raw", settings.raw, "--home", settings.home])
    if finished.returncode not in {0, _SOME_REFUSED}:
        raise BuildError(finished.stdout + finished.stderr)


def build_on_spark(settings: Settings, folder: Path, *arguments: str, **environment: str) -> None:
    """Build the home's lake with Spark; its tables, catalogue and logs go to `folder`. Raises BuildError."""
    folder.mkdir(parents=True, exist_ok=True)
    lake = {"NODSTAT_LAKE": settings.lake, "NODSTAT_EXTRACTS": settings.extracts, "NODSTAT_SPARK_FOLDER": folder}
    # fmt: off
    finished = _call(
        [
            _BIN / "dbt", "--no-use-colors", "build", "--target", "spark", *arguments,
            "--project-dir", PROJECT, "--profiles-dir", PROJECT,
            "--target-path", folder / "target", "--log-path", folder / "logs",
        ],
        **{name: str(path) for name, path in lake.items()}, **environment,
    )
    # fmt: on
    if finished.returncode:
        raise BuildError(finished.stdout + finished.stderr)


def compare_builds(settings: Settings, folder: Path) -> Iterator[Parity]:
    """Every mart of the home's build file against Spark's in `folder`."""
    manifest = settings.build / "dbt" / "target" / "manifest.json"
    return compare_marts(settings.build_file, folder / "warehouse" / "marts.db", manifest)


def _call(command: list[object], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], env=os.environ | environment, capture_output=True, text=True, check=False
    )
