"""What the gate looks at: small frames of the marts that are about to be released, beside those released before.

Each frame is one query in `sql/`, which says its formula and where that is from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from dagster_project.contracts import Contract

JUDGED_DAYS = 28
"""Older days are judged when they change: what was looked at once and let pass is not told again every morning."""
LEAST_HISTORY = 6
"""Same weekdays to learn from; fewer, and a day or a room is not judged."""
LEAST_WEEKS = 8
"""Complete weeks to learn a key figure's band from."""

_SQL = Path(__file__).parent / "sql"
_AMOUNTS = {"fct_nodsms_day": "sum(received)"}
"""Facts whose rows are counts already; of the others, rows are counted."""


def read_profile(
    build_file: Path,
    published: Path | None,
    contracts: Iterable[Contract],
    today: date,
    bounds: Mapping[str, float],
) -> dict[str, pl.DataFrame]:
    """The frames by name: volumes, rooms, key_figures, dates, deliveries, months, tables.

    `published` is the database of the release that readers see now, `bounds` the band of `volumes` (low, high), for the
    rows that it stands for. Raises duckdb.Error, also when a table that the gate needs is missing.
    """
    parameters = {
        "today": today,
        "judged_days": JUDGED_DAYS,
        "least_history": LEAST_HISTORY,
        "least_weeks": LEAST_WEEKS,
        **bounds,
    }
    with duckdb.connect(str(build_file), read_only=True) as connection:
        connection.execute("SET enable_progress_bar = false; SET python_enable_replacements = false")
        _lay_out(connection, "", "")
        systems = [(contract.feed, contract.source_system) for contract in contracts]
        connection.execute("CREATE TEMP TABLE feeds (feed VARCHAR, source_system VARCHAR)")
        connection.executemany("INSERT INTO feeds VALUES (?, ?)", systems)
        if published is None:
            connection.execute(
                "CREATE TEMP TABLE published_feed_days AS FROM feed_days LIMIT 0;"
                "CREATE TEMP TABLE published_tables AS FROM built_tables LIMIT 0;"
                "CREATE TEMP TABLE published_delivery AS FROM marts.delivery LIMIT 0"
            )
        else:
            path = str(published).replace("'", "''")
            connection.execute(f"ATTACH '{path}' AS published (READ_ONLY)")
            _lay_out(connection, "published", "published_")
            connection.execute("CREATE TEMP TABLE published_delivery AS FROM published.marts.delivery")
        return {
            path.stem: _frame(connection, path.read_text("utf-8"), parameters) for path in sorted(_SQL.glob("*.sql"))
        }


def _lay_out(connection: duckdb.DuckDBPyConnection, catalogue: str, prefix: str) -> None:
    """Temporary tables of a database: `feed_days` (feed, local_date, amount) and `tables` (name, amount)."""
    facts, tables = _tables(connection, catalogue)
    marts = f"{catalogue}.marts" if catalogue else "marts"
    amounts = " UNION ALL ".join(
        f"SELECT delivery_id, local_date, {_AMOUNTS.get(fact, 'count(*)')} AS amount FROM {marts}.{fact} GROUP BY ALL"
        for fact in facts
    )
    connection.execute(
        f"CREATE TEMP TABLE {prefix}feed_days AS"
        " SELECT delivery.feed, events.local_date, cast(sum(events.amount) AS BIGINT) AS amount"
        f" FROM ({amounts}) AS events"
        f" INNER JOIN {marts}.delivery AS delivery ON events.delivery_id = delivery.delivery_id GROUP BY ALL"
    )
    counts = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS amount FROM {marts}.{name}" for name in tables)
    connection.execute(f"CREATE TEMP TABLE {prefix or 'built_'}tables AS {counts}")


def _tables(connection: duckdb.DuckDBPyConnection, catalogue: str) -> tuple[list[str], list[str]]:
    """The facts, whose rows say from which delivery and of which day they are, and all tables of schema `marts`."""
    found = connection.execute(
        "SELECT table_name, count(*) FILTER (WHERE column_name IN ('delivery_id', 'local_date')) = 2"
        " FROM duckdb_columns() WHERE schema_name = 'marts'"
        " AND database_name = if($catalogue = '', current_database(), $catalogue) GROUP BY 1 ORDER BY 1",
        {"catalogue": catalogue},
    ).fetchall()
    return [name for name, is_fact in found if is_fact and name.startswith("fct_")], [name for name, _ in found]


def _frame(connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object]) -> pl.DataFrame:
    mine = {name: value for name, value in parameters.items() if f"${name}" in query}
    answer = connection.execute(query, mine)
    columns = [column[0] for column in answer.description]
    return pl.DataFrame(answer.fetchall(), schema=columns, orient="row", infer_schema_length=None)
