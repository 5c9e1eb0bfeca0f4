"""`nodstat orchestrate`: Dagster's web server and daemon on a home, which run the line by themselves."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

import click

from dagster_project.cli.children import Child, end, first_ended, start
from dagster_project.cli.keeper import keeper
from dagster_project.cli.options import (
    WrongUseError,
    check_raw,
    home_option,
    listening_options,
    plainly,
    raw_option,
    settings_of,
)
from dagster_project.cli.ports import free_port
from dagster_project.releases import RunLockedError, run_lock
from dagster_project.settings import Settings

WEB_SERVER, DAEMON = "web server", "daemon"
_CODE = ["--module-name", "dagster_project.definitions"]
_LOOK_EVERY_S = 0.2
_HASHING_MAY_TAKE_S = "600"
"""A schedule or sensor that meets a year of deliveries for the first time hashes them; Dagster's own limit is 60 s."""


@click.command()
@listening_options("orchestrate", 3000)
@raw_option
@home_option
def orchestrate(home: Path, raw: Path, address: str | None, port: int | None) -> None:
    """Run by itself, until Ctrl-C: every morning, and whenever deliveries have come. Dagster's pages show how it goes.

    Whoever reaches the pages can start and stop runs: there is no login, so keep them on localhost.
    """
    settings = settings_of(home, raw)
    address = address or settings.orchestrate_address
    port = free_port(address, port, settings.orchestrate_port)
    with plainly(), _alone(settings), _until_interrupted():
        check_raw(settings)
        _prepare(settings)
        _serve(settings, address, port)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Two daemons on one home would start everything twice."""
    with ExitStack() as stack:
        try:
            stack.enter_context(run_lock(settings.dagster_home))
        except RunLockedError:
            raise WrongUseError(f"another 'nodstat orchestrate' serves {settings.home}") from None
        yield


@contextmanager
def _until_interrupted() -> Iterator[None]:
    """Ctrl-C is the end that is asked for; so is what a service manager sends, and a terminal that is closed."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    # Ctrl-C's own signal too: a shell that starts this in the background has it ignored.
    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in ends}
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Ended")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _prepare(settings: Settings) -> None:
    """Do once, and see fail here, what both children would do at the same time: history, dbt's manifest."""
    import dagster as dg  # noqa: PLC0415 - not for `nodstat --help`

    from dagster_project.dbt_project import DbtError  # noqa: PLC0415
    from dagster_project.definitions import define  # noqa: PLC0415
    from dagster_project.instance import close_dead_runs, open_instance  # noqa: PLC0415

    warnings.filterwarnings("ignore", category=dg.BetaWarning)
    with open_instance(settings) as instance, suppress(RunLockedError), run_lock(settings.home):
        close_dead_runs(instance, may_be_starting=False)
    try:
        define(settings)
    except DbtError as error:
        raise WrongUseError(f"the dbt project does not parse: {error}") from None


def _serve(settings: Settings, address: str, port: int) -> None:
    """Start both, and end both when one ends, which raises ClickException, or this process is interrupted."""
    environment = os.environ | {
        "NODSTAT_HOME": str(settings.home),
        "NODSTAT_RAW": str(settings.raw),
        "DAGSTER_HOME": str(settings.dagster_home),
        "DAGSTER_SCHEDULE_GRPC_TIMEOUT_SECONDS": _HASHING_MAY_TAKE_S,
        "DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": _HASHING_MAY_TAKE_S,
        "PYTHONUNBUFFERED": "1",
    }
    children: list[Child] = []
    with keeper() as kept:
        try:
            for name, command in commands(address, port).items():
                log = settings.home / "logs" / f"{name.replace(' ', '-')}.log"
                children.append(start(name, command, environment, log))
                kept.keep(children[-1])
            _wait_for(children, lambda: _answers(address, port))
            _say(settings, address, port)
            _wait_for(children, lambda: False)
        finally:
            end(children)


def _wait_for(children: Sequence[Child], is_so: Callable[[], bool]) -> None:
    """Raises ClickException when one of them ends before."""
    while not is_so():
        if (ended := first_ended(children)) is not None:
            raise click.ClickException(
                f"the {ended.name} ended by itself (exit code {ended.process.returncode}), so all is ended. "
                f"Its log: {ended.log}"
            )
        time.sleep(_LOOK_EVERY_S)


def _answers(address: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((address, port), timeout=1):
        return True
    return False


def _say(settings: Settings, address: str, port: int) -> None:
    from dagster_project.schedules import DAILY_AT, TIME_ZONE  # noqa: PLC0415 - Dagster

    click.echo(f"Dagster of {settings.home} at http://{address}:{port} (Ctrl-C ends)")
    click.echo(f"It reads {settings.raw}, builds and releases:")
    click.echo(f"  every day at {DAILY_AT:%H:%M}, {TIME_ZONE}")
    click.echo(f"  and when something has come, once all has lain still for {settings.quiet_seconds} s")


def commands(address: str, port: int) -> dict[str, list[str]]:
    """What to start, by name."""
    return {
        WEB_SERVER: [sys.executable, "-m", "dagster_webserver", "--host", address, "--port", str(port), *_CODE],
        DAEMON: [sys.executable, "-m", "dagster._daemon", "run", *_CODE],
    }
