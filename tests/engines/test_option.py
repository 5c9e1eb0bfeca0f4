"""`nodstat run --engine spark` says in one line what Spark lacks, before anything is read."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dagster_project.cli import main


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """With deliveries of a feed beside it, none of which will be read."""
    (tmp_path / "raw" / "nodsms").mkdir(parents=True)
    return tmp_path / "home"


def _run(home: Path) -> Result:
    arguments = ["run", "--engine", "spark", "--home", str(home), "--raw", str(home.with_name("raw"))]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_without_pyspark_the_extra_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    result = _run(home)
    assert (result.exit_code, result.stderr) == (2, "Error: Spark is not installed: pip install 'nodstat[spark]'\n")


def test_without_java_that_is_what_is_missing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    result = _run(home)
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: Spark needs Java 17 or later, on the PATH or in JAVA_HOME\n",
    )
    assert not (home / "lake").exists()
