"""`nodstat dashboard` starts Streamlit on the release, on a port that is free."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator

import pytest
from click.testing import Result

from dagster_project.releases import Release
from dagster_project.settings import PROJECT_ROOT, Settings

Call = Callable[..., Result]
Started = list[tuple[str, list[str], dict[str, str]]]


@pytest.fixture
def release(settings: Settings, publish_calls: Callable[[Settings], Release]) -> Release:
    return publish_calls(settings)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """What this process would have become."""
    seen: Started = []
    monkeypatch.setattr(os, "execve", lambda *arguments: seen.append(arguments))
    return seen


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_it_becomes_streamlit(call: Call, settings: Settings, release: Release, started: Started) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    result = call("dashboard", "--address", "127.0.0.1", "--port", port, "--home", settings.home)
    assert result.stdout == f"Release {release.release_id} at http://127.0.0.1:{port} (Ctrl-C ends)\n"
    ((program, arguments, environment),) = started
    assert program == sys.executable
    assert arguments[1:5] == ["-m", "streamlit", "run", str(PROJECT_ROOT / "streamlit_app" / "app.py")]
    assert f"--server.port={port}" in arguments
    assert "--browser.gatherUsageStats=false" in arguments
    assert environment["NODSTAT_HOME"] == str(settings.home)


def test_a_taken_port_is_said_to_be(
    call: Call, settings: Settings, release: Release, started: Started, taken: int
) -> None:
    result = call("dashboard", "--address", "127.0.0.1", "--port", taken, "--home", settings.home)
    assert result.exit_code == 2
    assert f"port {taken} is taken" in result.stderr
    assert started == []


@pytest.mark.usefixtures("release")
def test_without_a_port_the_next_free_one_is_taken(
    call: Call, settings: Settings, taken: int, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NODSTAT_DASHBOARD_PORT", str(taken))
    result = call("dashboard", "--address", "127.0.0.1", "--home", settings.home)
    port = int(result.stdout.split(":")[2].split()[0])
    assert taken < port < taken + 20
    assert f"--server.port={port}" in started[0][1]


def test_without_a_release(call: Call, settings: Settings, started: Started) -> None:
    result = call("dashboard", "--home", settings.home)
    assert result.exit_code == 2
    assert "'nodstat run' makes one" in result.stderr
    assert started == []


def test_an_address_that_is_none(call: Call, settings: Settings, release: Release, started: Started) -> None:
    result = call("dashboard", "--address", "no.such.host.invalid", "--home", settings.home)
    assert result.exit_code == 2
    assert "is no address of this machine" in result.stderr
