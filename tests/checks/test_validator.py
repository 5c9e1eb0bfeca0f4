"""Great Expectations' process answers, asks no network, ends with its run, and its failure is never a pass."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dagster_project.checks import gx
from dagster_project.checks.expectations import BETWEEN
from dagster_project.checks.validator import Outcome, Validator, ValidatorError
from dagster_project.settings import PROJECT_ROOT

Start = Callable[[str], Validator]
ASKED = {"name": "loss", "kind": BETWEEN, "arguments": {"column": "loss", "max_value": 1}, "values": [0.5, 1, 2, None]}


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Start:
    """A validator with a Python text in the place of the real process."""

    def start(text: str) -> Validator:
        monkeypatch.setattr(Validator, "command", (sys.executable, "-c", text))
        return Validator()

    return start


@pytest.mark.slow
def test_the_process_answers_and_writes_nothing_into_the_users_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with closing(Validator()) as validator:
        assert validator.outcomes([ASKED, ASKED | {"name": "again", "values": [0.5]}]) == [
            Outcome(False, 4, (2, 3)),
            Outcome(True, 1, ()),
        ]
    assert list(tmp_path.rglob("*")) == []


def test_what_is_missing_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GX_ANALYTICS_ENABLED", "false")
    assert gx.validate([ASKED | {"values": [0.5, None]}]) == [{"success": False, "judged": 2, "outside": [1]}]


def test_a_process_that_dies_is_an_error_with_its_last_words(start: Start) -> None:
    with closing(start("raise SystemExit('no module named so')")) as validator, pytest.raises(ValidatorError) as error:
        validator.outcomes([ASKED])
    assert str(error.value) == "Great Expectations ended with exit code 1: no module named so"


def test_a_process_that_answers_less_than_it_was_asked_is_an_error(start: Start) -> None:
    for text in ("print('[]')", "print('not JSON')", "pass"):
        with closing(start(text)) as validator, pytest.raises(ValidatorError, match="answered 0 of 1"):
            validator.outcomes([ASKED])


def test_closing_ends_a_process_that_is_at_something_else(start: Start) -> None:
    validator = start("import time; time.sleep(600)")
    validator.close()
    assert validator._process.returncode is not None


def test_the_process_ends_when_its_run_is_killed() -> None:
    text = (
        "import os, signal; from dagster_project.checks.validator import Validator\n"
        "print(Validator()._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", text], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    deadline = time.monotonic() + 60
    while _is_alive(int(killed.stdout)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(int(killed.stdout))


def test_the_process_asks_nothing_of_a_network() -> None:
    text = (
        "import socket, sys; from dagster_project.checks import gx\n"
        "sys.addaudithook(gx._refuse_network); socket.create_connection(('127.0.0.1', 9))"
    )
    asked = subprocess.run([sys.executable, "-c", text], cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert "PermissionError: the plausibility gate asks nothing of any network" in asked.stderr


def _is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z" and os.getpgid(process) > 0
