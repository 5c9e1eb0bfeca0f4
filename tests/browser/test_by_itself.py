"""Left to itself with real deliveries: a new day becomes a release and shows, a spoilt one becomes an alert."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect

from dagster_project.releases import Release, current_release
from dagster_project.settings import Settings
from dagster_project.synthetic import generate
from tests.alerts.servers import Hook, Mailbox, mail_server, web_server

NODSTAT = [sys.executable, "-c", "from dagster_project.cli import main; main()"]
WITHIN_S = 300

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", raw=tmp_path / "raw")


@pytest.fixture
def bring(settings: Settings, tmp_path: Path) -> Callable[[date], None]:
    """Deliver what is of a day; 10 and 11 June 2025 have come already."""
    coming = tmp_path / "coming"
    generate(settings.raw, date(2025, 6, 10), date(2025, 6, 13), scale=0.005)
    for path in [*settings.raw.glob("*/*2025-06-12*"), *settings.raw.glob("*/*2025-06-13*")]:
        (coming / path.parent.name).mkdir(parents=True, exist_ok=True)
        shutil.move(path, coming / path.parent.name)

    def bring(day: date) -> None:
        for path in coming.glob(f"*/*{day}*"):
            shutil.copy(path, settings.raw / path.parent.name)

    return bring


@dataclass(frozen=True)
class Told:
    """What people were told, by both channels."""

    hook: Hook
    mailbox: Mailbox

    def of(self, kind: str) -> list[dict[str, str]]:
        return [post for post in self.hook.posts if post["kind"] == kind]


@pytest.fixture
def told() -> Iterator[Told]:
    with web_server() as hook, mail_server() as mailbox:
        yield Told(hook, mailbox)


@pytest.fixture
def orchestrate(settings: Settings, bring: Callable[[date], None], told: Told) -> Iterator[subprocess.Popen[bytes]]:
    """`nodstat orchestrate`, which tells by e-mail and webhook."""
    environment = os.environ | {
        "NODSTAT_QUIET_SECONDS": "1",
        "NODSTAT_ALERT_WEBHOOK_URL": told.hook.url,
        "NODSTAT_ALERT_SMTP_HOST": "127.0.0.1",
        "NODSTAT_ALERT_SMTP_PORT": str(told.mailbox.port),
        "NODSTAT_ALERT_SMTP_SECURITY": "none",
        "NODSTAT_ALERT_SMTP_FROM": "nodstat@example.org",
        "NODSTAT_ALERT_SMTP_TO": "vakt@example.org",
        "no_proxy": "127.0.0.1",
    }
    command = [*NODSTAT, "orchestrate", "--home", str(settings.home), "--raw", str(settings.raw)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    yield process
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0


@pytest.fixture
def wait(orchestrate: subprocess.Popen[bytes], settings: Settings) -> Callable[[Callable[[], bool]], None]:
    """Until something is so; what the daemon says, if it never is."""

    def wait(is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + WITHIN_S
        while not is_so():
            log = settings.home / "logs" / "daemon.log"
            assert orchestrate.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.5)

    return wait


@pytest.fixture
def dashboard(settings: Settings, wait: Callable[[Callable[[], bool]], None]) -> Iterator[Callable[[], str]]:
    """Serve the dashboard on the home from now on, and give its address."""
    served: list[subprocess.Popen[str]] = []

    def serve() -> str:
        command = [*NODSTAT, "dashboard", "--home", str(settings.home), "--address", "127.0.0.1"]
        served.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        assert served[0].stdout is not None
        address = next(word for word in served[0].stdout.readline().split() if word.startswith("http://"))
        wait(lambda: answers(address))
        return address

    yield serve
    for process in served:
        process.terminate()
        process.wait()


def answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
        return bool(answer.status == 200)
    return False


def expect_shown(page: Page, address: str, release: Release) -> None:
    """On the dashboard, which runs on, the page says of which release its figures are."""
    page.goto(address)
    expect(page.get_by_text(f"utgivelse {release.release_id}").first).to_be_visible(timeout=60_000)


def test_a_new_day_is_released_and_shown_and_a_spoilt_one_told_of(
    chromium: Browser,
    *,
    bring: Callable[[date], None],
    wait: Callable[[Callable[[], bool]], None],
    dashboard: Callable[[], str],
    settings: Settings,
    told: Told,
) -> None:
    def released() -> Release | None:
        return current_release(settings)

    wait(lambda: released() is not None)
    first = released()
    assert first is not None
    assert first.manifest["data_as_at"]["calls_iccs"] == "2025-06-11"
    address, page = dashboard(), chromium.new_page()
    expect_shown(page, address, first)

    # With the new day comes a file that is cut off in the middle of its first line.
    broken = settings.raw / "calls_iccs" / "calls_iccs_2025-06-11_v2.csv"
    broken.write_bytes(b"call_")
    bring(date(2025, 6, 12))
    wait(lambda: released() != first)
    second = released()
    assert second is not None
    assert second.manifest["data_as_at"]["calls_iccs"] == "2025-06-12"
    wait(lambda: bool(told.of("deliveries_refused")))
    assert broken.name in told.of("deliveries_refused")[0]["happened"]
    # The page is not asked for again: left alone for a minute, it shows the new release by itself.
    expect(page.get_by_text(f"utgivelse {second.release_id}").first).to_be_visible(timeout=120_000)
    expect(page.get_by_text(f"utgivelse {first.release_id}")).to_have_count(0)

    # Somebody deletes a file from the lake.
    next((settings.lake / "calls_iccs" / "accepted").glob("month=2025-06/calls_iccs_2025-06-11*")).unlink()
    bring(date(2025, 6, 13))
    wait(lambda: bool(told.of("release_blocked")))
    assert "lake/calls_iccs: accounting: 1 deliver" in told.of("release_blocked")[0]["happened"]
    assert released() == second
    expect_shown(page, address, second)

    assert told.of("feed_late") != [], "nothing came in all the time since 2025"
    subjects = [" ".join(str(mail["Subject"]).split()) for mail in told.mailbox.mails]  # a long one is folded
    assert sorted(subjects) == sorted(post["subject"] for post in told.hook.posts)
    assert len(subjects) == len(set(subjects)), "nothing is told twice"
    history = pl.read_parquet(settings.lake / "calls_iccs" / "ledger" / "2025-06.parquet")
    assert history.filter(file="calls_iccs_2025-06-13.csv")["state"].to_list() == ["accepted"], "it waits in the lake"
