"""What the verbs share: the home, and how they say that something is not as it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from dagster_project.cli.bare import make_do
from dagster_project.contracts import ContractError
from dagster_project.releases import Release, ReleaseNotFoundError, RunLockedError, current_release
from dagster_project.settings import Settings

REFUSED = 3
"""Exit code: released, but some deliveries were refused."""
NOT_RELEASED = 4
"""Exit code: not released, the previous release stays."""
NOT_DELIVERED = 5
"""Exit code: an extract was not delivered."""
INTERRUPTED = 130
"""Exit code: Ctrl-C, as shells have it."""


class WrongUseError(click.ClickException):
    """Something the user can mend before trying again; exit code 2."""

    exit_code = 2


def home_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--home DIR` that every verb has."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="NODSTAT_HOME",
        default=Path("var"),
        show_default=True,
        show_envvar=True,
        help="Where lake, build file, ledger and releases live.",
    )(command)


def raw_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--raw DIR` of verbs that read deliveries."""
    return click.option(
        "--raw",
        type=click.Path(path_type=Path),
        envvar="NODSTAT_RAW",
        default=Path("data_raw"),
        show_default=True,
        show_envvar=True,
        help="Where the deliveries lie, a folder per feed.",
    )(command)


def listening_options(what: str, first_port: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options `--address` and `--port` of a verb that serves pages; `what` as in `NODSTAT_<what>_PORT`."""
    variable = f"NODSTAT_{what}".upper()

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        port = click.option(
            "--port",
            type=click.IntRange(1, 65535),
            help=f"Exactly this port. [env var: {variable}_PORT; default: the first that is free from {first_port}]",
        )
        address = click.option("--address", help=f"Where to listen. [env var: {variable}_ADDRESS; default: localhost]")
        return address(port(command))

    return add


def check_raw(settings: Settings) -> None:
    """Raises WrongUseError when there is no folder of deliveries."""
    if not settings.raw.is_dir():
        raise WrongUseError(f"there is no folder {settings.raw}; --raw says where the deliveries lie")


def settings_of(home: Path, raw: Path | None = None) -> Settings:
    """Settings for a verb. Raises WrongUseError for an environment variable that cannot be read."""
    try:
        settings = Settings.from_environment(home=home, raw=raw)
    except ValueError as error:
        raise WrongUseError(str(error)) from None
    make_do(settings.home)
    return settings


def release_of(settings: Settings) -> Release:
    """The current release. Raises WrongUseError when there is none."""
    release = current_release(settings)
    if release is None:
        raise WrongUseError(f"there is no release in {settings.home} yet; 'nodstat run' makes one")
    return release


@contextmanager
def plainly() -> Iterator[None]:
    """Say in one line, with exit code 2, what is expected to go wrong now and then."""
    try:
        yield
    except (ContractError, ReleaseNotFoundError, RunLockedError) as error:
        raise WrongUseError(str(error)) from None
    except OSError as error:
        raise WrongUseError(f"{error.filename}: {error.strerror}" if error.filename else str(error)) from None
