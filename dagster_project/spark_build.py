"""What Spark built, as the build file that checks and releases read.

Marts become tables with the types, constraints and comments that the dbt project gives them. All else is seen through
views on Spark's own files: checks look at some of it, and no release has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.releases.database import OLDEST_READER, SCHEMA

_IN_FILES = {"table", "incremental", "seed"}


def take_over(manifest: Mapping[str, Any], warehouse: Path, build_file: Path, memory_limit: str) -> None:
    """Write `build_file` anew from the Parquet files in `warehouse`, where Spark has a folder per schema and table.

    `memory_limit` is DuckDB's (4GB), which by default may take most of the machine, where a Spark is still there.
    Raises duckdb.Error, also when a mart breaks its contract.
    """
    oldest = ".".join(map(str, (*OLDEST_READER, 0)))
    # In memory, so that only the attached file is written; what finds no room there goes where the file's own would.
    with duckdb.connect(config={"memory_limit": memory_limit, "temp_directory": f"{build_file}.tmp"}) as connection:
        connection.execute("SET enable_progress_bar = false; SET preserve_insertion_order = false")
        connection.execute(f"ATTACH {_text(str(build_file))} AS build (STORAGE_VERSION 'v{oldest}')")
        for node in manifest["nodes"].values():
            if node["resource_type"] in {"model", "seed"} and node["config"]["materialized"] in _IN_FILES:
                files = warehouse / f"{node['schema']}.db" / node["name"] / "*.parquet"
                rows = f"FROM read_parquet({_text(str(files))}, hive_partitioning = false)"
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS build.{node['schema']}")
                for statement in _table(node, rows) if node["schema"] == SCHEMA else _view(node, rows):
                    connection.execute(statement)


def _table(node: Mapping[str, Any], rows: str) -> Iterator[str]:
    name = f"build.{node['schema']}.{node['name']}"
    columns = node["columns"].values()
    yield f"CREATE TABLE {name} ({', '.join(map(_column, columns))})"
    yield f"INSERT INTO {name} BY NAME {rows}"
    yield f"COMMENT ON TABLE {name} IS {_text(node['description'])}"
    for column in columns:
        yield f'COMMENT ON COLUMN {name}."{column["name"]}" IS {_text(column["description"])}'


def _view(node: Mapping[str, Any], rows: str) -> Iterator[str]:
    yield f"CREATE VIEW build.{node['schema']}.{node['name']} AS {rows}"


def _column(column: Mapping[str, Any]) -> str:
    is_required = any(constraint["type"] == "not_null" for constraint in column["constraints"])
    return f'"{column["name"]}" {column["data_type"]}{" NOT NULL" if is_required else ""}'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
