"""What a comparison found, as a table on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.parity.marts import Parity


def show(title: str, there: str, results: Sequence[Parity]) -> bool:
    """Print a row per mart; whether every one is the same `there` as in DuckDB."""
    table = Table("mart", title=title, title_justify="left")
    for heading in ("rows", f"of {there}", "only DuckDB", f"only {there}", "largest difference"):
        table.add_column(heading, justify="right")
    table.add_column("verdict")
    for result in results:
        table.add_row(
            result.mart,
            f"{result.rows:,}",
            f"{result.spark_rows:,}",
            f"{result.only_duckdb:,}",
            f"{result.only_spark:,}",
            f"{result.inexact:.0e}" if result.inexact else "none",
            _verdict(result),
        )
    Console(width=120).print(table)
    return all(result.holds for result in results)


def _verdict(result: Parity) -> str:
    if result.holds:
        return "equal"
    columns = ", ".join(f"{column} ({count:,})" for column, count in result.different.items())
    return result.schema or columns or "rows are missing"
