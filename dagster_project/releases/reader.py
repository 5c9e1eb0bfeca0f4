"""Read a release with SQL that others wrote: nothing but its own tables can be read, and nothing written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from dagster_project.releases.database import SCHEMA
from dagster_project.releases.release import Release

_READS = {"SELECT", "EXPLAIN", "MULTI"}
"""DuckDB's names for what only reads; MULTI is what it makes of a PIVOT."""


class NotAQueryError(Exception):
    """The text is not one statement that reads; the message is one line."""


@contextmanager
def open_locked(release: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a release's database, with `marts` as the schema that needs no name.

    No file, network, extension or setting is within reach of a statement; large sorts go to a temporary folder that
    is gone afterwards (DuckDB's default would be the release's own).
    """
    with tempfile.TemporaryDirectory(prefix="nodstat-") as folder:
        connection = duckdb.connect(
            str(release.database),
            read_only=True,
            config={
                "allow_community_extensions": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "enable_external_access": "false",
                "temp_directory": folder,
            },
        )
        with connection:
            # A progress bar would be drawn into what is written to standard output.
            connection.execute(f"SET enable_progress_bar = false; USE {SCHEMA}; SET lock_configuration = true")
            yield connection


def check_query(sql: str) -> None:
    """Make sure that the text is one statement, and one that reads. Raises NotAQueryError."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise NotAQueryError(one_line(error)) from None
    if len(statements) != 1:
        raise NotAQueryError(f"one query at a time: this is {len(statements) or 'none'}")
    kind = statements[0].type.name
    if kind not in _READS:
        raise NotAQueryError(f"a release can only be read: SELECT, not {kind}")


def one_line(error: duckdb.Error) -> str:
    """What DuckDB says, without the excerpt of the query that it adds below."""
    return " ".join(str(error).split("\nLINE ", maxsplit=1)[0].split())
