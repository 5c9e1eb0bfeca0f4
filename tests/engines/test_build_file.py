"""A build file from Spark's tables is what DuckDB's own would be: types, constraints and comments of the marts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.spark_build import take_over


def _model(schema: str, name: str, materialized: str = "table", **columns: dict[str, Any]) -> dict[str, Any]:
    return {
        "resource_type": "model",
        "schema": schema,
        "name": name,
        "description": f"One row per {name}'s id",
        "config": {"materialized": materialized},
        "columns": {key: {"name": key, "description": f"The {key}", **column} for key, column in columns.items()},
    }


MANIFEST = {
    "nodes": {
        "mart": _model(
            "marts",
            "fct_call",
            id={"data_type": "varchar", "constraints": [{"type": "not_null"}]},
            hour={"data_type": "tinyint", "constraints": []},
        ),
        "table": _model("intermediate", "int_days"),
        "view": _model("staging", "stg_calls", "view"),
        "test": {"resource_type": "test", "schema": "tests", "name": "t", "config": {"materialized": "test"}},
    }
}


def _take_over(folder: Path, mart: str, memory_limit: str = "1GB") -> Path:
    """Of the result of a query as fct_call, beside one row of int_days."""
    for table, query in {"marts.db/fct_call": mart, "intermediate.db/int_days": "select 1 as day"}.items():
        (folder / table).mkdir(parents=True)
        duckdb.execute(f"copy ({query}) to '{folder / table / 'part-0.parquet'}'")
    take_over(MANIFEST, folder, folder / "warehouse.duckdb", memory_limit)
    return folder / "warehouse.duckdb"


def test_a_mart_has_its_types_constraints_and_comments(tmp_path: Path) -> None:
    file = _take_over(tmp_path, "select 7::tinyint as hour, 'A' as id")
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.execute("from marts.fct_call").fetchall() == [("A", 7)]
        assert connection.execute(
            "select column_name, data_type, is_nullable, comment from duckdb_columns()"
            " where schema_name = 'marts' order by column_index"
        ).fetchall() == [("id", "VARCHAR", False, "The id"), ("hour", "TINYINT", True, "The hour")]
        told = connection.execute("select comment from duckdb_tables() where table_name = 'fct_call'").fetchall()
        assert told == [("One row per fct_call's id",)]


def test_what_is_no_mart_is_looked_at_where_it_lies(tmp_path: Path) -> None:
    file = _take_over(tmp_path, "select 7::tinyint as hour, 'A' as id")
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.execute("from intermediate.int_days").fetchall() == [(1,)]
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
    assert tables == [("fct_call",)]


def test_a_mart_that_breaks_its_contract_is_not_taken_over(tmp_path: Path) -> None:
    with pytest.raises(duckdb.ConstraintException, match="NOT NULL"):
        _take_over(tmp_path, "select 7::tinyint as hour, null::varchar as id")


def test_it_takes_no_more_memory_than_it_is_given(tmp_path: Path) -> None:
    with pytest.raises(duckdb.OutOfMemoryException):
        _take_over(tmp_path, "select 7::tinyint as hour, i::varchar as id from range(1_000_000) rows (i)", "1MB")
