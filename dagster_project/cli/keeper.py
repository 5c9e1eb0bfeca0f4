"""Ends the children of a process that was killed and could not end them itself.

A process of its own, at the other end of a pipe: however its parent dies, the pipe closes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dagster_project.cli.children import Child, end_groups


class Keeper:
    """Knows the children to end, should this process die without having ended them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def keep(self, child: Child) -> None:
        """End this one too."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{child.process.pid}\n")
        self._process.stdin.flush()


@contextmanager
def keeper() -> Iterator[Keeper]:
    """A keeper, for as long as there is something to keep. Raises OSError."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import main; main()"],
        stdin=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that the terminal's Ctrl-C leaves it alone
    )
    try:
        yield Keeper(process)
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Read the process groups, one a line, until the parent is gone; then end them."""
    end_groups([int(line) for line in sys.stdin])
