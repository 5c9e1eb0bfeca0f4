"""Dagster's event log in SQLite, without a new connection and a flush to the disk for each event.

A run writes about a thousand events, most of them results of dbt tests. Dagster's own storage opens and closes up to
three connections for each, and SQLite flushes its log at every close: 650 events took 10 to 30 s on a busy disk, and
2.5 s here. What a power cut may cost is the last events of a history, never the database: the ledger and the
releases, which matter, are written elsewhere and with care.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

_OPEN_AT_ONCE = 8
"""Each run has a database of its own: a process that looks at many runs must not hold them all."""


class KeptOpenEventLogStorage(SqliteEventLogStorage):
    """Named in dagster.yaml, which `instance` writes."""

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> KeptOpenEventLogStorage:
        """Called by Dagster with what dagster.yaml says."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.connect() as connection, connection.begin():
                yield connection
            # The web server watches the file, but a commit that is not flushed only touches the log beside it.
            os.utime(self.path_for_shard(shard))

    def delete_events(self, run_id: str) -> None:
        """As Dagster does, and the run's database with them."""
        super().delete_events(run_id)
        with self._db_lock:
            if (engine := self.__dict__.setdefault("_engines", {}).pop(run_id, None)) is not None:
                engine.dispose()
            self._initialized_dbs.discard(run_id)
            path = Path(self.path_for_shard(run_id))
            for file in path.parent.glob(f"{path.name}*"):  # its log too
                file.unlink(missing_ok=True)

    def _engine(self, shard: str) -> Engine:
        engines: dict[str, Engine] = self.__dict__.setdefault("_engines", {})
        if shard not in engines:
            if len(engines) >= _OPEN_AT_ONCE:
                engines.pop(next(iter(engines))).dispose()
            engines[shard] = create_engine(
                self.conn_string_for_shard(shard),
                poolclass=StaticPool,
                connect_args={"timeout": 60, "check_same_thread": False},
            )
            event.listen(engines[shard], "connect", _flush_seldom)
        return engines[shard]


def _flush_seldom(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA synchronous=NORMAL")
