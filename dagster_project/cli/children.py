"""Child processes that live and end together, each with all that it has started itself."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

GRACE_S = 15
"""How long a child may take to end when it is asked to; dbt, in a run that is under way, cannot be stopped."""
_LOOK_EVERY_S = 0.1


@dataclass(frozen=True)
class Child:
    """A process in a session of its own, so that the terminal's Ctrl-C reaches its parent alone."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    """What it writes to its standard output and error; of the time before, `<log>.1`."""


def start(name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> Child:
    """Start a child. Raises OSError."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))
    with log.open("wb") as file:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,
        )
    return Child(name, process, log)


def first_ended(children: Sequence[Child]) -> Child | None:
    """One that is no longer there, if any."""
    ended = [child for child in children if child.process.poll() is not None]
    return ended[0] if ended else None


def end(children: Sequence[Child]) -> None:
    """Interrupt them and all that they started, and kill what is still there after a while."""
    try:
        end_groups([child.process.pid for child in children], lambda: first_ended(children))
    finally:
        for child in children:
            child.process.wait()


def end_groups(groups: Sequence[int], look: Callable[[], object] = lambda: None) -> None:
    """Interrupt these process groups, and kill what is still there after a while.

    `look` is called now and then: a parent must take note of a child's end, or it is counted as there.
    """
    for group in groups:
        _signal(group, signal.SIGINT)
    deadline = time.monotonic() + GRACE_S
    try:
        while time.monotonic() < deadline and any(_signal(group, 0) for group in groups):
            time.sleep(_LOOK_EVERY_S)
            look()
    finally:  # also at a second Ctrl-C
        for group in groups:
            _signal(group, signal.SIGKILL)


def _signal(group: int, number: int) -> bool:
    """Whether there was anybody to send it to."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
        return True
    return False
