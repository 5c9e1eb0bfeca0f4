"""What `nodstat run` says afterwards: what was read, what was set aside and why, and the headline KPIs."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click
import polars as pl

from dagster_project.cli.table import table
from dagster_project.contracts import load_contracts
from dagster_project.ingest import read_ledger
from dagster_project.releases import Release, open_locked
from dagster_project.settings import Settings

_HEADLINE = {
    ("calls_total", "all"): ("calls", "{:,.0f}"),
    ("calls_answered_within_10s_share", "113"): ("113 answered within 10 s", "{:.1%}"),
    ("calls_answered_within_2min_share", "116117"): ("116117 answered within 2 min", "{:.1%}"),
    ("alarms_sent", "all"): ("ambulance alarms", "{:,.0f}"),
    ("video_sessions", "all"): ("video sessions", "{:,.0f}"),
    ("nodsms_received", "all"): ("NødSMS received", "{:,.0f}"),
    ("air_missions", "all"): ("air ambulance missions", "{:,.0f}"),
}
"""KPI and segment, and how to say it."""
_LISTED = 100


def report(settings: Settings, taken: Collection[str]) -> list[str]:
    """Say what became of the deliveries of these ids, by feed; returns a line for each that was refused."""
    ledger = read_ledger(settings.lake).filter(pl.col("delivery_id").is_in(list(taken)))
    if ledger.is_empty():
        return []
    click.echo(f"\n{_by_feed(ledger)}")
    _list("Quarantined", _reasons(settings.lake, ledger))
    refused = ledger.filter(pl.col("state") == "refused").select("feed", "file", "reason", "detail").rows()
    refusals = [f"{feed}/{file}: {reason}: {detail}" for feed, file, reason, detail in refused]
    _list("Refused", refusals)
    ignored = ledger.filter(pl.col("extra_columns").is_not_null()).group_by("feed").agg(pl.col("extra_columns").first())
    _list("Columns that the contract does not know, ignored", [f"{feed}: {names}" for feed, names in ignored.rows()])
    click.echo()
    return refusals


def _by_feed(ledger: pl.DataFrame) -> str:
    rows = []
    for feed in load_contracts():
        mine = ledger.filter(pl.col("feed") == feed)
        if mine.height:
            sums = [mine[column].sum() for column in ("rows_read", "accepted", "quarantined", "duplicate")]
            refused = mine.filter(pl.col("state") == "refused").height
            rows.append((feed, *(f"{number:,}" for number in (mine.height, *sums, refused))))
    headings = ("feed", ">deliveries", ">rows read", ">accepted", ">quarantined", ">duplicate", ">refused")
    return table(headings, rows)


def _reasons(lake: Path, ledger: pl.DataFrame) -> list[str]:
    """Per feed, how many rows went to quarantine for each reason."""
    lines = []
    for feed in load_contracts():
        ids = ledger.filter(pl.col("feed") == feed, pl.col("quarantined") > 0)["delivery_id"].to_list()
        if ids:
            reasons = (
                pl.scan_parquet(lake / feed / "quarantine" / "month=*" / "*.parquet", hive_partitioning=False)
                .filter(pl.col("delivery_id").is_in(ids))
                .group_by("reason")
                .len()
                .sort("len", "reason", descending=[True, False])
                .collect()
            )
            lines.append(f"{feed}: " + ", ".join(f"{reason} {count:,}" for reason, count in reasons.rows()))
    return lines


def _list(title: str, lines: list[str]) -> None:
    if lines:
        click.echo(f"\n{title}")
    for line in lines[:_LISTED]:
        click.echo(f"  {line}")
    if len(lines) > _LISTED:
        click.echo(f"  and {len(lines) - _LISTED} more")


def headline(release: Release) -> str:
    """A table of the national headline KPIs of the last year in a release, with their targets."""
    with open_locked(release) as connection:
        values = connection.execute(
            """
            SELECT kpi_id, segment, period_start, value, target, target_met, is_complete FROM kpi_values
            WHERE period_type = 'year' AND org_level = 'nation' AND kpi_id IN (SELECT unnest(?))
            QUALIFY period_start = max(period_start) OVER ()
            """,
            [[kpi for kpi, _ in _HEADLINE]],
        ).fetchall()
    found = {(kpi, segment): rest for kpi, segment, *rest in values}
    rows = []
    for key, (label, form) in _HEADLINE.items():
        if key in found:
            start, value, target, is_met, is_complete = found[key]
            year = f"{start.year}" if is_complete else f"{start.year}, not complete"
            aim = "" if target is None else f"target {target:.0%}, {'met' if is_met else 'not met'}"
            rows.append((label, year, "-" if value is None else form.format(value), aim))
    return table(("all of Norway", "", ">", ""), rows)
