"""Running a command: its time, the memory of everything it starts, and its limits."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.measure import DONE, TOO_LONG, TOO_MUCH_MEMORY, CommandFailedError, run

HOLD = "import time; held = bytearray(60_000_000); time.sleep({seconds})"
TWO = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {HOLD.format(seconds=1)!r}]);"


def test_memory_is_that_of_a_process_and_its_children_together(tmp_path: Path) -> None:
    done = run([sys.executable, "-c", f"{TWO} {HOLD.format(seconds=1)}; child.wait()"], log=tmp_path / "log")
    assert done.outcome == DONE
    assert 120e6 < done.peak_bytes < 180e6
    assert 1 < done.seconds < 10


def test_a_limit_ends_the_command_and_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    late = f"import time; time.sleep(2); open({str(mark)!r}, 'w')"
    parent = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {late!r}]); time.sleep(60)"
    stopped = run([sys.executable, "-c", parent], log=tmp_path / "log", time_limit_s=0.5)
    assert (stopped.outcome, stopped.seconds < 2) == (TOO_LONG, True)
    hungry = [sys.executable, "-c", HOLD.format(seconds=60)]
    stopped = run(hungry, log=tmp_path / "log", memory_limit_bytes=50_000_000)
    assert stopped.outcome == TOO_MUCH_MEMORY
    run([sys.executable, "-c", "import time; time.sleep(2.5)"], log=tmp_path / "log")
    assert not mark.exists()


def test_a_command_that_fails_is_an_error_that_tells_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match="exit code 3:\nno such thing"):
        run([sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"], log=tmp_path / "log")
