"""The release's database: the build file with nothing but schema `marts`, for older DuckDB clients too."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import duckdb

SCHEMA = "marts"
OLDEST_READER = (1, 5)
"""Analysts' clients lag: a DuckDB of this version must open the file."""
WASTE_LIMIT = 0.5
"""Share of free blocks above which a copy is written anew. Dropping what is not `marts` took 0.6 s and
writing 11 million calls anew 6.8 s (2 cores), so a little waste is the better bargain."""


def write_database(build_file: Path, target: Path) -> dict[str, int]:
    """Write `target` from the build file, which no process may have open for writing.

    Returns the number of rows of every table in schema `marts`. Raises ValueError when there is none, and
    duckdb.Error when a view in `marts` needs what is dropped.
    """
    shutil.copyfile(build_file, target)
    with _open(target) as connection:
        _drop_all_but_marts(connection)
        connection.execute("CHECKPOINT")
        is_readable = _storage_version(connection) <= OLDEST_READER
        waste = _free_share(connection)
    if not is_readable or waste > WASTE_LIMIT:
        _write_anew(target)
    with _open(target, read_only=True) as connection:
        row_counts = _row_counts(connection)
    if not row_counts:
        raise ValueError(f"{build_file} has no table in schema {SCHEMA}")
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return row_counts


def _open(database: Path | str, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(database), read_only=read_only)
    connection.execute("SET enable_progress_bar = false")
    return connection


def _drop_all_but_marts(connection: duckdb.DuckDBPyConnection) -> None:
    others = connection.execute(
        "SELECT schema_name FROM duckdb_schemas()"
        " WHERE database_name = current_database() AND NOT internal AND schema_name <> ?",
        [SCHEMA],
    ).fetchall()
    for (schema,) in others:
        connection.execute(f'DROP SCHEMA "{schema}" CASCADE')
    # Schema `main` cannot be dropped, only emptied; views first, they lean on tables.
    for kind in ("view", "table"):
        names = connection.execute(
            f"SELECT {kind}_name FROM duckdb_{kind}s()"
            " WHERE database_name = current_database() AND NOT internal AND schema_name = 'main'"
        ).fetchall()
        for (name,) in names:
            connection.execute(f'DROP {kind} main."{name}"')


def _storage_version(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    row = connection.execute(
        "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = current_database()"
    ).fetchone()
    found = re.match(r"v(\d+)\.(\d+)", str(row[0])) if row else None
    # An unknown tag counts as too new: writing anew is slower, but right.
    return (int(found[1]), int(found[2])) if found else (99, 0)


def _free_share(connection: duckdb.DuckDBPyConnection) -> float:
    row = connection.execute(
        "SELECT free_blocks / greatest(total_blocks, 1) FROM pragma_database_size()"
        " WHERE database_name = current_database()"
    ).fetchone()
    return float(row[0]) if row else 0.0


def _write_anew(target: Path) -> None:
    anew = target.with_name(f"{target.name}.anew")
    with _open(":memory:") as connection:
        connection.execute(f"ATTACH '{_quoted(target)}' AS old (READ_ONLY)")
        oldest = ".".join(map(str, (*OLDEST_READER, 0)))
        connection.execute(f"ATTACH '{_quoted(anew)}' AS new (STORAGE_VERSION 'v{oldest}')")
        connection.execute("COPY FROM DATABASE old TO new")
        connection.execute("DETACH new")
    anew.replace(target)


def _row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = connection.execute(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_catalog = current_database() AND table_schema = ? ORDER BY 1",
        [SCHEMA],
    ).fetchall()
    counts: dict[str, int] = {}
    for (table,) in tables:
        row = connection.execute(f'SELECT count(*) FROM "{SCHEMA}"."{table}"').fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
