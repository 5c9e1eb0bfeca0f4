"""The one reader of the environment: every path and limit that a run depends on, in one frozen object."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
"""The checkout (or the unpacked source): where dbt/, streamlit_app/ and data_raw/ lie."""

SYNTHETIC_MARK = "SYNTHETIC.json"
"""The file at the root of deliveries that says they are synthetic."""


@dataclass(frozen=True)
class Settings:
    """Where nodstat reads and writes, and its limits.

    Paths are absolute. `home` is the only place nodstat writes to, besides the folder that
    `nodstat generate --out` is given.
    """

    home: Path
    """Lake, build file, releases and Dagster's history. `NODSTAT_HOME`, default `var`."""
    raw: Path
    """Root of the deliveries, one folder per feed. `NODSTAT_RAW`, default `data_raw`."""
    max_error_share: float = 0.05
    """A delivery with a larger share of bad rows is refused whole. `NODSTAT_MAX_ERROR_SHARE`."""
    keep_releases: int = 14
    """How many releases `nodstat releases prune` and a run leave. `NODSTAT_KEEP_RELEASES`."""
    memory_limit: str = "4GB"
    """DuckDB's memory limit while building. `NODSTAT_MEMORY_LIMIT`."""
    dashboard_address: str = "localhost"
    """Where the dashboard listens. `NODSTAT_DASHBOARD_ADDRESS`."""
    dashboard_port: int = 8501
    """`NODSTAT_DASHBOARD_PORT`."""
    orchestrate_address: str = "localhost"
    """Where Dagster's web server listens. `NODSTAT_ORCHESTRATE_ADDRESS`."""
    orchestrate_port: int = 3000
    """`NODSTAT_ORCHESTRATE_PORT`."""
    quiet_seconds: int = 60
    """How long deliveries must have lain still before the sensor has them read. `NODSTAT_QUIET_SECONDS`."""

    @property
    def lake(self) -> Path:
        """Accepted events, quarantine and the ledger of deliveries, a folder per feed."""
        return self.home / "lake"

    @property
    def build(self) -> Path:
        """Private to a run: dbt's target folder, logs and the build file."""
        return self.home / "build"

    @property
    def build_file(self) -> Path:
        """The database that dbt writes; readers never open it."""
        return self.build / "warehouse.duckdb"

    @property
    def releases(self) -> Path:
        """One folder per release."""
        return self.home / "releases"

    @property
    def current(self) -> Path:
        """Symlink to the release that readers open."""
        return self.home / "current"

    @property
    def dagster_home(self) -> Path:
        """Dagster's instance: run history, event log."""
        return self.home / "dagster"

    @classmethod
    def from_environment(
        cls,
        *,
        home: Path | str | None = None,
        raw: Path | str | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> Settings:
        """Settings from `NODSTAT_*` variables; an argument given here wins over its variable.

        Raises ValueError, with the variable's name and what it should hold, for a value that cannot be read.
        """
        return cls(
            home=Path(home or environment.get("NODSTAT_HOME", "var")).absolute(),
            raw=Path(raw or environment.get("NODSTAT_RAW", "data_raw")).absolute(),
            max_error_share=_share(environment, "NODSTAT_MAX_ERROR_SHARE", 0.05),
            keep_releases=_positive(environment, "NODSTAT_KEEP_RELEASES", 14),
            memory_limit=environment.get("NODSTAT_MEMORY_LIMIT", "4GB"),
            dashboard_address=environment.get("NODSTAT_DASHBOARD_ADDRESS", "localhost"),
            dashboard_port=_positive(environment, "NODSTAT_DASHBOARD_PORT", 8501),
            orchestrate_address=environment.get("NODSTAT_ORCHESTRATE_ADDRESS", "localhost"),
            orchestrate_port=_positive(environment, "NODSTAT_ORCHESTRATE_PORT", 3000),
            quiet_seconds=_positive(environment, "NODSTAT_QUIET_SECONDS", 60),
        )


def _share(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name, str(default))
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ValueError(f"{name} is '{text}', but must be a share from 0 to 1, such as 0.05")
    return value


def _positive(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"{name} is '{text}', but must be a whole number from 1 up")
    return int(text)
