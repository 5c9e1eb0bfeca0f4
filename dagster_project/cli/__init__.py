"""`nodstat`, the command line. Each verb is a module; what takes long to import is imported where it is used."""

from __future__ import annotations

import click

from dagster_project.cli.dashboard import dashboard
from dagster_project.cli.extract import extract
from dagster_project.cli.generate import generate
from dagster_project.cli.orchestrate import orchestrate
from dagster_project.cli.prune import prune
from dagster_project.cli.releases import releases
from dagster_project.cli.run import run
from dagster_project.cli.sql import sql
from dagster_project.cli.status import status
from dagster_project.telemetry import turn_off


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all well; 2 usage; 3 released, but some deliveries were refused; "
    "4 not released: the previous release stays; 5 an extract was not delivered.",
)
@click.version_option(package_name="nodstat", prog_name="nodstat")
def main() -> None:
    """Statistics for emergency communication: from deliveries to releases that can be trusted."""
    turn_off()


for verb in (generate, run, status, sql, dashboard, orchestrate, extract, releases, prune):
    main.add_command(verb)
