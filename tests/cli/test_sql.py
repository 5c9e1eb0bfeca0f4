"""`nodstat sql` answers questions about the release, and can do nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result

from dagster_project.releases import Release
from dagster_project.settings import Settings

Nodstat = Callable[..., Result]


ROOMS = "select intended_room_id, count(*) as calls from fct_call group by all order by all"


def test_a_table(nodstat: Nodstat, release: Release) -> None:
    assert nodstat("sql", ROOMS).stdout == "intended_room_id  calls\nAMK-BGO               2\nLVS-4601              1\n"


def test_the_schema_may_be_named(nodstat: Nodstat, release: Release) -> None:
    assert nodstat("sql", "select max(wait_s) as w, min(was_transferred) as t from marts.fct_call").stdout == (
        "   w  t\n12.0  false\n"
    )


def test_csv(nodstat: Nodstat, release: Release) -> None:
    result = nodstat("sql", "from fct_call order by call_id desc", "--format", "csv")
    assert result.stdout == (
        "call_id,intended_room_id,wait_s,queued_at,was_transferred\n"
        "3,LVS-4601,,2025-03-01 06:03:30,false\n"
        "2,AMK-BGO,12.0,2025-03-01 06:02:49.12,false\n"
        "1,AMK-BGO,4.5,2025-03-01 06:02:47,true\n"
    )


def test_json(nodstat: Nodstat, release: Release) -> None:
    query = """
        select wait_s, queued_at, sum(2) over () as total, [1.5, 2.0] as list, {'a': date '2025-03-01'} as struct,
            interval 90 seconds as span, 'NaN'::double as nan, 'æ' as text
        from fct_call where call_id = '2'
    """
    (record,) = json.loads(nodstat("sql", query, "--format", "json").stdout)
    assert record == {
        "wait_s": 12.0,
        "queued_at": "2025-03-01T06:02:49.120000",
        "total": 2,
        "list": [1.5, 2],
        "struct": {"a": "2025-03-01"},
        "span": 90.0,
        "nan": None,
        "text": "æ",
    }


def test_no_rows(nodstat: Nodstat, release: Release) -> None:
    query = "select call_id from fct_call where false"
    assert nodstat("sql", query).stdout == "call_id\n"
    assert nodstat("sql", query, "--format", "csv").stdout == "call_id\n"
    assert json.loads(nodstat("sql", query, "--format", "json").stdout) == []


def test_the_name_of_the_file_tells_the_format(nodstat: Nodstat, release: Release, tmp_path: Path) -> None:
    for name, read in (("a.csv", pl.read_csv), ("a.parquet", pl.read_parquet), ("a.json", pl.read_json)):
        result = nodstat("sql", ROOMS, "-o", str(tmp_path / name))
        assert (result.exit_code, result.output) == (0, "")
        frame = read(tmp_path / name)
        assert frame.rows() == [("AMK-BGO", 2), ("LVS-4601", 1)], name
    assert "AMK-BGO" in nodstat("sql", ROOMS, "-o", str(tmp_path / "a.txt")).output or (tmp_path / "a.txt").exists()


def test_parquet_is_not_for_the_terminal(nodstat: Nodstat, release: Release) -> None:
    result = nodstat("sql", ROOMS, "--format", "parquet")
    assert result.exit_code == 2
    assert "-o" in result.stderr


def test_a_failed_query_leaves_the_file_of_before(nodstat: Nodstat, release: Release, tmp_path: Path) -> None:
    target = tmp_path / "rooms.csv"
    target.write_text("before")
    result = nodstat("sql", "select 1 / nothing from fct_call", "-o", str(target))
    assert result.exit_code == 2
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_long_table_ends_and_says_so(nodstat: Nodstat, release: Release) -> None:
    lines = nodstat("sql", "from range(1000)").stdout.splitlines()
    assert len(lines) == 102
    assert "more than these 100 rows" in lines[-1]
    assert len(nodstat("sql", "from range(1000)", "--format", "csv").stdout.splitlines()) == 1001


@pytest.mark.parametrize(
    "query",
    ["show tables", "describe fct_call", "summarize fct_call", "explain from fct_call", "values (1)", "select 1;"],
)
@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_what_only_reads_is_allowed(nodstat: Nodstat, release: Release, query: str, format_: str) -> None:
    assert nodstat("sql", query, "--format", format_).exit_code == 0


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("select 1; select 2", "one query at a time: this is 2"),
        ("select 1; copy (select 1) to 'x.csv'", "one query at a time: this is 2"),
        ("", "one query at a time: this is none"),
        ("-- nothing", "one query at a time: this is none"),
        ("delete from fct_call", "a release can only be read: SELECT, not DELETE"),
        ("selec 1", "syntax error"),
        ("select nope from fct_call", "nope"),
        ("from fct_cal", "fct_call"),
    ],
)
def test_an_error_is_one_line_that_says_what(nodstat: Nodstat, release: Release, query: str, says: str) -> None:
    result = nodstat("sql", query)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert says in result.stderr


def test_large_sorts_leave_nothing_behind(nodstat: Nodstat, release: Release, shared: Settings) -> None:
    before = sorted(shared.home.rglob("*"))
    assert nodstat("sql", "select * from range(3000000) as r (i) order by hash(i) limit 1").exit_code == 0
    assert sorted(shared.home.rglob("*")) == before


def test_without_a_release(call: Nodstat, tmp_path: Path) -> None:
    result = call("sql", "select 1", "--home", tmp_path)
    assert result.exit_code == 2
    assert "no release" in result.stderr
