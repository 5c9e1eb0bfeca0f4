"""`nodstat run`: ingest what is new, build, check, release."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from dagster_project.cli.alerting import alert, alerting_failure
from dagster_project.cli.options import (
    INTERRUPTED,
    NOT_RELEASED,
    REFUSED,
    WrongUseError,
    check_raw,
    home_option,
    plainly,
    raw_option,
    settings_of,
)
from dagster_project.cli.progress import Stages
from dagster_project.cli.trouble import saying_when_full
from dagster_project.dbt_project import is_busy
from dagster_project.releases import RunLockedError, clear_leftovers, current_release, newest_release, run_lock
from dagster_project.settings import CORRECTIONS, SYNTHETIC_MARK, Engine, Settings

if TYPE_CHECKING:
    from dagster_project.inputs import Inputs
    from dagster_project.outcome import Outcome


def _months(context: click.Context, _: click.Parameter, text: str | None) -> list[str] | None:
    """Raises BadParameter for what is no month, or no span of months."""
    if text is None or context.resilient_parsing:
        return None
    from dagster_project.partitions import months_between  # noqa: PLC0415 - Dagster

    first, dots, last = text.partition("..")
    try:
        return months_between(first, last if dots else first)
    except ValueError as error:
        raise click.BadParameter(f"{error}; give a month or two, such as 2025-01..2025-03") from None


@click.command()
@raw_option
@click.option("--reingest", is_flag=True, help="Read every delivery again, not only new and changed ones.")
@click.option(
    "--months",
    metavar="FIRST[..LAST]",
    callback=_months,
    help="Read no others, such as 2025-01..2025-03 or 2025-03; what else is new is left for another run.",
)
@click.option(
    "--engine",
    type=click.Choice(get_args(Engine)),
    envvar="NODSTAT_ENGINE",
    default="duckdb",
    show_default=True,
    show_envvar=True,
    help="What builds the warehouse. Spark has to be installed, and makes the same release.",
)
@click.option("--wait", is_flag=True, help="Wait for a run that is under way, instead of leaving.")
@home_option
def run(*, home: Path, raw: Path, reingest: bool, months: list[str] | None, engine: Engine, wait: bool) -> None:
    """Read new deliveries, build the warehouse, check it, publish a release.

    Without anything new, nothing is published. A delivery that cannot be used is refused and named, and all others
    are released (exit code 3). When a check fails, nothing is released and the release before stays (exit code 4).
    """
    settings = replace(settings_of(home, raw), engine=engine)
    with plainly(), alerting_failure(settings), saying_when_full(settings):
        _check_raw(settings)
        _check_accept(settings)
        _check_engine(settings)
        if wait:
            _wait(settings)
        with run_lock(settings.home, wait=wait):
            code = _run(settings, reingest, months)
            if is_busy():
                # Whatever it still does to the build file, it must not do without the lock.
                sys.stdout.flush()
                os._exit(code)
    raise SystemExit(code)


def _wait(settings: Settings) -> None:
    """Say so, if there is something to wait for."""
    try:
        with run_lock(settings.home):
            return
    except RunLockedError as error:
        click.echo(f"{error}: waiting")


def _check_raw(settings: Settings) -> None:
    from dagster_project.contracts import load_contracts  # noqa: PLC0415 - YAML

    feeds = load_contracts()
    check_raw(settings)
    folders = [path for path in settings.raw.iterdir() if path.is_dir()]
    if not any(path.name in feeds for path in folders):
        raise WrongUseError(
            f"{settings.raw} has no deliveries: they lie in a folder per feed, such as {next(iter(feeds))}"
        )
    for path in folders:
        if (path / SYNTHETIC_MARK).exists() or path.name == CORRECTIONS:
            continue  # a root of its own, such as data_raw/samples; and what is to be corrected
        if path.name not in feeds and any(child.is_file() for child in path.iterdir()):
            click.echo(f"Not read: {path.name} is not a feed. Feeds are {', '.join(feeds)}")


def _check_accept(settings: Settings) -> None:
    """A name that is misspelt would leave the release held back, and nobody the wiser."""
    if not settings.accept:
        return
    from dagster_project.checks.expectations import EXPECTATIONS  # noqa: PLC0415 - Polars

    names = sorted(expectation.name for expectation in EXPECTATIONS)
    if unknown := sorted(settings.accept.difference(names)):
        raise WrongUseError(f"NODSTAT_ACCEPT names no check '{unknown[0]}': they are {', '.join(names)}")


def _check_engine(settings: Settings) -> None:
    if settings.engine != "spark":
        return
    if importlib.util.find_spec("pyspark") is None:
        raise WrongUseError("Spark is not installed: pip install 'nodstat[spark]'")
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        raise WrongUseError("Spark needs Java 17 or later, on the PATH or in JAVA_HOME")


def _run(settings: Settings, reingest: bool, months: list[str] | None) -> int:
    """A run by the holder of the lock. Returns the exit code."""
    began = time.monotonic()
    from dagster_project.ingest import read_ledger  # noqa: PLC0415 - Polars, not for `nodstat --help`
    from dagster_project.inputs import Inputs, is_released  # noqa: PLC0415

    clear_leftovers(settings)
    stages = Stages()
    stages.begin("Looking for new deliveries")
    inputs = Inputs(settings, everything=reingest, only=months)
    taken = _plan(inputs)
    is_done = not taken and is_released(settings)
    stages.end()
    if not taken and read_ledger(settings.lake).is_empty():
        raise WrongUseError(f"{settings.raw} has no deliveries{_of(months)}")
    if is_done:
        _say_nothing_new(settings, inputs, months)
        alert(settings)
        return 0
    if not taken:
        click.echo("Nothing new to read, but what was read before, or how it is built, is not released yet")
    stages.begin("Starting")
    from dagster_project.checks.validator import Validator  # noqa: PLC0415

    # Before all that it imports beside: Great Expectations takes as long to start as Dagster and dbt together.
    with closing(Validator()) as validator:
        from dagster_project.cli.execution import attempt  # noqa: PLC0415 - Dagster
        from dagster_project.cli.report import report  # noqa: PLC0415

        attempted = attempt(inputs, stages, validator)
    stages.end()
    refusals = report(settings, taken)
    if (outcome := attempted.outcome) is not None:
        _say_why_not(settings, outcome, attempted.log)
        if outcome.is_interrupted:
            return INTERRUPTED
        alert(settings, failed_checks=outcome.failed_checks_nb, trouble=outcome.trouble)
        return NOT_RELEASED
    _say_released(settings, time.monotonic() - began)
    alert(settings)
    return REFUSED if refusals else 0


def _of(months: list[str] | None) -> str:
    """In words, with a space before; nothing for all months."""
    if months is None:
        return ""
    return f" of {months[0]}" + (f" to {months[-1]}" if len(months) > 1 else "")


def _plan(inputs: Inputs) -> set[str]:
    """The ids of the deliveries that have to be read."""
    from dagster_project.ingest import CorrectionError, MixedDataError  # noqa: PLC0415

    try:
        return {delivery.delivery_id for delivery in inputs.deliveries()}
    except (MixedDataError, CorrectionError) as error:
        raise WrongUseError(str(error)) from None


def _say_nothing_new(settings: Settings, inputs: Inputs, months: list[str] | None) -> None:
    current, newest = current_release(settings), newest_release(settings)
    if months is None:
        click.echo(f"Nothing new: {inputs.unchanged():,} deliveries in {settings.raw} are as they were.")
    else:
        click.echo(f"Nothing new{_of(months)} in {settings.raw}; --reingest reads them again.")
    if current is not None:
        rolled_back = f", rolled back from {newest.release_id}" if newest and newest != current else ""
        click.echo(f"Nothing is published: {current.release_id} stays the current release{rolled_back}.")


def _say_released(settings: Settings, seconds: float) -> None:
    from dagster_project.cli.report import headline  # noqa: PLC0415

    release = current_release(settings)
    if release is None:
        raise RuntimeError(f"a release was published, but {settings.current} does not point at it")
    click.echo(headline(release))
    kind = " (synthetic data)" if release.manifest["is_synthetic"] else ""
    warned = [check["name"] for check in release.manifest["checks"] if check["state"] == "warned"]
    if warned:
        click.echo(f"Released with warnings: {', '.join(warned)}")
    click.echo(f"Release {release.release_id}{kind} is current, after {seconds:.1f} s: {release.database}")
    if release.dictionary is not None:
        click.echo(f"What its tables and KPIs mean: {release.dictionary}")


def _say_why_not(settings: Settings, outcome: Outcome, log: Path) -> None:
    current = current_release(settings)
    stays = f"{current.release_id} stays the current release" if current else "there is no release yet"
    if outcome.failed_checks:
        click.echo(f"Not released, {stays}. Checks that failed:", err=True)
        for name, detail in outcome.failed_checks.items():
            click.echo(f"  {name}: {detail}", err=True)
    if outcome.trouble:
        click.echo(f"Not released, {stays}. {outcome.trouble}", err=True)
    click.echo(f"The run's log: {log}", err=True)
