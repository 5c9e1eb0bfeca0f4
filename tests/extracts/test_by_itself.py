"""Left to itself: `nodstat orchestrate` makes a new month LAT's package on its server, with notice and audit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
import yaml

from dagster_project.extracts import audit
from dagster_project.extracts.figures import read_figures
from dagster_project.extracts.package import read_manifest, sha256
from dagster_project.extracts.periods import Period, parse_period
from dagster_project.releases import Release, current_release, open_locked
from dagster_project.settings import RECIPIENTS, Settings
from dagster_project.synthetic import generate
from tests.alerts.servers import mail_server
from tests.extracts.servers import SftpServer

WITHIN_S = 300

pytestmark = pytest.mark.slow


def newest_month() -> tuple[date, date, int]:
    """First and last day of a month whose package is the newest due today, if it is due on a working day that is given.

    The first working day after a month is never later than the 7th, and the tenth never before the 12th.
    """
    today = datetime.now(ZoneInfo("Europe/Oslo")).date()
    end = today.replace(day=1) - timedelta(days=1)
    if today.day > 7:
        return end.replace(day=1), end, 1
    end = end.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end, 10


@pytest.fixture
def recipients(tmp_path: Path, server: SftpServer) -> Path:
    """LAT has an agreement, a server, an address, and a cadence that makes `newest_month` due."""
    document = yaml.safe_load(RECIPIENTS.read_text(encoding="utf-8"))
    document["recipients"]["lat"] |= {
        "agreement": "LAT-2026-01",
        "cadence": {"every": "month", "working_day": newest_month()[2]},
        "delivery": {
            "to": "sftp", "host": "127.0.0.1", "port": server.port, "user": server.sftp.user,
            "path": server.sftp.path, "known_hosts": str(server.known_hosts),
        },
        "notify": ["tall@lat.example"],
    }  # fmt: skip
    path = tmp_path / "recipients.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


@contextmanager
def orchestrate(settings: Settings, **environment: str) -> Iterator[Callable[[Callable[[], bool]], None]]:
    """`nodstat orchestrate`, and a way to wait until something is so; what the daemon says, if it never is."""
    command = [sys.executable, "-c", "from dagster_project.cli import main; main()", "orchestrate"]
    process = subprocess.Popen(
        [*command, "--home", str(settings.home), "--raw", str(settings.raw)],
        env=os.environ | {"NODSTAT_QUIET_SECONDS": "1"} | environment,
        stdout=subprocess.DEVNULL,
    )

    def wait(is_so: Callable[[], bool]) -> None:
        deadline, log = time.monotonic() + WITHIN_S, settings.home / "logs" / "daemon.log"
        while not is_so():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.5)

    try:
        yield wait
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0


def differing_medians(release: Release, month: Period) -> int:
    """How many medians are not those that the warehouse has; more than zero too if there are none."""
    times = read_figures(release, month, ("month",)).times.filter(pl.col("statistic") == "median")
    with open_locked(release) as connection:
        published = connection.sql(
            """
            select
                if(org_level = 'nation', 'all', org_id) as base_id, segment as vehicle,
                if(kpi_id like 'air_activation%', 'activation', 'response') as time, value as expected, n as events
            from kpi_values
            where kpi_id in ('air_activation_time_median_s', 'air_response_time_median_s')
                and period_type = 'month' and period_start = ? and n > 0
            """,
            params=[month.start],
        ).pl()
    both = published.join(times, on=["base_id", "vehicle", "time"], how="left")
    same = (pl.col("value") - pl.col("expected")).abs().lt(1e-9) & (pl.col("n") == pl.col("events"))
    return len(both.filter(~same.fill_null(False))) if len(both) > 30 else 1


def test_a_new_months_deliveries_become_the_package_on_the_server(
    settings: Settings, recipients: Path, server: SftpServer
) -> None:
    start, end, _ = newest_month()
    month = parse_period(f"{start:%Y-%m}")
    generate(settings.raw, start, end, scale=0.02)
    with (
        mail_server() as mailbox,
        orchestrate(
            settings,
            NODSTAT_RECIPIENTS=str(recipients),
            NODSTAT_EXTRACT_SECRET_LAT=server.secret,
            NODSTAT_ALERT_SMTP_HOST="127.0.0.1",
            NODSTAT_ALERT_SMTP_PORT=str(mailbox.port),
            NODSTAT_ALERT_SMTP_SECURITY="none",
            NODSTAT_ALERT_SMTP_FROM="nodstat@example.org",
            NODSTAT_ALERT_SMTP_TO="vakt@example.org",
        ) as wait,
    ):
        wait(lambda: any(mail["To"] == "tall@lat.example" for mail in mailbox.mails))
        told = [" ".join(str(mail["Subject"]).split()) for mail in mailbox.mails if mail["To"] == "tall@lat.example"]
    release = current_release(settings)
    assert release is not None
    assert differing_medians(release, month) == 0
    folder = server.files / "inbox" / f"lat_{month.code}_v1"
    manifest = read_manifest(folder)
    assert {file["name"]: file["sha256"] for file in manifest["files"]} == {
        path.name: sha256(path) for path in folder.iterdir() if path.name != "manifest.json"
    }
    assert manifest["release_id"] == release.release_id
    assert pl.read_parquet(folder / f"{folder.name}_oppdrag_per_base.parquet")["missions"].sum() > 0
    assert told == [f"nodstat, syntetiske data: Tall for {month.label} er levert"]
    [line] = audit.read(settings)
    assert (line.state, line.release_id, line.manifest_sha256) == (
        "delivered", release.release_id, sha256(folder / "manifest.json"),
    )  # fmt: skip
