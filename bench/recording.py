"""What the dashboard asks a release: its pages are drawn once, without a browser, and every query is written down."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import streamlit as st
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dagster_project.settings import PROJECT_ROOT

APP = PROJECT_ROOT / "streamlit_app" / "app.py"

Connect = Callable[[], duckdb.DuckDBPyConnection]


@dataclass
class Recorded:
    """Queries of one page, each once, and how the page opens its connection."""

    page: str
    connect: Connect | None = None
    queries: list[tuple[str, Any]] = field(default_factory=list)
    """SQL and its parameters."""


def record_pages(home: Path) -> list[Recorded]:
    """Draw every page of the dashboard on the home's current release; pages that ask nothing are left out.

    Raises RuntimeError for a page that fails.
    """
    set_log_level("ERROR")  # outside its server Streamlit warns of much that does not matter here
    from streamlit_app.navigation import PAGES  # noqa: PLC0415 - it warns already while this is imported

    recorded = []
    with patch.dict(os.environ, {"NODSTAT_HOME": str(home)}):
        for page in PAGES:
            # So that this page asks for itself what another page has asked before.
            st.cache_data.clear()
            st.cache_resource.clear()
            with _recording(Recorded(page.path)) as record:
                app = AppTest.from_file(str(APP), default_timeout=300)
                # AppTest.switch_page knows files only; pages that are functions go by the hash of their address.
                app._page_hash = "" if page is PAGES[0] else calc_hash(page.path)
                app.run()
            if app.exception:
                said = "; ".join(error.message for error in app.exception)
                raise RuntimeError(f"the page {page.path} could not be drawn: {said}")
            if record.queries:
                recorded.append(record)
    return recorded


@contextmanager
def _recording(record: Recorded) -> Iterator[Recorded]:
    """Let whoever connects to DuckDB have a connection that writes down what it is asked."""
    connect = duckdb.connect
    # What stays open would be shared with whoever opens the same file next, who would find it warm.
    with ExitStack() as opened:

        def open_recorded(*arguments: Any, **options: Any) -> _Recorder:
            record.connect = lambda: connect(*arguments, **options)
            return _Recorder(opened.enter_context(connect(*arguments, **options)), record)

        opened.enter_context(patch.object(duckdb, "connect", open_recorded))
        yield record


class _Recorder:
    """A connection or cursor of DuckDB's that writes down what it executes."""

    def __init__(self, inner: duckdb.DuckDBPyConnection, record: Recorded) -> None:
        self._inner = inner
        self._record = record

    def execute(self, query: str, parameters: Any = None) -> duckdb.DuckDBPyConnection:
        if (query, parameters) not in self._record.queries:
            self._record.queries.append((query, parameters))
        return self._inner.execute(query, parameters)

    def cursor(self) -> _Recorder:
        return _Recorder(self._inner.cursor(), self._record)

    def __enter__(self) -> _Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self._inner.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
