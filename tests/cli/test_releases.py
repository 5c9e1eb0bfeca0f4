"""`nodstat releases` lists, rolls back and prunes, and says plainly what it did."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result

from dagster_project.releases import Release, current_release, list_releases, run_lock
from dagster_project.settings import Settings

Call = Callable[..., Result]


@pytest.fixture
def releases(settings: Settings, publish_calls: Callable[[Settings], Release]) -> list[Release]:
    return [publish_calls(settings) for _ in range(3)]


def test_list_marks_the_current_one(call: Call, settings: Settings, releases: list[Release]) -> None:
    lines = call("releases", "list", "--home", settings.home).stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [releases[0].release_id, releases[1].release_id, "*"]
    assert lines[3].split()[1:4] == [releases[2].release_id, "2025-03-01", "3"]
    assert lines[3].endswith("synthetic")


def test_list_without_releases(call: Call, settings: Settings) -> None:
    result = call("releases", "list", "--home", settings.home)
    assert (result.exit_code, result.stdout) == (0, f"No releases in {settings.releases}\n")


def test_rollback(call: Call, settings: Settings, releases: list[Release]) -> None:
    result = call("releases", "rollback", releases[0].release_id, "--home", settings.home)
    assert result.exit_code == 0
    assert releases[0].release_id in result.stdout
    assert current_release(settings) == releases[0]


def test_rollback_to_what_is_not_there(call: Call, settings: Settings, releases: list[Release]) -> None:
    result = call("releases", "rollback", "20010101T000000Z", "--home", settings.home)
    assert result.exit_code == 2
    assert "there is no release '20010101T000000Z'" in result.stderr
    assert current_release(settings) == releases[2]


def test_prune(call: Call, settings: Settings, releases: list[Release]) -> None:
    result = call("releases", "prune", "--keep", 2, "--home", settings.home)
    assert result.stdout.splitlines() == [f"Deleted {releases[0].release_id}", "2 releases left"]
    assert list_releases(settings) == releases[1:]


def test_prune_keeps_as_many_as_the_setting_says(
    call: Call, settings: Settings, releases: list[Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NODSTAT_KEEP_RELEASES", "1")
    call("releases", "prune", "--home", settings.home)
    assert list_releases(settings) == releases[2:]


@pytest.mark.parametrize("keep", ["0", "-1", "all"])
def test_prune_keeps_at_least_one(call: Call, settings: Settings, releases: list[Release], keep: str) -> None:
    assert call("releases", "prune", "--keep", keep, "--home", settings.home).exit_code == 2
    assert len(list_releases(settings)) == 3


def test_nothing_is_changed_while_a_run_is_under_way(
    call: Call, settings: Settings, releases: list[Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_lock(settings.home):
        monkeypatch.setattr("dagster_project.releases.lock._held", set())  # as in another process
        for arguments in (("rollback", releases[0].release_id), ("prune", "--keep", "1")):
            result = call("releases", *arguments, "--home", settings.home)
            assert result.exit_code == 2
            assert "is being written by process" in result.stderr
    assert current_release(settings) == releases[2]
    assert len(list_releases(settings)) == 3
