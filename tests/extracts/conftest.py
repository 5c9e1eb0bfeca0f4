"""A home with a release, a recipient that gets packages into a directory, and an SFTP server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dagster_project.extracts.recipients import Directory, Recipient, load_recipients
from dagster_project.releases import Release
from dagster_project.settings import RECIPIENTS, Settings
from tests.extracts.servers import SftpServer
from tests.extracts.site import make_release


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is asked directly, whatever the machine's proxy."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", raw=tmp_path / "raw")


@pytest.fixture
def release(settings: Settings) -> Release:
    return make_release(settings.home)


@pytest.fixture
def lat(tmp_path: Path) -> Recipient:
    """The project's own recipient, with an agreement."""
    found = load_recipients(RECIPIENTS)["lat"]
    return replace(found, agreement="LAT-2026-01", delivery=Directory(str(tmp_path / "outgoing")))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SftpServer]:
    with SftpServer(tmp_path / "server") as server:
        yield server
