"""The dashboard's queries: taken from its pages as they are drawn."""

from __future__ import annotations

from pathlib import Path

from bench.recording import record_pages
from streamlit_app.navigation import PAGES
from tests.app import two_years
from tests.app.releases import publish
from tests.app.subjects import lay


def test_every_page_tells_its_queries_and_they_can_be_asked_again(tmp_path: Path) -> None:
    lay(publish(tmp_path, two_years.facts(), two_years.ROOMS))
    recorded = record_pages(tmp_path)
    assert [page.page for page in recorded] == [page.path for page in PAGES]
    assert [page.queries for page in record_pages(tmp_path)] == [page.queries for page in recorded], "a cache answered"
    for page in recorded:
        assert page.connect is not None
        with page.connect() as connection:
            answers = [connection.execute(sql, parameters).fetchall() for sql, parameters in page.queries]
            (is_read_only,) = connection.execute(
                "select readonly from duckdb_databases() where database_name = 'warehouse'"
            ).fetchall()
        assert is_read_only == (True,)
        assert any(answers)
