"""A release with the rows that one viewer may see: views in memory, under the names that queries know."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

import duckdb

from streamlit_app.access import COUNTRY_ID

WHOSE = {
    "kpi_values": "org_id",
    "calls_by_hour": "room_id",
    "calls_by_answering_room": "intended_room_id",
    "answer_time_distribution": "room_id",
    "fct_call": "intended_room_id",
    "calls_double_logged": "intended_room_id",
    "fct_ambulance_alarm": "amk_room_id",
    "fct_video_session": "centre_room_id",
    "fct_air_ambulance_mission": "base_id",
}
"""The marts with details of organisations, and the column that says whose."""
NO_DETAILS = frozenset({
    "dim_control_room", "dim_air_base", "dim_date", "dim_kpi", "fct_nodsms_day", "data_status", "delivery",
    "quarantine_summary", "correction", "published_reconciliation",
})  # fmt: skip
"""The other marts: reference data, the country's own, and what came of deliveries."""
WHOSE_PACKAGE = {"extract_delivery": "recipient_id"}
"""Who got what is between HDO and each recipient: the column that says which."""
_NO_AIR_FEED = "feed <> 'air_ambulance_missions'"
WITHOUT_AIR = {
    "kpi_values": "kpi_id not in (select kpi_id from release.marts.dim_kpi where subject = 'air')",
    "fct_air_ambulance_mission": "false",
    "dim_air_base": "false",
    "data_status": _NO_AIR_FEED,
    "delivery": _NO_AIR_FEED,
    "quarantine_summary": _NO_AIR_FEED,
    "correction": _NO_AIR_FEED,
}
"""The marts that tell of the air ambulance, and which of their rows do not."""


@dataclass(frozen=True)
class Reach:
    """What of a release can be read."""

    org_ids: frozenset[str] | None
    """The organisations beside the country; None for all, where the query itself sees to whom it is about."""
    recipient_ids: frozenset[str]
    """The recipients of extracts."""
    has_air: bool
    """Whether the air ambulance's missions are among it."""


class NarrowedRelease:
    """A release beside which there is room for views on it: a database in memory for everything that may be seen.

    A mart that is in neither WHOSE, WHOSE_PACKAGE nor NO_DETAILS is not there: nobody has said yet whose it is.
    """

    def __init__(self, warehouse: str) -> None:
        """Raises duckdb.Error when the warehouse cannot be read."""
        self._lock = Lock()
        self._made: set[str] = set()
        self._connection = duckdb.connect()
        self._connection.execute(f"attach {_text(warehouse)} as release (read_only)")
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def cursor(self, reach: Reach) -> duckdb.DuckDBPyConnection:
        """A cursor whose schema `marts` has the rows within reach only."""
        conditions = _conditions(reach)
        name = f"of_{sha256(repr(conditions).encode()).hexdigest()[:32]}"
        cursor = self._connection.cursor()
        with self._lock:
            if name not in self._made:
                _make(cursor, name, conditions)
                self._made.add(name)
        cursor.execute(f"use {name}")
        return cursor


def _conditions(reach: Reach) -> dict[str, str]:
    """Which rows of each mart are within reach, by the mart."""
    conditions = dict.fromkeys(sorted(NO_DETAILS), "true")
    for table, column in WHOSE.items():
        conditions[table] = "true" if reach.org_ids is None else _one_of(column, {COUNTRY_ID, *reach.org_ids})
    for table, column in WHOSE_PACKAGE.items():
        conditions[table] = _one_of(column, reach.recipient_ids)
    for table, others in ({} if reach.has_air else WITHOUT_AIR).items():
        conditions[table] = f"{conditions[table]} and {others}"
    return conditions


def _one_of(column: str, values: Collection[str]) -> str:
    return f"{column} in ({', '.join(map(_text, sorted(values)))})" if values else "false"


def _make(cursor: duckdb.DuckDBPyConnection, name: str, conditions: Mapping[str, str]) -> None:
    tables = cursor.execute("select table_name from duckdb_tables() where database_name = 'release'").fetchall()
    cursor.execute(f"attach ':memory:' as {name}")
    cursor.execute(f"create schema {name}.marts")
    for (table,) in tables:
        if where := conditions.get(table):
            cursor.execute(f"create view {name}.marts.{table} as from release.marts.{table} where {where}")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
