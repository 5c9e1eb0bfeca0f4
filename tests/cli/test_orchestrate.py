"""`nodstat orchestrate` starts two processes, here stand-ins, and ends both; it says so when one ends by itself."""

from __future__ import annotations

import importlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dagster_project.cli import children
from dagster_project.releases import run_lock
from dagster_project.settings import Settings

Call = Callable[..., Result]
Serve = Callable[..., Result]

orchestrate = importlib.import_module("dagster_project.cli.orchestrate")  # the package has the command by that name

LISTENS = """
import os, socket, sys, time
print("listening", flush=True)
with open(sys.argv[2], "w") as file:
    file.write(f"{os.getpid()} {os.environ['NODSTAT_HOME']} {os.environ['NODSTAT_RAW']} {os.environ['DAGSTER_HOME']}")
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    server.accept()[0].close()
"""
WAITS = "import time; time.sleep(60)"
ENDS = "import sys, time; print('no such table'); time.sleep(1); sys.exit(7)"
HAS_A_CHILD_OF_ITS_OWN = """
import subprocess, sys, time
deaf = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", deaf])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(
    call: Call, settings: Settings, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """The verb, with this code in the daemon's place, and what it is called with."""
    monkeypatch.setattr(orchestrate, "_prepare", lambda settings: None)
    monkeypatch.setattr(children, "GRACE_S", 1)
    settings.raw.mkdir()

    def serve(daemon: str, *arguments: str, web_server: str = LISTENS) -> Result:
        commands = {
            "web server": [sys.executable, "-c", web_server, str(port), str(tmp_path / "web-server")],
            "daemon": [sys.executable, "-c", daemon, str(tmp_path / "daemon")],
        }
        monkeypatch.setattr(orchestrate, "commands", lambda address, port: commands)
        return call(
            *("orchestrate", "--home", settings.home, "--raw", settings.raw),
            *("--address", "127.0.0.1", "--port", port, *arguments),
        )

    return serve


