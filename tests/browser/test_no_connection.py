"""A run and the dashboard connect to nothing but this machine: Python's own calls are watched, and the kernel's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import date
from ipaddress import ip_address
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dagster_project.settings import PROJECT_ROOT
from dagster_project.synthetic import generate

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NODSTAT = [sys.executable, "-c", "from dagster_project.cli import main; main()"]
OUTSIDE = "192.0.2.1"
"""An address for documentation, which nobody has."""
HOOK = """
import os, sys
def hook(event, arguments):
    if event in ("socket.connect", "socket.sendto"):
        told = arguments[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        told = arguments
    else:
        return
    if isinstance(told, tuple):
        with open(os.environ["WATCHED"], "a") as file:
            file.write(f"{told[0]}\\n")
sys.addaudithook(hook)
"""


class Watch:
    """Programs are started with an audit hook in every Python of theirs, and below strace where there is one."""

    def __init__(self, folder: Path) -> None:
        (folder / "sitecustomize.py").write_text(HOOK)
        self._by_python, self._by_kernel = folder / "by-python", folder / "by-kernel"
        # What a user's environment may say; nodstat must not heed it.
        self.environment = {
            **{name: text for name, text in os.environ.items() if "PROXY" not in name.upper()},
            "PYTHONPATH": f"{folder}{os.pathsep}{PROJECT_ROOT}",
            "WATCHED": str(self._by_python),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "true",
            "GX_ANALYTICS_ENABLED": "true",
            "DO_NOT_TRACK": "0",
        }
        strace = shutil.which("strace")
        # As a grandchild, so that the process that is started is the program itself.
        options = ["-D", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto", "-e", "signal=none"]
        self.below = [strace, *options, "-o", str(self._by_kernel)] if strace else []

    def outside(self) -> set[str]:
        """Every host, other than this machine, that was looked up or spoken to."""
        hosts = set(self._by_python.read_text().split()) if self._by_python.exists() else set()
        if self._by_kernel.exists():
            hosts |= set(re.findall(r'inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"', self._by_kernel.read_text()))
        return {host for host in hosts if not is_here(host)}


def is_here(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    return host in {"localhost", "None", ""}


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    (tmp_path / "watch").mkdir()
    return Watch(tmp_path / "watch")


PLANTED = f"import socket; s = socket.socket(); s.settimeout(0.05); s.connect_ex(('{OUTSIDE}', 9))"


@pytest.mark.parametrize(
    "code",
    [PLANTED, f"import subprocess, sys; subprocess.run([sys.executable, '-c', {PLANTED!r}])"],
    ids=["itself", "a child"],
)
def test_a_connection_would_be_seen(watch: Watch, code: str) -> None:
    subprocess.run([*watch.below, sys.executable, "-c", code], env=watch.environment, check=True, capture_output=True)
    assert watch.outside() == {OUTSIDE}


def test_a_connection_that_is_not_python_s_would_be_seen(watch: Watch) -> None:
    if not watch.below:
        pytest.skip("strace is not installed: only Python's own connections are watched")
    without_hook = [sys.executable, "-S", "-c", PLANTED]
    subprocess.run([*watch.below, *without_hook], env=watch.environment, check=True, capture_output=True)
    assert watch.outside() == {OUTSIDE}


def test_a_run_and_the_dashboard_connect_to_nothing_else(watch: Watch, chromium: Browser, tmp_path: Path) -> None:
    home, raw = tmp_path / "home", tmp_path / "raw"
    generate(raw, date(2025, 6, 10), date(2025, 6, 11), scale=0.003)
    run = [*watch.below, *NODSTAT, "run", "--home", home, "--raw", raw]
    done = subprocess.run(run, env=watch.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert watch.outside() == set()

    serve = [*watch.below, *NODSTAT, "dashboard", "--home", home, "--address", "127.0.0.1"]
    with subprocess.Popen(serve, env=watch.environment, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        address = next(word for word in served.stdout.readline().split() if word.startswith("http://"))
        for _ in range(240):
            with suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                break
            time.sleep(0.25)
        page = chromium.new_page()
        try:
            page.goto(address)
            expect(page.get_by_role("heading", name="Videosamtaler", level=3)).to_be_visible(timeout=120_000)
        finally:
            page.close()
            served.kill()
            served.communicate()  # until strace, which has the other end too, has written all
    assert watch.outside() == set()
