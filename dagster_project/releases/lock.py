"""One writer per home, held by a lock that the operating system lets go of when its holder dies.

Workers that only read deliveries into the lake, each its own feed and month, share it with each other.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

_held: set[tuple[Path, int]] = set()
"""Alone, not shared."""
_WORKERS = "workers that read deliveries\n"


class RunLockedError(Exception):
    """Another process writes to this home; the message says which one and since when."""


@contextmanager
def run_lock(home: Path, *, wait: bool = False, shared: bool = False) -> Iterator[None]:
    """Hold the right to write to `home`: lake, build file, releases.

    Taking it again in the same thread is allowed and changes nothing, so that a command can hold it around a
    run that takes it too. With `shared` others may share it, and none has it alone. Waits for the other writer with
    `wait`, else raises RunLockedError.
    """
    mine = (home.resolve(), threading.get_ident())
    if mine in _held:
        yield
        return
    home.mkdir(parents=True, exist_ok=True)
    path = home / "run.lock"
    # Opened for appending: until the lock is ours, the text in it belongs to the holder.
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise RunLockedError(f"{home} is being written by {holder}") from None
        file.truncate(0)
        file.write(_WORKERS if shared else f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n")
        file.flush()
        if shared:
            yield
            return
        _held.add(mine)
        try:
            yield
        finally:
            _held.discard(mine)