@pytest.fixture
def interrupt_when_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Send this process a signal, once it has said its say and a child has written a file."""

    def interrupt(number: signal.Signals, written_by: str = "web-server") -> None:
        said = threading.Event()
        say = orchestrate._say
        monkeypatch.setattr(orchestrate, "_say", lambda *arguments: (say(*arguments), said.set()))

        def wait() -> None:
            said.wait()
            while not (tmp_path / written_by).exists() or not (tmp_path / written_by).read_text():
                time.sleep(0.05)
            os.kill(os.getpid(), number)

        threading.Thread(target=wait, daemon=True).start()

    return interrupt


def is_there(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_says_where_and_when_until_it_is_ended(
    serve: Serve, interrupt_when_served: Callable[..., None], settings: Settings, port: int, number: signal.Signals
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    interrupt_when_served(number)
    result = serve(WAITS)
    assert signal.getsignal(signal.SIGTERM) == before
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"Dagster of {settings.home} at http://127.0.0.1:{port} (Ctrl-C ends)",
        f"It reads {settings.raw}, builds and releases:",
        "  every day at 05:30, Europe/Oslo",
        "  and when something has come, once all has lain still for 60 s",
        "Ended",
    ]


def test_both_know_the_home_and_are_ended(
    serve: Serve, interrupt_when_served: Callable[..., None], settings: Settings, tmp_path: Path
) -> None:
    interrupt_when_served(signal.SIGTERM)
    serve(LISTENS.replace("sys.argv[1]", "0").replace("sys.argv[2]", "sys.argv[1]"))
    for name in ("web-server", "daemon"):
        pid, *environment = (tmp_path / name).read_text().split()
        assert environment == [str(settings.home), str(settings.raw), str(settings.home / "dagster")]
        assert not is_there(int(pid))


def test_what_a_child_has_started_ends_too_even_if_it_will_not(
    serve: Serve, interrupt_when_served: Callable[..., None], tmp_path: Path
) -> None:
    interrupt_when_served(signal.SIGTERM, "daemon")
    assert serve(HAS_A_CHILD_OF_ITS_OWN).exit_code == 0
    assert not is_there(int((tmp_path / "daemon").read_text()))


KILLED = """
import os, signal, sys
from pathlib import Path
from dagster_project.cli import children, keeper
with keeper.keeper() as kept:
    code = open(sys.argv[1]).read()
    child = children.start("child", [sys.executable, "-c", code, sys.argv[2]], os.environ, Path(sys.argv[2] + ".log"))
    kept.keep(child)
    while not Path(sys.argv[2]).exists() or not Path(sys.argv[2]).read_text():
        pass
    print(child.process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_if_it_is_killed_its_children_end_and_what_they_have_started(tmp_path: Path) -> None:
    # The grandchild heeds Ctrl-C here, so that nobody waits for its grace.
    code = HAS_A_CHILD_OF_ITS_OWN.replace("signal.signal(signal.SIGINT, signal.SIG_IGN); ", "")
    (tmp_path / "code.py").write_text(code)
    arguments = [str(tmp_path / "code.py"), str(tmp_path / "pid")]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    pids = [int(killed.stdout), int((tmp_path / "pid").read_text())]
    deadline = time.monotonic() + 30
    while any(map(is_there, pids)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(is_there, pids))


def test_when_one_ends_the_other_is_ended_and_the_log_named(serve: Serve, settings: Settings, tmp_path: Path) -> None:
    result = serve(ENDS)
    log = settings.home / "logs" / "daemon.log"
    assert result.exit_code == 1
    assert result.stderr == (f"Error: the daemon ended by itself (exit code 7), so all is ended. Its log: {log}\n")
    assert log.read_text() == "no such table\n"
    assert not is_there(int((tmp_path / "web-server").read_text().split()[0]))


def test_a_web_server_that_never_answers_because_it_ended(serve: Serve, settings: Settings) -> None:
    result = serve(WAITS, web_server=ENDS)
    assert result.exit_code == 1
    assert "the web server ended by itself" in result.stderr
    assert str(settings.home / "logs" / "web-server.log") in result.stderr
    assert "http://" not in result.stdout


def test_the_log_of_the_time_before_is_kept(serve: Serve, settings: Settings) -> None:
    serve(ENDS.replace("table", "disk"))
    serve(ENDS)
    logs = settings.home / "logs"
    assert (logs / "daemon.log.1").read_text() == "no such disk\n"
    assert (logs / "daemon.log").read_text() == "no such table\n"


def test_a_home_is_served_once(serve: Serve, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with run_lock(settings.dagster_home):
        monkeypatch.setattr("dagster_project.releases.lock._held", set())  # as in another process
        result = serve(WAITS)
    assert result.exit_code == 2
    assert result.stderr == f"Error: another 'nodstat orchestrate' serves {settings.home}\n"


def test_without_a_folder_of_deliveries(serve: Serve, tmp_path: Path) -> None:
    result = serve(WAITS, "--raw", str(tmp_path / "nowhere"))
    assert result.exit_code == 2
    assert f"there is no folder {tmp_path / 'nowhere'}" in result.stderr


def test_a_taken_port_is_said_to_be(serve: Serve, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        result = serve(WAITS)
    assert result.exit_code == 2
    assert f"port {port} is taken" in result.stderr


def test_it_listens_on_localhost_unless_told_otherwise() -> None:
    told = {"NODSTAT_ORCHESTRATE_ADDRESS": "127.0.0.2", "NODSTAT_ORCHESTRATE_PORT": "3100"}
    by_itself, as_told = (Settings.from_environment(environment=environment) for environment in ({}, told))
    assert (by_itself.orchestrate_address, by_itself.orchestrate_port) == ("localhost", 3000)
    assert (as_told.orchestrate_address, as_told.orchestrate_port) == ("127.0.0.2", 3100)
    commands = orchestrate.commands("localhost", 3000)
    assert commands["web server"][3:7] == ["--host", "localhost", "--port", "3000"]
