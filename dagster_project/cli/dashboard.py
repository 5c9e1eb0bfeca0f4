"""`nodstat dashboard`: Streamlit on the current release."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from dagster_project.cli.options import home_option, listening_options, release_of, settings_of
from dagster_project.cli.ports import free_port
from dagster_project.settings import PROJECT_ROOT

_APP = PROJECT_ROOT / "streamlit_app" / "app.py"


@click.command()
@listening_options("dashboard", 8501)
@home_option
def dashboard(home: Path, address: str | None, port: int | None) -> None:
    """Serve the current release as web pages, until Ctrl-C. A new release shows without a restart."""
    settings = settings_of(home)
    release = release_of(settings)
    address = address or settings.dashboard_address
    port = free_port(address, port, settings.dashboard_port)
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
