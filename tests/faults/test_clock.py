"""Runs at 02:30 on both nights that the clock is changed, and over New Year, end as at any other time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.faults.command import Home, environment, nodstat

STOPPED_AT = """
import os, time_machine
time_machine.travel(os.environ["NODSTAT_TEST_NOW"], tick=True).start()
"""
"""As sitecustomize.py: the process lives at another time, from its first line."""

NIGHTS = {
    "spring forward, 02:30 does not exist": "2026-03-29T01:30:00+00:00",
    "autumn back, 02:30 the second time": "2025-10-26T01:30:00+00:00",
    "New Year, over midnight": "2025-12-31T22:59:58+00:00",
}
MORE_NIGHTS = {
    "autumn back, 02:30 the first time": "2025-10-26T00:30:00+00:00",
    "autumn back, over the hour that is repeated": "2025-10-26T00:59:58+00:00",
}


@pytest.mark.parametrize(
    "now",
    [
        *(pytest.param(now, id=night) for night, now in NIGHTS.items()),
        *(pytest.param(now, id=night, marks=pytest.mark.soak) for night, now in MORE_NIGHTS.items()),
    ],
)
def test_a_run_at_night_ends_as_at_any_other_time(
    now: str, before: Home, reference: Home, raw: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(STOPPED_AT)
    fresh = before.copy(tmp_path / "home")
    settings = environment(TZ="Europe/Oslo", NODSTAT_TEST_NOW=now)
    settings["PYTHONPATH"] = f"{tmp_path}:{settings['PYTHONPATH']}"
    run = nodstat("run", "--raw", raw, "--home", fresh.path, env=settings)
    assert run.returncode == 0, run.stdout + run.stderr
    fresh.check()
    assert fresh.differs_from(reference) == {}
    assert fresh.release.release_id > before.release.release_id, "ids sort by age, also when the clock was set back"
    built_at = datetime.fromisoformat(fresh.release.manifest["built_at"])
    assert 0 <= (built_at - datetime.fromisoformat(now)).total_seconds() < 300
    assert "late" in nodstat("status", "--home", fresh.path, env=settings).stdout
