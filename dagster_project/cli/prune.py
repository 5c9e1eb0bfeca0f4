"""`nodstat prune`: what the settings do not keep, goes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from dagster_project.cli.options import home_option, plainly, settings_of


@click.command()
@home_option
def prune(home: Path) -> None:
    """Prune the home: old releases, events of superseded deliveries, the text of quarantined lines, old history, logs.

    No figure changes, and every row is still accounted for. The settings NODSTAT_KEEP_… say what stays;
    'nodstat orchestrate' does this every night.
    """
    settings = settings_of(home)
    from dagster_project.instance import open_instance  # noqa: PLC0415 - Dagster, not for `nodstat --help`
    from dagster_project.retention import prune_home  # noqa: PLC0415

    with plainly(), open_instance(settings) as instance:
        pruned = prune_home(settings, instance, datetime.now(UTC))
    click.echo(f"Deleted: {pruned.releases} releases, {pruned.runs} runs of the history, {pruned.logs} logs of runs")
    click.echo(f"Emptied: {pruned.superseded} superseded deliveries, {pruned.quarantined} quarantines of their text")
