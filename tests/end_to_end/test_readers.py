"""Whoever reads while a run is under way sees the release before it, whole, until there is the next."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
from click.testing import CliRunner

from dagster_project.cli import main
from dagster_project.synthetic import generate

CALLS = "SELECT count(*) AS calls, count(DISTINCT local_date) AS days FROM marts.fct_call"


def test_readers_go_on_while_a_run_is_under_way(tmp_path: Path) -> None:
    raw, home, later = tmp_path / "raw", tmp_path / "home", tmp_path / "later"
    generate(raw, date(2025, 6, 10), date(2025, 6, 12), scale=0.01)
    later.mkdir()
    for path in raw.glob("*/*2025-06-12*"):
        shutil.move(path, later / path.parent.name)
    run = [Path(sys.executable).with_name("nodstat"), "run", "--raw", raw, "--home", home]
    subprocess.run(run, check=True, capture_output=True)
    before = _by_client(home)
    for path in later.iterdir():
        shutil.move(path, raw / path.name / f"{path.name}_2025-06-12.{'jsonl' if 'video' in path.name else 'csv'}")

    seen, by_command = [], []
    with subprocess.Popen(run, stdout=subprocess.DEVNULL) as under_way:
        while under_way.poll() is None:
            seen.append(_by_client(home))
            by_command.append(_by_command(home))
            time.sleep(0.2)  # the run needs the processor too
    after = _by_client(home)

    assert under_way.returncode == 0
    assert (before[1], after[1]) == (2, 3)
    assert seen[0] == before, "the run had hardly begun"
    assert len(seen) > 20
    assert set(seen) | set(by_command) <= {before, after}


def _by_client(home: Path) -> tuple[int, ...]:
    with duckdb.connect(str((home / "current" / "warehouse.duckdb").resolve()), read_only=True) as connection:
        return tuple(connection.execute(CALLS).fetchall()[0])


def _by_command(home: Path) -> tuple[int, ...]:
    result = CliRunner().invoke(main, ["sql", CALLS, "--format", "csv", "--home", str(home)])
    assert result.exit_code == 0, result.output
    return tuple(map(int, result.stdout.splitlines()[1].split(",")))
