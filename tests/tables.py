"""Two databases, compared table by table."""

from __future__ import annotations

from pathlib import Path

import duckdb


def differences(one: Path, other: Path, *, leave_out: tuple[str, ...] = ()) -> dict[str, tuple[int, int]]:
    """Per table, how many rows only the one has and how many only the other; nothing of tables that are equal.

    Columns named in `leave_out` are not looked at.
    """
    found = {}
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{one}' AS \"one\" (READ_ONLY)")
        connection.execute(f"ATTACH '{other}' AS other (READ_ONLY)")
        columns = connection.execute(
            "SELECT table_schema || '.' || table_name, list(column_name ORDER BY column_name)"
            " FROM information_schema.columns NATURAL JOIN information_schema.tables"
            " WHERE table_catalog IN ('one', 'other') AND table_type = 'BASE TABLE' AND NOT column_name IN"
            " (SELECT unnest(?)) GROUP BY ALL",
            [list(leave_out)],
        ).fetchall()
        assert columns, "there is no table to compare"
        for table, names in columns:
            listed = ", ".join(f'"{name}"' for name in dict.fromkeys(names))
            only_one, only_other = (
                connection.execute(
                    f'SELECT count(*) FROM (SELECT {listed} FROM "{here}".{table}'
                    f' EXCEPT ALL SELECT {listed} FROM "{there}".{table})'
                ).fetchall()[0][0]
                for here, there in (("one", "other"), ("other", "one"))
            )
            if only_one or only_other:
                found[table] = (only_one, only_other)
    return found
