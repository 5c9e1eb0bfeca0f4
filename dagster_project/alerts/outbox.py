"""What was raised and what was sent: each cause once a day to each channel, and again what a channel could not take.

`home/alerts/outbox.jsonl` only grows. A message is written when it is raised, and once more for every channel that has
taken it; what was raised for a channel and not taken is sent at the next run. A crash between sending and writing
makes a message come twice, never not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dagster_project.alerts.messages import Message

Send = Callable[[Message], str | None]
"""Sends a message, and says what was wrong although it was sent. Raises any error when it was not."""

_TRIED_FOR = timedelta(days=7)
_FAILURES = 3
"""A channel that fails so often is down: each try may take as long as its timeout."""
_STATES = {"feed_late"}
"""Kinds that are no news once they are over."""


@dataclass(frozen=True)
class _Raised:
    message: Message
    events: tuple[str, ...]
    """Refusals that it tells of."""
    channels: tuple[str, ...]
    """Those that were set up when it was raised."""


class Outbox:
    """A home's outbox, as one run sees it."""

    def __init__(self, folder: Path) -> None:
        self.troubles: list[str] = []
        """What went wrong, a line each."""
        self._path = folder / "outbox.jsonl"
        self._raised: dict[tuple[str, str], _Raised] = {}
        self._sent: set[tuple[str, str, str]] = set()
        try:
            for record in _read(self._path):
                with suppress(KeyError, TypeError):  # of another version of nodstat
                    self._take(record)
        except OSError as error:
            self._forgetful(error)

    @property
    def told(self) -> set[str]:
        """The events that messages were raised for."""
        return {event for raised in self._raised.values() for event in raised.events}

    def post(self, message: Message, events: tuple[str, ...], channels: tuple[str, ...]) -> None:
        """Raise a message for these channels, unless one of the same key was raised the same day."""
        if (message.key, message.date) not in self._raised:
            self._write({"raised": message.record(), "events": events, "channels": channels})

    def send(self, channels: Mapping[str, Send], keys: set[str], today: date) -> None:
        """Send each channel what it has not got. `keys` are those of the causes that there are now."""
        for channel, send in channels.items():
            failures: list[str] = []
            waiting = list(self._waiting(channel, keys, today))
            for message in waiting:
                try:
                    remark = send(message)
                except Exception as error:  # whatever a channel does, the run and the other channel go on
                    # Only an OSError is known to hold no secret.
                    failures.append(str(error) if isinstance(error, OSError) else type(error).__name__)
                    if len(failures) == _FAILURES:
                        break
                    continue
                self._write({"sent": message.key, "date": message.date, "channel": channel})
                if remark:
                    self.troubles.append(f"Alert by {channel} was sent, but {remark}")
            if failures:
                left = sum((message.key, message.date, channel) not in self._sent for message in waiting)
                self.troubles.append(
                    f"Alerts by {channel} not sent: {left} of {len(waiting)}: {' '.join(failures[0].split())}. "
                    "The next run tries again"
                )

    def _waiting(self, channel: str, keys: set[str], today: date) -> Iterator[Message]:
        newest = dict(sorted(self._raised))  # by key, the last day
        for (key, day), raised in self._raised.items():
            is_wanted = channel in raised.channels and (key, day, channel) not in self._sent
            is_news = newest[key] == day and date.fromisoformat(day) >= today - _TRIED_FOR
            if is_wanted and is_news and (raised.message.kind not in _STATES or key in keys):
                yield raised.message

    def _write(self, record: dict[str, Any]) -> None:
        self._take(record)
        try:
            _append(self._path, json.dumps(record, ensure_ascii=False))
        except OSError as error:
            self._forgetful(error)

    def _take(self, record: dict[str, Any]) -> None:
        if "raised" in record:
            message = Message(**record["raised"])
            raised = _Raised(message, tuple(record["events"]), tuple(record["channels"]))
            self._raised[message.key, message.date] = raised
        else:
            self._sent.add((record["sent"], record["date"], record["channel"]))

    def _forgetful(self, error: OSError) -> None:
        """Rather told twice than not at all."""
        line = f"Alerts may come twice, since {self._path} cannot be used: {error.strerror or error}"
        if line not in self.troubles:
            self.troubles.append(line)


def _read(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        # A line that a crash cut off: what it said did not happen.
        with suppress(ValueError):
            yield json.loads(line)


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read() != b"\n":  # a line that a crash cut off
                line = f"\n{line}"
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())
