"""Left to itself, `nodstat orchestrate` releases what is delivered, and leaves no process behind when it is ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from dagster_project.instance import open_instance
from dagster_project.releases import current_release
from dagster_project.settings import PROJECT_ROOT, Settings
from dagster_project.synthetic import generate

WITHIN_S = 120


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    """Deliveries that are on their way."""
    generate(tmp_path / "delivered", date(2025, 3, 30), date(2025, 4, 1), scale=0.004)
    return tmp_path / "delivered"


@pytest.fixture
def checkout(write_dbt: Callable[[Path], None], tmp_path: Path) -> Path:
    """This code, with the small dbt project in the real one's place, for processes that nothing can be patched in."""
    checkout = tmp_path / "checkout"
    shutil.copytree(PROJECT_ROOT / "dagster_project", checkout / "dagster_project")
    write_dbt(checkout / "dbt")
    (checkout / "dbt" / "seeds").mkdir()
    shutil.copy(PROJECT_ROOT / "dbt" / "seeds" / "control_rooms.csv", checkout / "dbt" / "seeds")
    return checkout


@pytest.fixture
def orchestrate(settings: Settings, checkout: Path) -> Iterator[subprocess.Popen[str]]:
    """`nodstat orchestrate` on a folder without deliveries."""
    settings.raw.mkdir()
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", "from dagster_project.cli import main; main()", "orchestrate"),
            *("--home", str(settings.home), "--raw", str(settings.raw)),
        ],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout), "NODSTAT_QUIET_SECONDS": "1", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait()


def processes_of(checkout: Path) -> list[str]:
    """Those that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == checkout.resolve():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it ended meanwhile, or is not ours
            continue
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks for processes in /proc")
def test_what_is_delivered_is_released_and_nothing_is_left_running(
    orchestrate: subprocess.Popen[str], checkout: Path, settings: Settings, delivered: Path
) -> None:
    # With the times of the originals, and before the sensor's first look: the second would be half a minute later.
    shutil.copytree(delivered, settings.raw, dirs_exist_ok=True)
    assert orchestrate.stdout is not None
    assert " at http://localhost:" in orchestrate.stdout.readline()
    deadline = time.monotonic() + WITHIN_S
    while current_release(settings) is None:
        assert orchestrate.poll() is None, (settings.home / "logs" / "daemon.log").read_text()
        assert time.monotonic() < deadline, (settings.home / "logs" / "daemon.log").read_text()
        time.sleep(0.5)
    orchestrate.send_signal(signal.SIGTERM)
    rest, _ = orchestrate.communicate(timeout=30)
    assert orchestrate.returncode == 0
    assert rest.endswith("Ended\n")
    assert processes_of(checkout) == []
    release = current_release(settings)
    assert release is not None
    rows = sum(len(path.read_text("cp1252").splitlines()) - 1 for path in (settings.raw / "calls_iccs").iterdir())
    assert release.manifest["row_counts"]["fct_call"] == rows
    with open_instance(settings) as instance:
        (run,) = instance.get_runs()
    assert run.tags["dagster/sensor_name"] == "new_deliveries"
