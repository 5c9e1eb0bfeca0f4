"""`python -m tests.parity`: build data sets with both engines and hold every mart of the one against the other's."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import click

from dagster_project.settings import PROJECT_ROOT, Settings
from tests.parity.builds import BuildError, build_on_spark, compare_builds, run_line
from tests.parity.report import show
from tests.parity.sets import SETS


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(SETS)))
@click.option(
    "--folder", type=click.Path(path_type=Path), default=PROJECT_ROOT / "var" / "parity", show_default="var/parity"
)
def main(names: tuple[str, ...], folder: Path) -> None:
    """Compare the engines on these sets, or on all. Deliveries are made once; both builds are made anew."""
    held = [_compare(name, folder.resolve() / name) for name in names or SETS]
    sys.exit(0 if all(held) else 1)


def _compare(name: str, folder: Path) -> bool:
    settings = Settings(home=folder / "home", raw=folder / "raw")
    if not (done := folder / "generated").exists():
        shutil.rmtree(folder, ignore_errors=True)
        SETS[name](settings)
        done.touch()
    shutil.rmtree(folder / "spark", ignore_errors=True)
    try:
        for engine, build in (
            ("nodstat run, DuckDB", lambda: run_line(settings)),
            ("dbt build, Spark", lambda: build_on_spark(settings, folder / "spark")),
        ):
            began = time.monotonic()
            build()
            click.echo(f"{name}: {engine} took {time.monotonic() - began:.0f} s")
    except BuildError as error:
        raise click.ClickException(f"{name}: {error}") from None
    results = list(compare_builds(settings, folder / "spark"))
    return show(f"Set {name}: DuckDB and Spark", "Spark", results)


if __name__ == "__main__":
    main()
