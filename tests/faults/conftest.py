"""A home with a release of two days, and a third day that has come: what a run is disturbed at.

`reference` is where an undisturbed run from there ends. Everything is run by the command itself, as a process.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from dagster_project.synthetic import generate
from tests.faults.command import Home, nodstat

FIRST, LAST = date(2025, 6, 15), date(2025, 6, 17)
"""On the second day three rooms move to LifeX."""


@pytest.fixture(scope="session")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three days of deliveries, and the month's files."""
    folder = tmp_path_factory.mktemp("faults") / "raw"
    generate(folder, FIRST, LAST, scale=0.01, error_rate=0.02)
    return folder


@pytest.fixture(scope="session")
def before(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The first two days, released. Never written to: `fresh` is a copy."""
    folder = tmp_path_factory.mktemp("before")
    first = folder / "raw"
    shutil.copytree(raw, first, ignore=shutil.ignore_patterns(f"*{LAST}*"))
    home = Home(folder / "home")
    run = nodstat("run", "--raw", first, "--home", home.path)
    assert run.returncode == 0, run.stdout + run.stderr
    return home


@pytest.fixture
def fresh(before: Home, tmp_path: Path) -> Home:
    """A home of one's own with the release of two days."""
    return before.copy(tmp_path / "home")


@pytest.fixture(scope="session")
def reference(before: Home, raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Where a run that nothing disturbs ends; its output says how long each stage takes."""
    home = before.copy(tmp_path_factory.mktemp("reference") / "home")
    run = nodstat("run", "--raw", raw, "--home", home.path)
    assert run.returncode == 0, run.stdout + run.stderr
    home.told = run.stdout
    return home


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of it runs the real command, often."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.slow)
