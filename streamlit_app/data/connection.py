"""The one connection per release, and the one place that every query goes through."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, ParamSpec, TypeVar

import duckdb
import streamlit as st

from streamlit_app.access import EVERY_ROOM, Source
from streamlit_app.data.narrowed import NarrowedRelease, Reach
from streamlit_app.release import ReleaseUnreadableError
from streamlit_app.view import View

Row = tuple[Any, ...]

NOBODY: tuple[str, ...] = ()
"""A query about no organisation: the registry, deliveries, the calendar."""


def _identity(source: Source) -> tuple[str, str, object]:
    """What a source's answers depend on: the release and what its viewer may see."""
    return str(source.release.directory), source.viewer.role, source.viewer.org_ids


_TOLD_APART: dict[str | type[Any], Callable[[Any], Any]] = {
    Source: _identity,
    View: lambda view: (_identity(view.source), view.period, view.org, view.segment),
}
"""What of its arguments an answer depends on."""

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def kept(entries: int) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keep a reader's answers, so many of them, for all sessions with the same source.

    They are shared and not copied, as `st.cache_data` would on every call: nobody changes what a reader gave.
    """
    return st.cache_resource(show_spinner=False, max_entries=entries, hash_funcs=_TOLD_APART)


def rows(source: Source, about: Collection[str], sql: str, *parameters: Any) -> list[Row]:
    """The answer to a query about some organisations.

    A query that names the country or organisations is about these alone, and has to see to it. One about every room or
    none meets, for a viewer who may not see all, nothing but rows of the country and of what is theirs. Whatever it is
    about, an outsider's meets no air ambulance missions.

    Raises AccessRefusedError when the viewer may not see their details, ReleaseUnreadableError when DuckDB fails.
    """
    source.require(about)
    try:
        with _cursor(source, about) as cursor:
            return cursor.execute(sql, parameters).fetchall()
    except duckdb.Error as error:
        raise ReleaseUnreadableError(f"{source.release.release_id}: {error}") from error


def _cursor(source: Source, about: Collection[str]) -> duckdb.DuckDBPyConnection:
    warehouse, viewer = str(source.release.warehouse), source.viewer
    recipient_ids = viewer.recipient_ids
    names_them = bool(about) and EVERY_ROOM not in about
    if recipient_ids is None or (names_them and not viewer.is_outsider):
        return _connection(warehouse).cursor()
    org_ids = None if names_them else viewer.org_ids
    return _narrowed(warehouse).cursor(Reach(org_ids, recipient_ids, has_air=not viewer.is_outsider))


# Three, so that a session in the middle of a rerun keeps the release it began with while a new one arrives.
@st.cache_resource(show_spinner=False, max_entries=3)
def _connection(warehouse: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        warehouse,
        read_only=True,
        config={"enable_external_access": "false", "lock_configuration": "true"},
    )


@st.cache_resource(show_spinner=False, max_entries=3)
def _narrowed(warehouse: str) -> NarrowedRelease:
    return NarrowedRelease(warehouse)
