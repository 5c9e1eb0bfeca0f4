"""Run a command as a process of its own: wall time, and peak memory of it and all its children."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

DONE, TOO_MUCH_MEMORY, TOO_LONG = "done", "stopped at the memory limit", "stopped at the time limit"
FAILED = "ended with an error"
_INTERVAL_S = 0.1
_HEARTBEAT_S = 30.0
_PROC = Path("/proc")


class CommandFailedError(Exception):
    """The command ended with an exit code that was not expected; the message has the end of its output."""


@dataclass(frozen=True)
class Run:
    """One run of a command. Peak memory is the largest sum of resident memory of its processes at one time."""

    seconds: float
    peak_bytes: int
    outcome: str
    output: str

    def summary(self) -> dict[str, Any]:
        """For a result file; the output stays behind."""
        return {name: value for name, value in asdict(self).items() if name != "output"}


def run(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str] = os.environ,
    memory_limit_bytes: int | None = None,
    time_limit_s: float | None = None,
    may_fail: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Run:
    """Run a command to its end, or to a limit: that is an outcome, and no error. Needs Linux's /proc.

    `log` takes the output; `say` gets a line now and then. Raises CommandFailedError for another exit code than 0,
    unless it `may_fail`: then that is an outcome too.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w+b") as output:
        began = time.monotonic()
        # A session of its own, so that everything the command starts can be found and ended.
        process = subprocess.Popen(
            list(map(str, command)),
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=dict(environment),
            start_new_session=True,
        )
        try:
            peak, outcome = _watch(process, began, memory_limit_bytes, time_limit_s, say)
            seconds = time.monotonic() - began
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        output.seek(0)
        text = output.read().decode(errors="replace")
    if outcome == DONE and process.returncode != 0:
        if not may_fail:
            tail = "\n".join(text.splitlines()[-20:])
            said = f"ended with exit code {process.returncode}:\n{tail}"
            raise CommandFailedError(f"{' '.join(map(str, command))}\n{said}")
        outcome = FAILED
    return Run(round(seconds, 3), peak, outcome, text)


def _watch(
    process: subprocess.Popen[bytes],
    began: float,
    memory_limit_bytes: int | None,
    time_limit_s: float | None,
    say: Callable[[str], None],
) -> tuple[int, str]:
    """Wait for the end or a limit. Returns the peak memory and the outcome."""
    peak, next_heartbeat = 0, _HEARTBEAT_S
    while True:
        now, highest = _memory(process.pid)
        peak = max(peak, now, highest)
        if memory_limit_bytes is not None and now > memory_limit_bytes:
            return peak, TOO_MUCH_MEMORY
        elapsed = time.monotonic() - began
        if time_limit_s is not None and elapsed > time_limit_s:
            return peak, TOO_LONG
        if elapsed > next_heartbeat:
            say(f"{elapsed:.0f} s so far, {now / 1e9:.1f} GB")
            next_heartbeat += _HEARTBEAT_S
        try:
            process.wait(_INTERVAL_S)
        except subprocess.TimeoutExpired:
            continue
        return peak, DONE


def _memory(session: int) -> tuple[int, int]:
    """Resident memory of a session's processes: their sum now, and the highest that a single one ever had.

    The second is Linux's own high-water mark, which no sampling misses.
    """
    now = highest = 0
    for status in _statuses(session):
        now += status.get("VmRSS", 0)
        highest = max(highest, status.get("VmHWM", 0))
    return now, highest


def _statuses(session: int) -> Iterator[dict[str, int]]:
    for folder in _PROC.iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            if os.getsid(int(folder.name)) != session:
                continue
            lines = (folder / "status").read_text().splitlines()
        except (OSError, ValueError):
            continue  # it ended meanwhile
        sizes = (line.split(":", 1) for line in lines if line.startswith(("VmRSS:", "VmHWM:")))
        yield {name: int(size.removesuffix("kB")) * 1024 for name, size in sizes}


def median_s(runs: Sequence[Mapping[str, Any]]) -> float:
    """The median wall time of summaries."""
    return median(float(run["seconds"]) for run in runs)


def peak_gb(runs: Sequence[Mapping[str, Any]]) -> float:
    """The highest peak memory of summaries."""
    return max(int(run["peak_bytes"]) for run in runs) / 1e9
