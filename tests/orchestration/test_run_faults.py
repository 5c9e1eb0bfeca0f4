"""`nodstat run` when something is wrong: killed, locked, disk full, nowhere to read."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import Result

from dagster_project.instance import open_instance
from dagster_project.releases import current_release, list_releases, run_lock
from dagster_project.settings import PROJECT_ROOT, Settings
from dagster_project.trouble import in_one_line

Run = Callable[..., Result]

KILLED = """
import os, signal, sys
from pathlib import Path
from dagster_project import dbt_project
from dagster_project.cli import main
from dagster_project.assets import release
from tests.orchestration import quiet_gate
quiet_gate.install()
dbt_project.PROJECT = Path(sys.argv[1])
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "after ingest":
    dbt_project.DbtProject.build = die
else:
    from dagster_project.releases import publication
    publication.finish = die
main(sys.argv[3:])
"""


def kill(dbt: Path, moment: str, raw: Path, home: Path) -> None:
    """Begin a run in another process, which is killed at a moment."""
    arguments = [str(dbt), moment, "run", "--raw", str(raw), "--home", str(home)]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], cwd=PROJECT_ROOT, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL


@pytest.mark.parametrize("moment", ["after ingest", "before the swap"])
def test_a_killed_run_is_taken_up_by_the_next(run: Run, dbt: Path, settings: Settings, raw: Path, moment: str) -> None:
    kill(dbt, moment, raw, settings.home)
    assert current_release(settings) is None
    result = run()
    assert result.exit_code == 0
    assert "feed " not in result.stdout, "nothing is read twice"
    release = current_release(settings)
    assert release is not None
    rows = sum(len(path.read_text("cp1252").splitlines()) - 1 for path in (raw / "calls_iccs").iterdir())
    assert release.manifest["row_counts"]["fct_call"] == rows
    assert len(list_releases(settings)) == 1
    assert {path.name for path in settings.home.iterdir() if path.is_symlink()} == {"current"}


def test_a_killed_run_is_marked_as_failed_in_the_history(run: Run, dbt: Path, settings: Settings, raw: Path) -> None:
    kill(dbt, "after ingest", raw, settings.home)
    run()
    with open_instance(settings) as instance:
        assert [run.status.value for run in instance.get_runs()] == ["SUCCESS", "FAILURE"]


def test_a_second_run_at_the_same_time_says_so_and_leaves(
    run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_lock(settings.home):
        monkeypatch.setattr("dagster_project.releases.lock._held", set())  # as in another process
        result = run()
    assert result.exit_code == 2
    assert f"{settings.home} is being written by process {os.getpid()}" in result.stderr
    assert not settings.lake.exists()


def test_a_full_disk_is_said_to_be_full(run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("dagster_project.releases.database.shutil.copyfile", full)
        result = run()
    assert result.exit_code == 4
    assert f"The disk that holds {settings.home} is full" in result.stderr
    assert run().exit_code == 0


def test_too_little_memory_is_said_with_the_setting_to_raise(settings: Settings) -> None:
    with duckdb.connect(config={"memory_limit": "1MB"}) as connection, pytest.raises(duckdb.Error) as caught:
        connection.execute("select quantile_cont(i, 0.9) from range(10_000_000) t(i)").fetchall()
    assert in_one_line(settings, f"dbt could not build a model: {caught.value}") == (
        "The build needs more memory than NODSTAT_MEMORY_LIMIT (4GB): raise it, and run again"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--raw", "{tmp}/nowhere"], "there is no folder {tmp}/nowhere"),
        (["--raw", "{tmp}/empty"], "has no deliveries"),
        (["--raw", "{tmp}/feeds"], "has no deliveries"),
    ],
)
def test_where_there_is_nothing_to_read(call: Run, tmp_path: Path, arguments: list[str], says: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "feeds" / "calls_iccs").mkdir(parents=True)
    result = call("run", *[text.format(tmp=tmp_path) for text in arguments], "--home", str(tmp_path / "home"))
    assert result.exit_code == 2
    assert says.format(tmp=tmp_path) in result.stderr
    assert not (tmp_path / "home" / "lake").exists()


def test_real_and_synthetic_deliveries_never_share_a_home(run: Run, settings: Settings, raw: Path) -> None:
    run()
    before = current_release(settings)
    (raw / "SYNTHETIC.json").unlink()
    (raw / "calls_iccs" / "calls_iccs_2025-03-31.csv").unlink()
    shutil.copy(raw / "calls_iccs" / "calls_iccs_2025-03-30.csv", raw / "calls_iccs" / "calls_iccs_2025-03-31_v2.csv")
    result = run()
    assert result.exit_code == 2
    assert "--home" in result.stderr
    assert current_release(settings) == before


def test_a_folder_that_is_no_feed_is_pointed_out(run: Run, raw: Path) -> None:
    (raw / "calls_icss").mkdir()
    (raw / "calls_icss" / "calls_iccs_2025-04-02.csv").touch()
    assert "Not read: calls_icss is not a feed" in run().stdout


def test_synthetic_samples_below_the_deliveries_are_passed_over_in_silence(run: Run, raw: Path) -> None:
    (raw / "samples").mkdir()
    (raw / "samples" / "SYNTHETIC.json").write_text("{}")
    assert "Not read" not in run().stdout


def test_a_dictionary_that_cannot_be_made_holds_the_release_back(
    run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dagster_project.dictionary.words.headings", None)
    result = run()
    assert result.exit_code == 4
    assert "Traceback" not in result.output
    told = next(line for line in result.stderr.splitlines() if line.startswith("Not released"))
    assert "there is no release yet" in told
    assert told.endswith("(while making the release's data dictionary)")
    assert current_release(settings) is None


def test_accounts_that_do_not_add_up_hold_the_release_back(run: Run, dbt: Path, settings: Settings) -> None:
    run()
    before = current_release(settings)
    ledger = settings.lake / "calls_iccs" / "ledger" / "2025-03.parquet"
    pl.read_parquet(ledger).with_columns(pl.col("accepted") + 1).write_parquet(ledger)
    (dbt / "models" / "marts" / "new.sql").write_text("select 1 as one")  # something to release
    result = run()
    assert result.exit_code == 4
    assert "lake/calls_iccs: accounting: 2 deliveries do not add up: calls_iccs_2025-03-30_v1_" in result.stderr
    assert current_release(settings) == before


def test_a_delivery_of_a_month_that_is_no_partition_is_not_left_lying(run: Run, raw: Path) -> None:
    shutil.copy(raw / "nodsms" / "nodsms_2025-03.csv", raw / "nodsms" / "nodsms_2009-12.csv")
    result = run()
    assert result.exit_code == 3
    assert "nodsms/nodsms_2009-12.csv: too_many_errors" in result.stdout


def test_a_home_that_cannot_be_written(call: Run, raw: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = call("run", "--raw", str(raw), "--home", str(tmp_path / "file" / "home"))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


SLOW = """
import sys
from pathlib import Path
from dagster_project import dbt_project
from dagster_project.cli import main
dbt_project.PROJECT = Path(sys.argv[1])
main(sys.argv[2:])
"""


def test_an_interrupted_run_ends_soon_and_the_next_takes_up(run: Run, dbt: Path, settings: Settings, raw: Path) -> None:
    slow = dbt / "models" / "marts" / "slow.sql"
    slow.write_text("select sum(hash(a.range, b.range)) as s from range(1000000) as a, range(100000) as b")
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(dbt), "run", "--raw", str(raw), "--home", str(settings.home)],
        cwd=PROJECT_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Reading deliveries: "):
            break
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Not released, there is no release yet. Interrupted" in rest
    slow.unlink()
    assert run().exit_code == 0
    assert current_release(settings) is not None
