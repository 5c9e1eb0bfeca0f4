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
    for folder in ("data_raw/samples", "tests/extracts/azurite"):
        shutil.copytree(root / folder, tmp_path / folder)
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


@pytest.fixture
def azurite(make: Make, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Installs Azurite, all before it being there, by an npm of these lines or none; gives what make came to."""
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    for name in ("make", "cksum", "cut", "rm", "mkdir", "cp", "touch"):
        (bin_ / name).symlink_to(str(shutil.which(name)))
    stamp = Path(".venv-test", "azurite", ".installed")
    (tmp_path / stamp).parent.mkdir(parents=True)
    (tmp_path / ".venv-test" / "duckdb-oldest").mkdir()
    subprocess.run(["make", "--touch", "test"], cwd=tmp_path, env=ENVIRONMENT, check=True, capture_output=True)
    (tmp_path / stamp).unlink()

    def run(npm: str | None, *arguments: str) -> subprocess.CompletedProcess[str]:
        if npm is not None:
            (bin_ / "npm").write_text(f"#!/bin/sh\n{npm}\n", encoding="utf-8")
            (bin_ / "npm").chmod(0o755)
        return subprocess.run(
            ["make", str(stamp), *arguments],
            cwd=tmp_path, env={"PATH": str(bin_)}, check=False, capture_output=True, text=True,
        )  # fmt: skip

    return run


def test_the_tests_get_azurite_by_npm_as_locked_and_no_script_is_run(
    azurite: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = azurite('echo "$@" > called; [ -f package.json ] && [ -f package-lock.json ]')
    assert done.returncode == 0, done.stderr
    called = (tmp_path / ".venv-test" / "azurite" / "called").read_text(encoding="utf-8").split()
    assert called[0] == "ci"
    assert "--ignore-scripts" in called
    assert (tmp_path / ".venv-test" / "azurite" / ".installed").exists()
    assert not any("azurite" in line for line in _planned(tmp_path, "setup")), "a user has no need of it"


@pytest.mark.parametrize(("npm", "arguments"), [(None, ()), ("exit 1", ("NODSTAT_NO_AZURITE=1",))])
def test_without_npm_or_when_it_is_not_wanted_one_line_says_what_is_skipped(
    npm: str | None,
    arguments: tuple[str, ...],
    azurite: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
) -> None:
    done = azurite(npm, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Without npm there is no Azurite: the tests of Azure Blob Storage are skipped\n"
    assert not (tmp_path / ".venv-test" / "azurite").exists(), "it is tried again"


def test_an_npm_that_fails_says_how_to_do_without(
    azurite: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = azurite("exit 1")
    assert done.returncode != 0
    assert "make test NODSTAT_NO_AZURITE=1" in done.stderr
    assert not (tmp_path / ".venv-test" / "azurite" / ".installed").exists()


@pytest.mark.usefixtures("make")
def test_an_audit_has_its_tools_in_an_environment_of_its_own(tmp_path: Path) -> None:
    lines = _planned(tmp_path, "audit")
    environment = _position(lines, "-m venv --clear .venv-audit")
    install = _position(lines, ".venv-audit/bin/python -m pip install", "--require-hashes", "requirements-audit.lock")
    assert environment < install < _position(lines, ".venv-audit/bin/python .ci/audit.py")
    assert not any("venv-audit" in line for target in ("setup", "test") for line in _planned(tmp_path, target))


@pytest.mark.usefixtures("make")
@pytest.mark.parametrize(
    ("folder", "own_lock"),
    [("duckdb-oldest", "requirements-oldest-duckdb.lock"), ("azurite", "tests/extracts/azurite/package-lock.json")],
)
def test_what_lies_beside_the_environment_is_installed_again_with_a_new_one_or_its_own_lock_only(
    folder: str, own_lock: str, tmp_path: Path
) -> None:
    for name in ("duckdb-oldest", "azurite"):
        (tmp_path / ".venv-test" / name).mkdir(parents=True)
    subprocess.run(["make", "--touch", "test"], cwd=tmp_path, env=ENVIRONMENT, check=True, capture_output=True)
    assert not any(folder in line for line in _planned(tmp_path, "test"))
    for lock in (own_lock, "requirements-dev.lock"):
        later = (tmp_path / ".venv-test" / folder / ".installed").stat().st_mtime + 1
        os.utime(tmp_path / lock, (later, later))
        assert any(folder in line for line in _planned(tmp_path, "test")), lock
        os.utime(tmp_path / lock, (0, 0))
