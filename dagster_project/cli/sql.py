"""`nodstat sql`: ask the current release."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
import duckdb

from dagster_project.cli.options import WrongUseError, home_option, release_of, settings_of
from dagster_project.cli.rows import UnwritableError, write_rows
from dagster_project.releases import NotAQueryError, check_query, one_line, open_locked


# A query may begin with a comment, which looks like an option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    help="Default: what the name of -o says, else table.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@home_option
def sql(home: Path, query: str, format_: str | None, output: Path | None) -> None:
    """Run one query on the current release.

    Read-only: no file, network, extension or setting is within its reach. The tables lie in schema marts, whose name
    may be left out. 'nodstat sql "show tables"' lists them, 'nodstat sql "describe kpi_values"' a table's columns.
    """
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    format_ = format_ or (suffix if suffix in ("csv", "json", "parquet") else "table")
    if format_ == "parquet" and output is None:
        raise click.UsageError("parquet is not for the terminal: give a file with -o")
    release = release_of(settings_of(home))
    try:
        check_query(query)
        with open_locked(release) as connection, _destination(output) as file:
            write_rows(connection, query, format_, file)
    except (NotAQueryError, UnwritableError) as error:
        raise WrongUseError(str(error)) from None
    except duckdb.Error as error:
        raise WrongUseError(one_line(error)) from None


@contextmanager
def _destination(output: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears when it is whole."""
    if output is None:
        yield sys.stdout.buffer
        return
    draft = output.with_name(f".{output.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(output)
    except OSError as error:
        raise WrongUseError(f"{output} could not be written: {error.strerror}") from None
    finally:
        draft.unlink(missing_ok=True)
