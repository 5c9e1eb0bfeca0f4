"""`nodstat run` when something is wrong: killed, locked, disk full, nowhere to read."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dagster_project.releases import current_release, list_releases, run_lock
from dagster_project.settings import PROJECT_ROOT, Settings

Run = Callable[..., Result]

KILLED = """
import os, signal, sys
from pathlib import Path
from dagster_project import dbt_project
from dagster_project.cli import main
from dagster_project.assets import release
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


@pytest.mark.parametrize("moment", ["after ingest", "before the swap"])
def test_a_killed_run_is_taken_up_by_the_next(run: Run, dbt: Path, settings: Settings, raw: Path, moment: str) -> None:
    arguments = [str(dbt), moment, "run", "--raw", str(raw), "--home", str(settings.home)]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], cwd=PROJECT_ROOT, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL
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


def test_a_second_run_at_the_same_time_says_so_and_leaves(
    run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_lock(settings.home):
        monkeypatch.setattr("dagster_project.releases.lock._held", set())  # as in another process
        result = run()
    assert result.exit_code == 2
    assert f"{settings.home} is being written by process {os.getpid()}" in result.stderr
    assert "--wait" in result.stderr
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


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--raw", "{tmp}/nowhere"], "there is no folder {tmp}/nowhere"),
        (["--raw", "{tmp}/empty"], "has no deliveries"),
    ],
)
def test_where_there_is_nothing_to_read(call: Run, tmp_path: Path, arguments: list[str], says: str) -> None:
    (tmp_path / "empty").mkdir()
    result = call("run", *[text.format(tmp=tmp_path) for text in arguments], "--home", str(tmp_path / "home"))
    assert result.exit_code == 2
    assert says.format(tmp=tmp_path) in result.stderr
    assert not (tmp_path / "home").exists()


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
