"""Hold one set of `kpi_values` against another: every row with events behind it, in both directions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

TOLERANCE = 1e-9
"""Relative, for values. `n` has none."""
_KEY = "kpi_id, segment, period_type, period_start, org_level, org_id"


@dataclass(frozen=True)
class Agreement:
    """How two sets of KPI values compare. Rows are those of grain `kpi_id`, segment, period and organisation."""

    compared: int
    """Rows that both have."""
    different: int
    """Of these, rows whose n is not the same or whose value is off by more than `TOLERANCE`."""
    only_here: int
    only_there: int
    example: str | None
    """The first row that does not agree, in words."""

    @property
    def is_full(self) -> bool:
        """Whether there was something to compare, and nothing differed or was missing."""
        return self.compared > 0 and not (self.different or self.only_here or self.only_there)

    def summary(self) -> dict[str, object]:
        """For a result file."""
        return asdict(self) | {"is_full": self.is_full}


def compare(here: Path, there: Path, kpi_ids: Collection[str] = ()) -> Agreement:
    """Compare what lies in two files, each a DuckDB database (with a table `kpi_values`, in `marts` or not) or a
    Parquet file. `kpi_ids` are the KPIs to compare; all of them when empty.
    """
    chosen = f"and kpi_id in {(*kpi_ids, '')}" if kpi_ids else ""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        for name, path in (("here", here), ("there", there)):
            connection.execute(
                f"create view {name} as select {_KEY}, value, n, 1 as is_in from {_relation(connection, path, name)}"
                f" where n > 0 {chosen}"
            )
        connection.execute(f"""
            create table pairs as
            select {_KEY}, here.value as value_here, there.value as value_there, here.n as n_here, there.n as n_there,
                here.is_in is not null as is_here, there.is_in is not null as is_there,
                is_here and is_there and coalesce(
                    n_here = n_there
                    and abs(value_here - value_there) <= {TOLERANCE} * greatest(abs(value_here), abs(value_there)),
                    false
                ) as is_equal
            from here full join there using ({_KEY})
        """)
        compared, different, only_here, only_there = connection.execute("""
            select count(*) filter (is_here and is_there), count(*) filter (is_here and is_there and not is_equal),
                count(*) filter (not is_there), count(*) filter (not is_here)
            from pairs
        """).fetchall()[0]
        odd = connection.execute(f"""
            select {_KEY}, value_here, value_there, n_here, n_there from pairs where not is_equal order by all limit 1
        """).fetchone()
    return Agreement(compared, different, only_here, only_there, ", ".join(map(str, odd)) if odd else None)


def _relation(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> str:
    if path.suffix == ".parquet":
        return f"read_parquet('{path}')"
    connection.execute(f"attach '{path}' as {name}_file (read_only)")
    found = connection.execute(
        "select schema_name from duckdb_tables() where table_name = 'kpi_values' and database_name = ?",
        [f"{name}_file"],
    ).fetchall()
    return f"{name}_file.{found[0][0]}.kpi_values"
