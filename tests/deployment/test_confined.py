"""Restricted like its unit or container, it reads, builds, releases and serves, and writes only in its home."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from dagster_project.synthetic import generate
from tests.deployment import confined

pytestmark = pytest.mark.skipif(confined.cannot() is not None, reason=str(confined.cannot()))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deliveries of two days, and an empty home."""
    folder = tmp_path_factory.mktemp("confined")
    generate(folder / "raw", date(2025, 6, 10), date(2025, 6, 11), scale=0.003)
    return folder


@pytest.fixture(scope="module")
def released(place: Path) -> subprocess.CompletedProcess[str]:
    """What `nodstat run` came to."""
    return nodstat(place, "run", "--raw", confined.RAW)


def nodstat(place: Path, verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    asked = [verb, *arguments, "--home", confined.HOME]
    return subprocess.run(confined.command(place, asked), check=False, capture_output=True, text=True)


@contextmanager
def served(place: Path, arguments: Sequence[str], address: str, parts: Sequence[str] = ()) -> Iterator[str]:
    """What the address answers once somebody is there; the server ends as a service manager ends it."""
    command = confined.command(place, [*arguments, "--home", confined.HOME], parts)
    log = place / f"{arguments[0]}.log"
    with log.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT) as server:
        try:
            for _ in range(480):
                assert server.poll() is None, log.read_text()
                try:
                    with urlopen(address, timeout=2) as answer:
                        yield answer.read().decode()
                        break
                except URLError:
                    time.sleep(0.25)
            else:
                pytest.fail(f"nothing answered: {log.read_text()}")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.slow
def test_it_reads_builds_and_releases(place: Path, released: subprocess.CompletedProcess[str]) -> None:
    assert (released.returncode, released.stderr) == (0, ""), released.stdout + released.stderr
    assert (place / "home" / "current" / "warehouse.duckdb").exists()
    written = list((place / "home").rglob("*"))
    assert {path.lstat().st_uid for path in written} == {confined.USER}
    assert len(written) > 20


@pytest.mark.slow
@pytest.mark.usefixtures("released")
def test_analysts_ask_it(place: Path) -> None:
    asked = nodstat(place, "sql", "select count(*) > 100 as many from fct_call", "--format", "csv")
    assert (asked.returncode, asked.stdout.split()) == (0, ["many", "true"]), asked.stderr
    status = nodstat(place, "status")
    assert status.returncode == 0, status.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("released")
def test_the_dashboard_is_healthy(place: Path) -> None:
    port = free_port()
    arguments = ["dashboard", "--address", "127.0.0.1", "--port", str(port)]
    address = f"http://127.0.0.1:{port}/_stcore/health"
    with served(place, arguments, address, parts=["dashboard", "logs"]) as answer:
        assert answer == "ok"
    assert "Error" not in (place / "dashboard.log").read_text()


@pytest.mark.slow
@pytest.mark.usefixtures("released")
def test_the_orchestrator_is_healthy(place: Path) -> None:
    port = free_port()
    arguments = ["orchestrate", "--raw", confined.RAW, "--address", "127.0.0.1", "--port", str(port)]
    with served(place, arguments, f"http://127.0.0.1:{port}/server_info") as answer:
        assert "dagster_version" in answer
    assert (place / "orchestrate.log").read_text().strip().endswith("Ended")


def test_the_room_is_as_tight_as_it_says(place: Path) -> None:
    """The same walls, asked directly: who one is, and where one may write."""
    command = confined.command(place, [])
    python = command.index("-c", command.index("confined"))
    tried = "import os, sys; print(os.getuid(), sorted(os.environ), [p for p in sys.argv[1:] if os.access(p, os.W_OK)])"
    places = [confined.HOME, confined.RAW, "/", "/usr", "/etc", *os.environ["PATH"].split(":")[:1]]
    ran = subprocess.run([*command[: python + 1], tried, *places], check=True, capture_output=True, text=True)
    user, _, rest = ran.stdout.partition(" ")
    assert int(user) == confined.USER
    assert rest.strip().endswith(f"['{confined.HOME}']")
    assert "HOME" not in rest.split("]")[0]
