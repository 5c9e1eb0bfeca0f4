"""Every mart as DuckDB and as Spark built it: schema, keys and values, table by table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

TOLERANCE = 1e-9
"""Relative, for doubles. Nothing else has any."""


@dataclass(frozen=True)
class Parity:
    """How the two tables of a mart compare."""

    mart: str
    rows: int
    """In DuckDB's table."""
    spark_rows: int
    schema: str = ""
    """What differs in names, order or types of the columns; nothing further is compared then."""
    only_duckdb: int = 0
    """Rows whose key Spark's table lacks."""
    only_spark: int = 0
    different: dict[str, int] = field(default_factory=dict)
    """Rows that both have and do not agree on, by column; columns without such rows are left out."""
    inexact: float = 0.0
    """The largest relative difference between two doubles that count as equal."""

    @property
    def holds(self) -> bool:
        """Whether the tables are the same."""
        return self.rows == self.spark_rows and not (
            self.schema or self.only_duckdb or self.only_spark or self.different
        )


def compare_marts(build_file: Path, spark_marts: Path, manifest: Path) -> Iterator[Parity]:
    """Compare every mart in DuckDB's `build_file` with the Parquet files that Spark left in `spark_marts/<mart>`.

    dbt's `manifest` says which marts there are, and which columns are the key of each.
    """
    keys = _keys(json.loads(manifest.read_bytes()))
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{build_file}' as duckdb_build (read_only)")
        for mart, key in sorted(keys.items()):
            there = f"read_parquet('{spark_marts / mart}/*.parquet', hive_partitioning = false)"
            yield _compare(connection, mart, key, f"duckdb_build.marts.{mart}", there)


def _keys(manifest: dict[str, dict[str, dict[str, object]]]) -> dict[str, list[str]]:
    """The key of each mart, as its test has it."""
    nodes = manifest["nodes"]
    keys = {}
    for node in nodes.values():
        match node:
            case {"test_metadata": {"name": "unique_key", "kwargs": {"columns": columns}}, "attached_node": str(model)}:
                keys[str(nodes[model]["name"])] = columns
    marts = {
        str(node["name"]) for node in nodes.values() if node["schema"] == "marts" and node["resource_type"] == "model"
    }
    if missing := marts - keys.keys():
        raise LookupError(f"no unique_key test says what the key of {', '.join(sorted(missing))} is")
    return {mart: keys[mart] for mart in marts}


def _compare(connection: duckdb.DuckDBPyConnection, mart: str, key: list[str], here: str, there: str) -> Parity:
    rows = [connection.execute(f"select count(*) from {table}").fetchall()[0][0] for table in (here, there)]
    schemas = [_schema(connection, relation) for relation in (here, there)]
    if schemas[0] != schemas[1]:
        only = [", ".join(f"{name} {type_}" for name, type_ in one if (name, type_) not in other)
                for one, other in (schemas, reversed(schemas))]  # fmt: skip
        return Parity(mart, *rows, f"DuckDB: {only[0] or 'another order'}; Spark: {only[1] or 'another order'}")
    doubles = [name for name, type_ in schemas[0] if type_ == "DOUBLE"]
    differs = {name: _differs(name, name in doubles) for name, _ in schemas[0] if name not in key}
    aggregates = [f"count(*) filter (where is_here and is_there and {condition})" for condition in differs.values()]
    off = [f"max({_off(name)}) filter (where is_here and is_there)" for name in doubles if name not in key]
    found = connection.execute(f"""
        select
            count(*) filter (where is_there is null),
            count(*) filter (where is_here is null),
            {", ".join([*aggregates, f"greatest(0, {', '.join(off)})" if off else "0"])}
        from (select *, true as is_here from {here}) as here
        full join (select *, true as is_there from {there}) as there
            on {" and ".join(f"here.{name} is not distinct from there.{name}" for name in key)}
    """).fetchall()[0]
    different = {name: count for name, count in zip(differs, found[2:-1], strict=True) if count}
    return Parity(mart, *rows, "", found[0], found[1], different, 0.0 if different else float(found[-1]))


def _schema(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    return [(name, type_) for name, type_, *_ in connection.execute(f"describe select * from {relation}").fetchall()]


def _differs(column: str, is_double: bool) -> str:
    distinct = f"here.{column} is distinct from there.{column}"
    return f"{distinct} and coalesce({_off(column)} > {TOLERANCE}, true)" if is_double else distinct


def _off(column: str) -> str:
    """The relative difference; NULL when either is NULL or both are 0."""
    return f"abs(here.{column} - there.{column}) / nullif(greatest(abs(here.{column}), abs(there.{column})), 0)"
