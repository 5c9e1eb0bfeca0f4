"""`nodstat status` says what is released, how fresh the feeds are, and what was refused and not made good."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

from dagster_project.releases import Release, roll_back_to
from dagster_project.settings import Settings

Call = Callable[..., Result]


def test_before_the_first_run(call: Call, settings: Settings) -> None:
    result = call("status", "--home", settings.home)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"No release in {settings.home} yet\n")
    assert "\ncalls_iccs " in result.stdout
    assert not settings.home.exists()


def test_the_current_release_and_its_warnings(
    call: Call, settings: Settings, publish_calls: Callable[[Settings], Release]
) -> None:
    old, new = publish_calls(settings), publish_calls(settings)
    lines = call("status", "--home", settings.home).stdout.splitlines()
    assert lines[0].startswith(f"Release {new.release_id}, built 20")
    assert lines[0].endswith(", synthetic data")
    assert lines[1:3] == ["1 checks passed, 1 checks warned", "  volume: low on Sunday"]
    roll_back_to(settings, old.release_id)
    assert f"Rolled back: {new.release_id} is newer" in call("status", "--home", settings.home).stdout
