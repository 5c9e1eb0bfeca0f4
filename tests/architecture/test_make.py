"""`make`: which deliveries a run takes and where it keeps them, when it stops, and what the tests get installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Make = Callable[..., "tuple[int, list[str]]"]

NODSTAT = """#!/bin/sh
echo "$@" >> calls
case "$1" in
    generate) while [ "$1" != --out ]; do shift; done; mkdir -p "$2" ;;
    run) exit ${RUN_EXIT_CODE:-0} ;;
esac
"""
"""Stands in for the real one, in an environment that make believes to be installed."""
ENVIRONMENT = {"PATH": os.environ["PATH"]}
"""Without the settings of a make that runs these tests."""


@pytest.fixture
def make(root: Path, tmp_path: Path) -> Make:
    """Runs a target in a checkout that has the samples only; gives make's exit code and the calls of nodstat."""
    for path in (root / "Makefile", root / "pyproject.toml", *root.glob("requirements*.lock")):
        shutil.copy(path, tmp_path)
    shutil.copytree(root / "data_raw" / "samples", tmp_path / "data_raw" / "samples")
    nodstat = tmp_path / ".venv" / "bin" / "nodstat"
    nodstat.parent.mkdir(parents=True)
    nodstat.write_text(NODSTAT, encoding="utf-8")
    nodstat.chmod(0o755)
    subprocess.run(["make", "--touch", "setup"], cwd=tmp_path, env=ENVIRONMENT, check=True, capture_output=True)

    def run(*arguments: str, run_exit_code: int = 0) -> tuple[int, list[str]]:
        (tmp_path / "calls").write_text("", encoding="utf-8")
        result = subprocess.run(
            ["make", *arguments],
            cwd=tmp_path,
            env=ENVIRONMENT | {"RUN_EXIT_CODE": str(run_exit_code)},
            check=False,
            capture_output=True,
        )
        return result.returncode, (tmp_path / "calls").read_text(encoding="utf-8").splitlines()

    return run


def _deliver(tmp_path: Path) -> None:
    (tmp_path / "data_raw" / "nodsms").mkdir()
    (tmp_path / "data_raw" / "nodsms" / "nodsms_2025-03.csv").touch()


def test_without_deliveries_a_synthetic_year_is_written_and_the_samples_are_left_alone(make: Make) -> None:
    assert make("run") == (
        0,
        [
            "generate --year 2025 --scale 1 --out var/synthetic",
            "run --raw var/synthetic --home var",
            "dashboard --home var",
        ],
    )


def test_the_synthetic_year_is_written_once(make: Make) -> None:
    make("release")
    assert make("release") == (0, ["run --raw var/synthetic --home var"])


def test_another_scale_has_a_home_of_its_own(make: Make) -> None:
    assert make("release", "SCALE=0.01") == (
        0,
        [
            "generate --year 2025 --scale 0.01 --out var/scale-0.01/synthetic",
            "run --raw var/scale-0.01/synthetic --home var/scale-0.01",
        ],
    )


def test_deliveries_in_data_raw_are_taken_instead(make: Make, tmp_path: Path) -> None:
    _deliver(tmp_path)
    assert make("release") == (0, ["run --raw data_raw --home var"])


def test_the_scale_says_nothing_about_deliveries_of_ones_own(make: Make, tmp_path: Path) -> None:
    _deliver(tmp_path)
    assert make("release", "SCALE=0.01") == (0, ["run --raw data_raw --home var"])


def test_refused_deliveries_do_not_keep_the_dashboard_back(make: Make) -> None:
    make("release")
    code, calls = make("run", run_exit_code=3)
    assert (code, calls[-1]) == (0, "dashboard --home var")


@pytest.mark.parametrize("run_exit_code", [1, 2, 4])
def test_nothing_is_served_when_nothing_could_be_released(make: Make, run_exit_code: int) -> None:
    make("release")
    code, calls = make("run", run_exit_code=run_exit_code)
    assert code != 0
    assert calls == ["run --raw var/synthetic --home var"]


def test_a_generation_that_broke_off_is_done_again(make: Make, tmp_path: Path) -> None:
    (tmp_path / "var" / "synthetic").mkdir(parents=True)
    (tmp_path / "var" / "synthetic" / "SYNTHETIC.json").touch()
    _, calls = make("release")
    assert calls[0].startswith("generate")


@pytest.mark.usefixtures("make")
def test_an_environment_of_another_folder_is_not_trusted(tmp_path: Path) -> None:
    elsewhere = tmp_path.with_name(f"{tmp_path.name}-moved")
    shutil.copytree(tmp_path, elsewhere)
    planned = subprocess.run(
        ["make", "--dry-run", "setup"], cwd=elsewhere, env=ENVIRONMENT, check=True, capture_output=True, text=True
    )
    assert "-m venv --clear .venv" in planned.stdout


def _planned(folder: Path, target: str) -> list[str]:
    planned = subprocess.run(
        ["make", "--dry-run", target], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, text=True
    )
    return planned.stdout.splitlines()


def _position(lines: list[str], *words: str) -> int:
    return next(number for number, line in enumerate(lines) if all(word in line for word in words))


@pytest.mark.usefixtures("make")
def test_the_tests_get_the_oldest_duckdb_in_a_folder_of_its_own(tmp_path: Path) -> None:
    lines = _planned(tmp_path, "test")
    environment = _position(lines, "-m venv --clear .venv-test")
    install = _position(lines, "--require-hashes --no-deps --target .venv-test/duckdb-oldest", "oldest-duckdb.lock")
    assert environment < install < _position(lines, "pytest")
    assert not any("oldest" in line for line in _planned(tmp_path, "setup")), "a user has no need of it"


@pytest.mark.usefixtures("make")
def test_an_audit_has_its_tools_in_an_environment_of_its_own(tmp_path: Path) -> None:
    lines = _planned(tmp_path, "audit")
    environment = _position(lines, "-m venv --clear .venv-audit")
    install = _position(lines, ".venv-audit/bin/python -m pip install", "--require-hashes", "requirements-audit.lock")
    assert environment < install < _position(lines, ".venv-audit/bin/python .ci/audit.py")
    assert not any("venv-audit" in line for target in ("setup", "test") for line in _planned(tmp_path, target))


@pytest.mark.usefixtures("make")
def test_the_oldest_duckdb_is_installed_again_with_a_new_environment_or_lock_only(tmp_path: Path) -> None:
    installed = tmp_path / ".venv-test" / "duckdb-oldest" / ".installed"
    installed.parent.mkdir(parents=True)
    subprocess.run(["make", "--touch", "test"], cwd=tmp_path, env=ENVIRONMENT, check=True, capture_output=True)
    assert not any("duckdb-oldest" in line for line in _planned(tmp_path, "test"))
    for lock in ("requirements-oldest-duckdb.lock", "requirements-dev.lock"):
        later = installed.stat().st_mtime + 1
        os.utime(tmp_path / lock, (later, later))
        assert any("duckdb-oldest" in line for line in _planned(tmp_path, "test")), lock
        os.utime(tmp_path / lock, (0, 0))
