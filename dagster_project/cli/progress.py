"""Show how far long work has come: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show that `what` is being done; call what this gives with a text for each step that is done."""
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.print(what)
        yield lambda step: console.print(f"  {step}")
        return
    with console.status(what) as status:
        yield lambda step: status.update(f"{what}: {step}")


class Stages:
    """The stages of a run, one after the other: each leaves a line that says how long it took.

    On a terminal the stage under way is a live line, with a bar when its length is known.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        """Of each stage that has ended."""
        self._console = Console(highlight=False, soft_wrap=True)
        self._title = ""
        self._began = 0.0
        self._live: Progress | None = None

    def begin(self, title: str, total: int | None = None) -> None:
        """End the stage before this, if any, and begin one of `total` steps."""
        if title == self._title:
            return
        self.end()
        self._title, self._began = title, time.monotonic()
        if self._console.is_terminal:
            bar = (BarColumn(bar_width=30), MofNCompleteColumn()) if total else ()
            columns = (SpinnerColumn(), TextColumn("{task.description}"), *bar, TimeElapsedColumn())
            self._live = Progress(*columns, TextColumn("{task.fields[step]}"), console=self._console, transient=True)
            self._live.add_task(title, total=total, step="")
            self._live.start()

    def advance(self, step: str | None = None, *, by: int = 1) -> None:
        """So many more steps of the stage are done, or begun; `step` says what is under way, if it is another thing."""
        if self._live:
            self._live.advance(self._live.task_ids[0], by)
            if step is not None:
                self._live.update(self._live.task_ids[0], step=step)

    def end(self) -> None:
        """End the stage under way, if any."""
        if self._live:
            self._live.stop()
            self._live = None
        if self._title:
            self.seconds[self._title] = seconds = time.monotonic() - self._began
            self._console.print(f"{self._title}: {seconds:.1f} s")
            self._title = ""
