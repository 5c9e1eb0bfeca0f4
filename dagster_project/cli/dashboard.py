"""`nodstat dashboard`: Streamlit on the current release."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click

from dagster_project.cli.options import WrongUseError, home_option, release_of, settings_of
from dagster_project.settings import PROJECT_ROOT

_APP = PROJECT_ROOT / "streamlit_app" / "app.py"
_TRIES = 20


@click.command()
@click.option("--address", help="Where to listen. [env var: NODSTAT_DASHBOARD_ADDRESS; default: localhost]")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Exactly this port. [env var: NODSTAT_DASHBOARD_PORT; default: the first that is free from 8501]",
)
@home_option
def dashboard(home: Path, address: str | None, port: int | None) -> None:
    """Serve the current release as web pages, until Ctrl-C. A new release shows without a restart."""
    settings = settings_of(home)
    release = release_of(settings)
    address = address or settings.dashboard_address
    if port is None:
        candidates = range(settings.dashboard_port, min(settings.dashboard_port + _TRIES, 65536))
        port = next((number for number in candidates if _is_free(address, number)), None)
        if port is None:
            raise WrongUseError(f"no port from {candidates[0]} to {candidates[-1]} is free; choose one with --port")
    elif not _is_free(address, port):
        raise WrongUseError(f"port {port} is taken; choose another, or leave --port out to get a free one")
    click.echo(f"Release {release.release_id} at http://{address}:{port} (Ctrl-C ends)")
    # In this process's place: signals and the exit code are then Streamlit's own business.
    sys.stdout.flush()
    os.execve(
        sys.executable,
        [
            *(sys.executable, "-m", "streamlit", "run", str(_APP)),
            *(f"--server.address={address}", f"--server.port={port}", "--server.headless=true"),
            *("--browser.gatherUsageStats=false", "--logger.level=warning"),
        ],
        os.environ | {"NODSTAT_HOME": str(settings.home)},
    )


def _is_free(address: str, port: int) -> bool:
    try:
        places = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except OSError:
        raise WrongUseError(f"'{address}' is no address of this machine") from None
    return all(_binds(family, where) for family, _, _, _, where in places)


def _binds(family: int, where: tuple[object, ...]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server does: a port that was let go of a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(where)
        except OSError:
            return False
    return True
