"""Where a machine gives tools no folder, the home does; where it does, nothing changes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from dagster_project.cli.bare import make_do


@pytest.fixture
def nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user without a folder, on a machine without a temporary one."""

    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", no_home)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: [os.environ.get("TMPDIR", "/proc/none")])
    monkeypatch.setattr(tempfile, "tempdir", None)
    for name in ("HOME", "TMPDIR"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("nothing")
def test_the_home_has_both(tmp_path: Path) -> None:
    make_do(tmp_path / "home")
    assert os.environ["HOME"] == str(tmp_path / "home")
    assert tempfile.gettempdir() == os.environ["TMPDIR"] == str(tmp_path / "home" / "tmp")
    assert (tmp_path / "home" / "tmp").stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("nothing")
def test_whoever_may_not_write_there_goes_on_without(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    make_do(tmp_path / "home")
    assert "TMPDIR" not in os.environ


def test_the_working_directory_is_no_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "here"))
    monkeypatch.setenv("TMPDIR", "")
    make_do(tmp_path / "home")
    assert os.environ["TMPDIR"] == str(tmp_path / "home" / "tmp")


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    before = dict(os.environ)
    make_do(tmp_path / "home")
    assert dict(os.environ) == before
    assert not (tmp_path / "home").exists()
