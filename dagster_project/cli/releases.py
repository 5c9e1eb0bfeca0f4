"""`nodstat releases`: list, roll back to, prune."""

from __future__ import annotations

from pathlib import Path

import click

from dagster_project.cli.options import home_option, plainly, settings_of
from dagster_project.cli.table import table
from dagster_project.releases import current_release, list_releases, prune, roll_back_to


@click.group()
def releases() -> None:
    """List releases, go back to one, delete old ones."""


@releases.command("list")
@home_option
def list_(home: Path) -> None:
    """List the releases, oldest first; the current one is marked."""
    settings = settings_of(home)
    current = current_release(settings)
    rows = [
        (
            "*" if release == current else "",
            release.release_id,
            max(release.manifest["data_as_at"].values(), default=""),
            f"{sum(release.manifest['row_counts'].values()):,}",
            f"{release.database.stat().st_size / 1e6:,.0f} MB",
            "synthetic" if release.manifest["is_synthetic"] else "",
        )
        for release in list_releases(settings)
    ]
    if not rows:
        click.echo(f"No releases in {settings.releases}")
        return
    click.echo(table(("", "release", "data as at", ">rows", ">size", ""), rows))
    if current is not None and current.dictionary is not None:
        click.echo(f"\nWhat the current one's tables and KPIs mean: {current.dictionary}")


@releases.command()
@click.argument("release_id", metavar="ID")
@home_option
def rollback(home: Path, release_id: str) -> None:
    """Make release ID the current one.

    An older one or, after a roll-back, a newer one. It stays so until a run has something new to release. Readers
    that have another release open go on reading that.
    """
    with plainly():
        release = roll_back_to(settings_of(home), release_id)
    click.echo(f"{release.release_id} is the current release, built {release.manifest['built_at']}")


@releases.command("prune")
@click.option("--keep", type=click.IntRange(min=1), metavar="N", help="How many of the newest to keep.")
@home_option
def prune_(home: Path, keep: int | None) -> None:
    """Delete all but the newest releases and the current one (default: NODSTAT_KEEP_RELEASES, else 14)."""
    settings = settings_of(home)
    with plainly():
        deleted = prune(settings, keep or settings.keep_releases)
    for release in deleted:
        click.echo(f"Deleted {release.release_id}")
    click.echo(f"{len(list_releases(settings))} releases left")
