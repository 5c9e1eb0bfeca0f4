"""`nodstat status`: current release, feeds and how fresh they are, refused deliveries."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from dagster_project.cli.options import home_option, plainly, settings_of
from dagster_project.cli.table import table
from dagster_project.releases import Release, current_release, newest_release
from dagster_project.settings import Settings

if TYPE_CHECKING:
    import polars as pl

OSLO = ZoneInfo("Europe/Oslo")
_REFUSED_SHOWN = 20


@click.command()
@home_option
def status(home: Path) -> None:
    """Show the current release, every feed and how fresh it is, and the refused deliveries."""
    settings = settings_of(home)
    # Polars and the contracts: not for `nodstat --help`.
    from dagster_project.ingest import read_ledger, still_refused  # noqa: PLC0415
    from dagster_project.inputs import is_released  # noqa: PLC0415

    with plainly():
        ledger = read_ledger(settings.lake)
        _show_release(settings)
        if ledger.height and not is_released(settings):
            click.echo("The lake, or how it is built, has changed since: 'nodstat run' builds and releases it.")
        click.echo()
        click.echo(_feeds(ledger, datetime.now(OSLO)))
    refused = still_refused(ledger).select("feed", "file", "reason", "detail").rows()
    if refused:
        click.echo(f"\nRefused deliveries: {len(refused)}")
    for feed, file, reason, detail in refused[:_REFUSED_SHOWN]:
        click.echo(f"  {feed}/{file}: {reason}: {detail}")
    if len(refused) > _REFUSED_SHOWN:
        click.echo("  and more: nodstat sql \"from delivery where state = 'refused'\" shows all")


def _show_release(settings: Settings) -> None:
    release, newest = current_release(settings), newest_release(settings)
    if release is None:
        click.echo(f"No release in {settings.home} yet")
        return
    manifest = release.manifest
    built = datetime.fromisoformat(manifest["built_at"]).astimezone(OSLO)
    kind = ", synthetic data" if manifest["is_synthetic"] else ""
    click.echo(f"Release {release.release_id}, built {built:%Y-%m-%d %H:%M} in Oslo{kind}")
    click.echo(_checks(release))
    if newest is not None and newest != release:
        click.echo(f"Rolled back: {newest.release_id} is newer")


def _checks(release: Release) -> str:
    checks = release.manifest["checks"]
    states = Counter(check["state"] for check in checks)
    lines = [", ".join(f"{count} checks {state}" for state, count in sorted(states.items())) or "no checks"]
    lines += [f"  {check['name']}: {check['detail']}" for check in checks if check["state"] == "warned"]
    return "\n".join(lines)


def _feeds(ledger: pl.DataFrame, now: datetime) -> str:
    import polars as pl  # noqa: PLC0415

    from dagster_project.contracts import load_contracts  # noqa: PLC0415
    from dagster_project.freshness import behind  # noqa: PLC0415
    from dagster_project.ingest import still_refused  # noqa: PLC0415

    rows = []
    for contract in load_contracts().values():
        mine = ledger.filter(pl.col("feed") == contract.feed)
        counting = mine.filter(pl.col("state") == "accepted")
        last = max(counting["period_end"].to_list(), default=None)
        rows.append(
            (
                contract.feed,
                f"{counting.height:,}",
                last or "-",
                behind(contract, last, now),
                f"{counting['accepted'].sum():,}",
                f"{counting['quarantined'].sum():,}",
                f"{still_refused(mine).height:,}",
            )
        )
    return table(("feed", ">deliveries", "through", "", ">accepted", ">quarantined", ">refused"), rows)
