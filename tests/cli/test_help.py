"""Every verb explains itself and takes --home, and help does not make one wait for libraries."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import click
import pytest
from click.testing import Result

from dagster_project.cli import main
from dagster_project.settings import PROJECT_ROOT

VERBS = [("generate",), ("run",), ("status",), ("sql",), ("dashboard",), ("orchestrate",), ("extract",), ("prune",)] + [
    ("releases", verb) for verb in ("list", "rollback", "prune")
]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_home(call: Callable[..., Result], verb: tuple[str, ...]) -> None:
    result = call(*verb, "--help")
    assert result.exit_code == 0
    assert "--home DIRECTORY" in result.stdout
    assert "NODSTAT_HOME" in result.stdout


def test_no_verb_is_missing_here() -> None:
    releases = main.commands["releases"]
    assert isinstance(releases, click.Group)
    found = {(name,) for name in main.commands if name != "releases"}
    found |= {("releases", name) for name in releases.commands}
    assert found == set(VERBS)


def test_help_imports_no_heavy_library() -> None:
    heavy = ["dagster", "dbt", "polars", "numpy", "pandas", "pyarrow", "streamlit"]
    code = f"import sys, dagster_project.cli; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"
