"""A real Chromium, and the dashboard served to it on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.app import two_years
from tests.app.delivered import deliver_packages
from tests.app.releases import publish
from tests.app.subjects import lay

ROOT = Path(__file__).parents[2]
START_UP_S = 60
DESK, PHONE = {"width": 1400, "height": 900}, {"width": 390, "height": 844}
# How long a page may take to follow a click is a benchmark's business, not these tests'.
expect.set_options(timeout=60_000)
FLAGS = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Without one the tests fail, unless NODSTAT_NO_BROWSER=1 says that they are not wanted."""
    if os.environ.get("NODSTAT_NO_BROWSER") == "1":
        pytest.skip("NODSTAT_NO_BROWSER=1")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail(
            "the browser tests need Chromium: install Debian's package chromium, or set NODSTAT_NO_BROWSER=1",
            pytrace=False,
        )
    # Chromium refuses its sandbox to root.
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *sandbox])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard that shows two synthetic years, and packages that were delivered."""
    home = tmp_path_factory.mktemp("home")
    deliver_packages(home)
    lay(publish(home, two_years.facts(), two_years.ROOMS))
    with served(home) as address:
        yield address


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page of a window of its own."""
    context = chromium.new_context(viewport=request.param, accept_downloads=True)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(home: Path) -> Iterator[str]:
    """A dashboard on a home, at the address that it gives."""
    port = free_port()
    log = home / "streamlit.log"
    command = [
        sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app" / "app.py"),
        "--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true",
    ]  # fmt: skip
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=home, env={**os.environ, "NODSTAT_HOME": str(home), "PYTHONPATH": str(ROOT)},
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers there. Raises RuntimeError, with its log, when it does not."""
    deadline = time.monotonic() + START_UP_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"the dashboard did not start:\n{log.read_text(errors='replace')}")
