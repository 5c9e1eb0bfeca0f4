"""`nodstat extract`: a recipient's packages, now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import duckdb

from dagster_project.cli.options import NOT_DELIVERED, WrongUseError, home_option, plainly, release_of, settings_of
from dagster_project.releases import Release
from dagster_project.settings import Settings

if TYPE_CHECKING:
    from dagster_project.extracts.disclosure import Loss
    from dagster_project.extracts.periods import Period
    from dagster_project.extracts.recipients import Recipient


@click.command()
@click.option("--recipient", "recipient_id", required=True, metavar="ID", help="Who gets it, such as lat.")
@click.option(
    "--period",
    metavar="FIRST[..LAST]",
    help="A month (2025-11), tertial (2025-T3), year (2025) or week (2025-W07), or all from one to another. "
    "Without it: what is due by the recipient's cadence, and what was restated.",
)
@click.option(
    "--dry-run",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the packages to a folder only; needs no agreement.",
)
@home_option
def extract(home: Path, recipient_id: str, period: str | None, folder: Path | None) -> None:
    """Make, protect and deliver packages of the current release's figures.

    A package that is delivered already and says the same changes nothing; other figures are a new version, with a list
    of what changed. What could be worked out of small numbers is never delivered (exit code 5, as when it cannot be
    brought there).
    """
    settings = settings_of(home)
    release = release_of(settings)
    with plainly():
        recipient, periods = _chosen(settings, release, recipient_id, period)
        if not periods:
            click.echo(f"Nothing is due for {recipient_id}")
        states = [_extract(settings, release, recipient, one, folder) for one in periods]
    if {"failed", "withheld"} & set(states):
        raise SystemExit(NOT_DELIVERED)


def _chosen(
    settings: Settings, release: Release, recipient_id: str, text: str | None
) -> tuple[Recipient, list[Period]]:
    """Raises WrongUseError for a recipient or a period that is none."""
    from datetime import datetime  # noqa: PLC0415
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from dagster_project.extracts.due import due  # noqa: PLC0415 - Polars and the solver
    from dagster_project.extracts.periods import PeriodError, parse_periods  # noqa: PLC0415
    from dagster_project.extracts.reading import RecipientError  # noqa: PLC0415
    from dagster_project.extracts.recipients import load_recipients  # noqa: PLC0415

    try:
        recipients = load_recipients(settings.recipients)
        recipient = recipients.get(recipient_id)
        if recipient is None:
            known = ", ".join(sorted(recipients))
            raise WrongUseError(f"there is no recipient '{recipient_id}' in {settings.recipients}, only {known}")
        if text is not None:
            return recipient, parse_periods(text)
    except (RecipientError, PeriodError) as error:
        raise WrongUseError(str(error)) from None
    try:
        return recipient, due(settings, release, recipient, datetime.now(ZoneInfo("Europe/Oslo")).date())
    except duckdb.Error as error:
        raise WrongUseError(_unreadable(release, error)) from None


def _extract(settings: Settings, release: Release, recipient: Recipient, period: Period, folder: Path | None) -> str:
    """One period, and its line. Raises WrongUseError when there can be no package."""
    from dagster_project.extracts.audit import AuditError  # noqa: PLC0415
    from dagster_project.extracts.extraction import extract  # noqa: PLC0415
    from dagster_project.extracts.making import ExtractError, WithheldError, write_only  # noqa: PLC0415
    from dagster_project.extracts.package import TooManyRowsError  # noqa: PLC0415

    try:
        if folder is not None:
            written = write_only(settings, release, recipient, period, folder)
            click.echo(f"Written to {written.folder}, and nowhere else")
            click.echo(f"Hidden: {_told(written.lost)}; by the naive method {_told(written.by_hand)}")
            return "written"
        result = extract(settings, release, recipient, period)
    except WithheldError as error:
        click.echo(f"{recipient.recipient_id} {period.code} would be withheld: {error}", err=True)
        return "withheld"
    except (ExtractError, AuditError, TooManyRowsError) as error:
        raise WrongUseError(str(error)) from None
    except duckdb.Error as error:
        raise WrongUseError(_unreadable(release, error)) from None
    click.echo(result.line, err=result.state in {"failed", "withheld"})
    for remark in result.remarks:
        click.echo(remark, err=True)
    return result.state


def _unreadable(release: Release, error: Exception) -> str:
    said = str(error).partition("\n")[0]
    return f"release {release.release_id} does not have what the extract reads: {said}; 'nodstat run' makes a new one"


def _told(loss: Loss) -> str:
    """What of the counts is hidden, for those who decide what a recipient gets."""
    return f"{loss.hidden} of {loss.cells} counts ({loss.cell_share:.1%}), {loss.volume_share:.2%} of events"
