"""A release with the rows that one viewer may see: views in memory, under the names that queries know."""

from __future__ import annotations

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
WITHHELD = frozenset({"extract_delivery"})
"""For those alone who may see everything: who got what is between HDO and each recipient."""


class NarrowedRelease:
    """A release beside which there is room for views on it: a database in memory for everything that may be seen.

    A mart that is neither in WHOSE nor in NO_DETAILS is not there: withheld, or nobody has said yet whose it is.
    """

    def __init__(self, warehouse: str) -> None:
        """Raises duckdb.Error when the warehouse cannot be read."""
        self._lock = Lock()
        self._made: set[str] = set()
        self._connection = duckdb.connect()
        self._connection.execute(f"attach {_text(warehouse)} as release (read_only)")
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def cursor(self, org_ids: frozenset[str]) -> duckdb.DuckDBPyConnection:
        """A cursor whose schema `marts` has the rows of the country and of these organisations only."""
        theirs = sorted({COUNTRY_ID, *org_ids})
        name = f"of_{sha256(repr(theirs).encode()).hexdigest()[:32]}"
        cursor = self._connection.cursor()
        with self._lock:
            if name not in self._made:
                _make(cursor, name, theirs)
                self._made.add(name)
        cursor.execute(f"use {name}")
        return cursor


def _make(cursor: duckdb.DuckDBPyConnection, name: str, org_ids: list[str]) -> None:
    tables = cursor.execute("select table_name from duckdb_tables() where database_name = 'release'").fetchall()
    cursor.execute(f"attach ':memory:' as {name}")
    cursor.execute(f"create schema {name}.marts")
    listed = ", ".join(map(_text, org_ids))
    for (table,) in tables:
        if table in WHOSE or table in NO_DETAILS:
            where = f"where {WHOSE[table]} in ({listed})" if table in WHOSE else ""
            cursor.execute(f"create view {name}.marts.{table} as from release.marts.{table} {where}")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
