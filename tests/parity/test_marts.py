"""Whatever may differ between two tables of a mart is seen, and what the last bits of a double say is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.parity.marts import Parity, compare_marts

Compare = Callable[[str], Parity]
SAME = """
    select day, id, n, share
    from (values (date '2025-01-01', 'A', 3, 0.5::double), ('2025-01-02', 'B', 4, null)) as t(day, id, n, share)
"""


@pytest.fixture
def compared(tmp_path: Path) -> Compare:
    """Compares a mart `m`, of key day and id, that is `SAME` in DuckDB with another query's result."""
    manifest = {
        "nodes": {
            "model.m": {"name": "m", "schema": "marts", "resource_type": "model"},
            "test.m": {
                "name": "unique_key_m",
                "schema": "tests",
                "resource_type": "test",
                "attached_node": "model.m",
                "test_metadata": {"name": "unique_key", "kwargs": {"columns": ["day", "id"]}},
            },
        }
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / "m").mkdir()

    def compare(there: str) -> Parity:
        with duckdb.connect(str(tmp_path / "build.duckdb")) as connection:
            connection.execute("create schema if not exists marts")
            connection.execute(f"create or replace table marts.m as {SAME}")
            connection.execute(f"copy ({there}) to '{tmp_path / 'm' / 'part.parquet'}'")
        (result,) = compare_marts(tmp_path / "build.duckdb", tmp_path, tmp_path / "manifest.json")
        return result

    return compare


def test_the_same_rows_in_another_order_are_equal(compared: Compare) -> None:
    assert compared(f"{SAME} order by day desc") == Parity("m", 2, 2)


def test_a_double_may_differ_in_its_last_bits_and_no_more(compared: Compare) -> None:
    close = compared(f"select * replace (share * (1 + 5e-10) as share) from ({SAME})")
    assert close.holds
    assert close.inexact == pytest.approx(5e-10, rel=1e-3)
    assert compared(f"select * replace (share * (1 + 5e-9) as share) from ({SAME})").different == {"share": 1}


def test_a_value_that_only_one_has_differs(compared: Compare) -> None:
    assert compared(f"select * replace (coalesce(share, 0) as share) from ({SAME})").different == {"share": 1}
    assert compared(f"select * replace (null::double as share) from ({SAME})").different == {"share": 1}


def test_a_whole_number_has_no_tolerance(compared: Compare) -> None:
    assert compared(f"select * replace (n + (id = 'A')::int as n) from ({SAME})").different == {"n": 1}


def test_keys_are_looked_for_both_ways(compared: Compare) -> None:
    moved = compared(f"select * replace (if(id = 'A', date '2024-12-31', day) as day) from ({SAME})")
    assert (moved.only_duckdb, moved.only_spark, moved.holds) == (1, 1, False)


def test_a_row_that_is_there_twice_is_one_too_many(compared: Compare) -> None:
    twice = compared(f"{SAME} union all {SAME}")
    assert (twice.rows, twice.spark_rows, twice.holds) == (2, 4, False)


def test_another_type_or_order_of_columns_is_another_schema(compared: Compare) -> None:
    assert compared(f"select * replace (n::bigint as n) from ({SAME})").schema == "DuckDB: n INTEGER; Spark: n BIGINT"
    assert compared(f"select id, day, n, share from ({SAME})").schema == "DuckDB: another order; Spark: another order"
