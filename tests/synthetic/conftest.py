"""Small generations that several tests look at; each is made once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dagster_project.synthetic import generate


@pytest.fixture(scope="session")
def move_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """15 to 17 June 2025 without errors: on the 16th three rooms move to LifeX and two begin a limited pilot."""
    out = tmp_path_factory.mktemp("move_days")
    generate(out, date(2025, 6, 15), date(2025, 6, 17), scale=0.3)
    return out


@pytest.fixture(scope="session")
def dirty_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Days around both changes of summer time and around the move to LifeX, with 4 % errors."""
    out = tmp_path_factory.mktemp("dirty_days")
    for first, last in (((3, 29), (3, 31)), ((6, 1), (6, 30)), ((10, 25), (10, 27))):
        generate(out, date(2025, *first), date(2025, *last), scale=0.05, error_rate=0.04)
    return out


@pytest.fixture(scope="session")
def digests() -> Callable[[Path], dict[str, bytes]]:
    """The bytes of every delivery in a folder, by path."""

    def read(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.glob("*/*"))}

    return read
