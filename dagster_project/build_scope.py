"""Which days a build has to make: those of the deliveries that came, changed or went since the build file was made.

The build file says itself what it holds, in schema `build`. That goes out before a build and comes in again when every
model and test of it has passed: a file without it, of whatever cause, is not trusted, and all of it is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from dagster_project.ingest import read_ledger
from dagster_project.settings import Settings

WHOLE_FROM = 0.5
"""Share of all days from which everything is made anew: replacing that many rows is no faster than writing all."""
NO_DAY = date(1, 1, 1)
"""A scope may hold nothing but this: something was refused, and no event came or went."""

_ONE_DAY = timedelta(days=1)
_KEY = ["delivery_id", "ingested_at"]
"""A delivery that is read again keeps its id, but its events may be others."""
_DELIVERIES = ["delivery_id", "ingested_at", "period_start", "period_end"]


def accepted_deliveries(settings: Settings) -> pl.DataFrame:
    """The deliveries that count now. Columns: delivery_id, ingested_at, period_start, period_end."""
    return read_ledger(settings.lake).filter(state="accepted").select(_DELIVERIES)


def begin(build_file: Path, made_by: str, deliveries: pl.DataFrame) -> set[date] | None:
    """The days to make in the build file; None when there is no such file any more and all has to be made.

    `made_by` is all that the content depends on besides `deliveries`. Raises duckdb.Error when another process has the
    file open, OSError when it cannot be removed.
    """
    held = pl.DataFrame(_held(build_file, made_by), schema=deliveries.schema, orient="row")
    days = _days_between(held, deliveries)
    if days is None:
        build_file.unlink(missing_ok=True)
        build_file.with_name(f"{build_file.name}.wal").unlink(missing_ok=True)
    return days


def described(days: set[date] | None) -> str:
    """What will be made, in one line."""
    if days is None:
        return "Making every day"
    named = sorted(days - {NO_DAY})
    if not named:
        return "Making no day: no event came or went"
    return f"Making {len(named)} days, and the periods that hold them: {', '.join(map(str, named))}"


def complete(build_file: Path, made_by: str, deliveries: pl.DataFrame) -> None:
    """Write into the build file what it holds, now that all of it has been made and tested."""
    with duckdb.connect(str(build_file)) as connection:
        connection.begin()
        connection.execute("CREATE SCHEMA build")
        connection.execute("CREATE TABLE build.made_by (fingerprint VARCHAR)")
        connection.execute("INSERT INTO build.made_by VALUES (?)", [made_by])
        connection.execute(
            "CREATE TABLE build.delivery"
            " (delivery_id VARCHAR, ingested_at TIMESTAMP, period_start DATE, period_end DATE)"
        )
        connection.execute(
            "INSERT INTO build.delivery SELECT unnest(?), unnest(?), unnest(?), unnest(?)",
            [column.to_list() for column in deliveries],
        )
        connection.commit()


def _held(build_file: Path, made_by: str) -> list[tuple[object, ...]]:
    """Take out of the build file what it holds: nothing, when it does not say or was made in another way."""
    if not build_file.exists():
        return []
    try:
        with duckdb.connect(str(build_file)) as connection:
            connection.execute("SET python_enable_replacements = false")  # a variable's name is no table
            found = connection.execute("FROM build.made_by").fetchall()
            held = connection.execute("FROM build.delivery").fetchall()
            connection.execute("DROP SCHEMA build CASCADE")
    except duckdb.CatalogException:
        return []
    return held if found == [(made_by,)] else []


def _days_between(held: pl.DataFrame, deliveries: pl.DataFrame) -> set[date] | None:
    if held.is_empty() or deliveries.is_empty():
        return None
    changed = pl.concat([held.join(deliveries, on=_KEY, how="anti"), deliveries.join(held, on=_KEY, how="anti")])
    days = _days(changed.select("period_start", "period_end").iter_rows())
    # What "today" is, and with it whether a period is complete, goes by the first and last day of all the deliveries
    # and of the daily ones (int_data__extent): when they move, the days that they pass change too.
    is_daily = pl.col("period_start") == pl.col("period_end")
    for some in (pl.lit(True), is_daily):
        firsts, lasts = zip(_edges(held.filter(some)), _edges(deliveries.filter(some)), strict=True)
        if None in firsts + lasts:
            return None
        days |= _days([(min(firsts), max(firsts) - _ONE_DAY), (min(lasts) + _ONE_DAY, max(lasts))])
    first, last = _edges(pl.concat([held, deliveries]))
    if len(days) > WHOLE_FROM * ((last - first).days + 1):
        return None
    return days or {NO_DAY}


def _edges(deliveries: pl.DataFrame) -> tuple[date, date]:
    """The first and the last day; None, None of no deliveries."""
    first, last = deliveries.select(pl.col("period_start").min(), pl.col("period_end").max()).row(0)
    return first, last


def _days(spans: Iterable[tuple[date, date]]) -> set[date]:
    return {first + n * _ONE_DAY for first, last in spans for n in range((last - first).days + 1)}
