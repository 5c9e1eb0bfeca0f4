"""Two processes never write to one home."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dagster_project.releases import Facts, RunLockedError, current_release, prune, publish, roll_back_to, run_lock
from dagster_project.settings import PROJECT_ROOT, Settings

HOLDER = """
import sys, time
from pathlib import Path
from dagster_project.releases import run_lock
with run_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@contextmanager
def another_process(home: Path, seconds: float = 60) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
    with (
        another_process(tmp_path) as other,
        pytest.raises(RunLockedError, match=f"process {other.pid}, since 20"),
        run_lock(tmp_path),
    ):
        pass


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    with another_process(tmp_path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        with run_lock(tmp_path):
            pass


def test_waiting_ends_when_the_holder_leaves(tmp_path: Path) -> None:
    with another_process(tmp_path, seconds=0.5):
        started = time.monotonic()
        with run_lock(tmp_path, wait=True):
            assert time.monotonic() - started > 0.2


def test_the_holder_may_take_it_again_and_keeps_it_until_the_outermost_end(tmp_path: Path) -> None:
    seen: list[str] = []

    def try_it() -> None:
        try:
            with run_lock(tmp_path):
                seen.append("taken")
        except RunLockedError:
            seen.append("refused")

    with run_lock(tmp_path):
        with run_lock(tmp_path):
            pass
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
    assert seen == ["refused"]
    try_it()
    assert seen == ["refused", "taken"]


def test_nothing_about_releases_changes_while_another_process_runs(
    settings: Settings, build: Callable[[int], None], facts: Facts
) -> None:
    build(1)
    old, new = publish(settings, facts), publish(settings, facts)
    with another_process(settings.home):
        with pytest.raises(RunLockedError):
            publish(settings, facts)
        with pytest.raises(RunLockedError):
            roll_back_to(settings, old.release_id)
        with pytest.raises(RunLockedError):
            prune(settings, keep=1)
    assert current_release(settings) == new
    assert old.path.exists()
