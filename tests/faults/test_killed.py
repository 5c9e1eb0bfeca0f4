"""`kill -9` at any moment: readers have a complete release, and the next run ends where an undisturbed one does."""

from __future__ import annotations

import random
import re
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.faults.command import Home, nodstat, start

STAGES = [
    "Looking for new deliveries",
    "Starting",
    "Reading deliveries",
    "Building and testing the warehouse",
    "Publishing the release",
]
"""Of a run, as its output names them when they end. Each is as likely to be struck, however short it is."""
FEW, MANY = (2, 3, 4), 120
"""Few: one each while deliveries are read, while the warehouse is built, and while the release is published."""


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[] if seed in FEW else pytest.mark.soak) for seed in range(MANY)]
)
def test_a_killed_run_harms_nothing_and_the_next_ends_as_if_it_had_not_been(
    seed: int, before: Home, reference: Home, fresh: Home, raw: Path
) -> None:
    choose = random.Random(seed)
    stage = STAGES[seed % len(STAGES)]
    # A second blow now and then, to the run that mends what the first one left.
    for _ in range(choose.choice([1, 1, 1, 2])):
        kill(raw, fresh, stage, choose.uniform(0, seconds_of(stage, reference)))
        fresh.check()
        differing = [fresh.differs_from(home) for home in (before, reference)]
        assert {} in differing, f"neither the release before nor the one after: {differing}"
    run = nodstat("run", "--raw", raw, "--home", fresh.path)
    assert run.returncode == 0, run.stdout + run.stderr
    fresh.check()
    assert fresh.differs_from(reference) == {}
    assert leftovers(fresh) == []


def kill(raw: Path, home: Home, stage: str, seconds: float) -> None:
    """A run that is killed so long after a stage of it began, unless it ends before."""
    run = start("run", "--raw", raw, "--home", home.path)
    assert run.stdout is not None
    ended = STAGES[STAGES.index(stage) - 1] if stage != STAGES[0] else None
    said = ""
    while ended is not None and f"{ended}: " not in said:
        line = run.stdout.readline()
        if not line:  # there was no such stage: an earlier run had done that part
            break
        said += line
    drain = threading.Thread(target=run.stdout.read)
    drain.start()
    time.sleep(seconds)
    run.send_signal(signal.SIGKILL)
    drain.join()
    run.wait()
    assert run.returncode in (-signal.SIGKILL, 0), said


def seconds_of(stage: str, home: Home) -> float:
    """How long a stage took in the run that nothing disturbed."""
    (seconds,) = re.findall(rf"{stage}: ([\d.]+) s", home.told)
    return float(seconds)


def leftovers(home: Home) -> list[str]:
    """What lies about in the home that no run means to leave."""
    return sorted(
        str(path.relative_to(home.path))
        for path in home.path.rglob("*")
        if ".tmp" in path.name or path.name == "current.next" or path.suffix == ".wal"
    )
