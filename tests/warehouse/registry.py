"""The registry as a file: read it, and change it in a copy of the dbt project."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.warehouse.build import PROJECT

Definition = dict[str, str]
"""A row of the registry."""


def read_registry() -> list[Definition]:
    """The project's own rows."""
    with (PROJECT / "seeds" / "kpi_registry.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def project_with(folder: Path, rows: Sequence[Definition]) -> Path:
    """A copy of the dbt project where the registry has these rows."""
    project = Path(shutil.copytree(PROJECT, folder / "dbt", ignore=shutil.ignore_patterns("target", "logs")))
    with (project / "seeds" / "kpi_registry.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return project
