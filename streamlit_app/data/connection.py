"""The one connection per release, and the one place that every query goes through."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import duckdb
import streamlit as st

from streamlit_app.access import Source
from streamlit_app.release import ReleaseUnreadableError

Row = tuple[Any, ...]

NOBODY: tuple[str, ...] = ()
"""A query about no organisation: the registry, deliveries, the calendar."""


def identity(source: Source) -> tuple[str, str, object]:
    """What a source's answers depend on: the release and what its viewer may see."""
    return str(source.release.directory), source.viewer.role, source.viewer.org_ids


BY_SOURCE: dict[str | type[Any], Callable[[Any], Any]] = {Source: identity}
"""How `st.cache_data` tells sources apart."""


def rows(source: Source, about: Collection[str], sql: str, *parameters: Any) -> list[Row]:
    """The answer to a query about some organisations.

    Raises AccessRefusedError when the viewer may not see their details, ReleaseUnreadableError when DuckDB fails.
    """
    source.require(about)
    try:
        with _connection(str(source.release.warehouse)).cursor() as cursor:
            return cursor.execute(sql, parameters).fetchall()
    except duckdb.Error as error:
        raise ReleaseUnreadableError(f"{source.release.release_id}: {error}") from error


# Three, so that a session in the middle of a rerun keeps the release it began with while a new one arrives.
@st.cache_resource(show_spinner=False, max_entries=3)
def _connection(warehouse: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        warehouse,
        read_only=True,
        config={"enable_external_access": "false", "lock_configuration": "true"},
    )
