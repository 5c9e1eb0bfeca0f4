"""`nodstat generate`: synthetic deliveries."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from dagster_project.cli.options import WrongUseError, home_option
from dagster_project.cli.progress import working

_DATE = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--year", type=click.IntRange(2010, 2035), help="A whole year. [default: 2025]")
@click.option("--from", "start", type=_DATE, help="First day, instead of a year.")
@click.option("--to", "end", type=_DATE, help="Last day, instead of a year.")
@click.option("--scale", type=float, default=1.0, show_default=True, help="1 is the published volume of 2025.")
@click.option("--seed", type=int, default=2025, show_default=True, help="Same seed, same bytes.")
@click.option("--errors", type=float, default=0.0, show_default=True, metavar="RATE", help="Broken rows per good row.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of their own, never among real deliveries. [default: <home>/synthetic]",
)
@home_option
def generate(
    *,
    home: Path,
    year: int | None,
    start: datetime | None,
    end: datetime | None,
    scale: float,
    seed: int,
    errors: float,
    out: Path | None,
) -> None:
    """Write synthetic deliveries in the feeds' real formats.

    Nothing in them ever happened; SYNTHETIC.json beside them says so, and everything made of them does too.
    """
    first, last = _period(year, start, end)
    folder = out or home / "synthetic"
    from dagster_project.synthetic import generate as write  # noqa: PLC0415 - NumPy and Polars

    try:
        with working(f"Writing {first} to {last}") as progress:
            write(folder, first, last, scale=scale, seed=seed, error_rate=errors, progress=progress)
    except ValueError as error:
        raise WrongUseError(str(error)) from None
    except OSError as error:
        raise WrongUseError(f"{folder} could not be written: {error.strerror}") from None
    click.echo(f"Synthetic deliveries from {first} to {last} are in {folder}")


def _period(year: int | None, start: datetime | None, end: datetime | None) -> tuple[date, date]:
    if year is not None and (start or end):
        raise click.UsageError("give --year, or --from and --to, not both")
    if (start is None) != (end is None):
        raise click.UsageError("--from and --to go together")
    if start and end:
        return start.date(), end.date()
    year = year or 2025
    return date(year, 1, 1), date(year, 12, 31)
