"""A disk that fills up while a run looks, reads, builds or publishes: said plainly, and the next run recovers."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.command import Home, nodstat

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="a small file system is mounted, which takes root"
)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512m", "tmpfs", folder], check=False)
    if mounted.returncode:
        pytest.skip("this root may not mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize(
    "room",
    [
        pytest.param(0, marks=pytest.mark.soak),  # the first stage, which remembers what it has looked at
        pytest.param(4_000_000, marks=pytest.mark.soak),  # dbt's own files
        pytest.param(8_000_000, marks=pytest.mark.soak),
        10_000_000,  # the lake, Dagster's history
        pytest.param(12_000_000, marks=pytest.mark.soak),
        15_000_000,  # the build file
        22_000_000,  # the release
    ],
)
def test_a_full_disk_is_said_to_be_full_and_the_next_run_recovers(
    room: int, disk: Path, before: Home, reference: Home, raw: Path
) -> None:
    home = before.copy(disk / "home")
    ballast = fill(disk, leave=room)
    run = nodstat("run", "--raw", raw, "--home", home.path)
    assert run.returncode in (2, 4), run.stdout + run.stderr
    assert f"The disk that holds {home.path} is full: make room, and run again" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    home.check()
    assert home.release.release_id == before.release.release_id
    assert home.differs_from(before) == {}

    ballast.unlink()
    again = nodstat("run", "--raw", raw, "--home", home.path)
    assert again.returncode == 0, again.stdout + again.stderr
    home.check()
    assert home.differs_from(reference) == {}


def fill(disk: Path, leave: int) -> Path:
    """Take all but so many bytes; returns the file that does."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - leave)
    return ballast
