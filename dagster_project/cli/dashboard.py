"""`nodstat dashboard`: Streamlit on the current release."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from dagster_project.cli.login_secrets import write_login_secrets
from dagster_project.cli.options import WrongUseError, home_option, listening_options, release_of, settings_of
from dagster_project.cli.ports import free_port
from dagster_project.login import is_loopback
from dagster_project.settings import PROJECT_ROOT

_APP = PROJECT_ROOT / "streamlit_app" / "app.py"


@click.command()
@listening_options("dashboard", 8501)
@home_option
def dashboard(home: Path, address: str | None, port: int | None) -> None:
    """Serve the current release as web pages, until Ctrl-C. A new release shows without a restart.

    Without a login, which docs/access.md describes, only on this machine.
    """
    settings = settings_of(home)
    release = release_of(settings)
    address = address or settings.dashboard_address
    port = free_port(address, port, settings.dashboard_port)
    if settings.login is None and not settings.dashboard_is_behind_proxy and not is_loopback(address):
        raise WrongUseError(
            f"anybody who reaches {address} would see everything: set up a login (docs/access.md), use localhost, "
            "or say NODSTAT_DASHBOARD_BEHIND_PROXY=1 if something in front of the dashboard lets in only who may"
        )
    login_options = write_login_secrets(settings)
    click.echo(f"Release {release.release_id} at http://{address}:{port} (Ctrl-C ends)")
    # In this process's place: signals and the exit code are then Streamlit's own business.
    sys.stdout.flush()
    os.execve(
        sys.executable,
        [
            *(sys.executable, "-m", "streamlit", "run", str(_APP)),
            *(f"--server.address={address}", f"--server.port={port}", "--server.headless=true"),
            *("--browser.gatherUsageStats=false", "--logger.level=warning"),
            *login_options,
        ],
        os.environ | {"NODSTAT_HOME": str(settings.home)},
    )
