"""A run's own log file: everything that Dagster says, with the stack of each error, kept out of the terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from dagster_project.outcome import error_of
from dagster_project.settings import Settings

_KEPT = 100


@contextmanager
def run_log(settings: Settings, logger: logging.Logger) -> Iterator[Path]:
    """Write what goes to the logger into a new file in `home/logs`; the oldest of 100 is deleted.

    On a full disk the log ends where the room did, here and in Dagster's history: logging itself never fails a run,
    nor prints a stack.
    """
    folder = settings.home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("run-*.log"))[: -_KEPT + 1]:
        path.unlink(missing_ok=True)
    path = folder / f"run-{datetime.now(UTC):%Y%m%dT%H%M%S}Z.log"
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(_WithStacks("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    raising, logging.raiseExceptions = logging.raiseExceptions, False
    try:
        yield path
    finally:
        logger.removeHandler(handler)
        logging.raiseExceptions = raising
        with suppress(OSError):
            handler.close()


class _WithStacks(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        error = error_of(getattr(record, "dagster_meta", {}).get("dagster_event"))
        return super().format(record) + (f"\n{error.to_string()}" if error else "")
