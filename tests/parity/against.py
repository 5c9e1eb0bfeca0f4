"""`python -m tests.parity.against`: hold the marts that another engine left as Parquet against a home's release."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import duckdb

from dagster_project.releases import current_release
from dagster_project.settings import Settings
from tests.parity.marts import compare_marts
from tests.parity.report import show


@click.command()
@click.argument("marts", type=click.Path(path_type=Path, exists=True, file_okay=False, resolve_path=True))
@click.option(
    "--home", type=click.Path(path_type=Path, exists=True, resolve_path=True), default="var", show_default=True
)
def main(marts: Path, home: Path) -> None:
    """Compare the home's current release with MARTS: a folder of Parquet files per mart, built from the same lake."""
    release = current_release(Settings(home=home, raw=home))
    manifest = home / "build" / "dbt" / "target" / "manifest.json"
    if release is None or not manifest.exists():
        raise click.ClickException(f"{home} has no release that was built there: nodstat run --home {home}")
    try:
        results = list(compare_marts(release.database, marts, manifest))
    except duckdb.IOException as error:
        raise click.ClickException(str(error).splitlines()[0]) from None
    sys.exit(0 if show(f"Release {release.release_id}, and {marts.name}", "there", results) else 1)


if __name__ == "__main__":
    main()
