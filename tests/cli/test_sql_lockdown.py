"""`nodstat sql` reaches nothing outside the release: no file, no network, no setting, and writes nothing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import Result

from dagster_project.releases import Release

Nodstat = Callable[..., Result]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.csv"
    path.write_text("word\nsesame\n")
    return path


@pytest.fixture
def requests() -> Iterator[tuple[int, list[str]]]:
    """A web server on loopback: its port, and the paths that were asked for."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, seen
    server.shutdown()


READING = [
    "from read_csv('{secret}')",
    "from '{secret}'",
    "from read_text('{secret}')",
    "from read_blob('{secret}')",
    "from read_parquet('{secret}')",
    "from glob('{folder}/*')",
    "from sniff_csv('{secret}')",
    "from query_table('{secret}')",
    "from query('from read_csv(''{secret}'')')",
    "from read_duckdb('{other}')",
    "from parquet_metadata('{secret}')",
    "select getenv('HOME')",
    "explain analyze from read_csv('{secret}')",
    "attach '{other}' as other",
    "attach ':memory:' as other",
    "import database '{folder}'",
    "from read_csv('http://127.0.0.1:{port}/x.csv')",
    "from read_parquet('http://127.0.0.1:{port}/x.parquet')",
]
WRITING = [
    "copy (select 1) to '{folder}/out.csv'",
    "copy fct_call to '{folder}/out.parquet' (format parquet)",
    "explain analyze copy (select 1) to '{folder}/out.csv'",
    "export database '{folder}/out'",
    "create table t as select 1",
    "create temp table t as select 1",
    "insert into fct_call (call_id) values ('4')",
    "update fct_call set call_id = '4'",
    "delete from fct_call",
    "drop table fct_call",
    "truncate fct_call",
    "alter table fct_call add column x int",
    "comment on table fct_call is 'x'",
    "create macro f(a) as a",
    "with x as (delete from fct_call returning *) from x",
    "checkpoint",
    "vacuum",
]
SETTING = [
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set threads = 1",
    "reset threads",
    "set temp_directory = '{folder}/out'",
    "set home_directory = '{folder}'",
    "pragma memory_limit = '1GB'",
    "pragma enable_profiling",
    "set log_query_path = '{folder}/out.log'",
    "install httpfs",
    "load httpfs",
    "load '{folder}/out.duckdb_extension'",
    "create secret s (type s3)",
    "call enable_logging()",
]


@pytest.mark.parametrize("query", [*READING, *WRITING, *SETTING])
def test_nothing_outside_the_release_is_within_reach(
    nodstat: Nodstat, release: Release, secret: Path, requests: tuple[int, list[str]], query: str
) -> None:
    port, seen = requests
    other = shutil.copy(release.database, secret.parent / "other.duckdb")
    query = query.format(secret=secret, folder=secret.parent, other=other, port=port)
    files = sorted(path for path in secret.parent.rglob("*") if path.is_file())
    content = release.database.read_bytes()

    result = nodstat("sql", query, "--format", "csv")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "sesame" not in result.stderr
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1
    assert seen == []
    assert sorted(path for path in secret.parent.rglob("*") if path.is_file()) == files
    assert release.database.read_bytes() == content
