"""Left to itself: a new month's run leads to the package on the recipient's server, with notice and audit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import polars as pl
import pytest
import yaml
from click.testing import CliRunner

from dagster_project.assets import extracts as schedules
from dagster_project.cli import main
from dagster_project.definitions import define
from dagster_project.extracts import audit
from dagster_project.extracts.figures import read_figures
from dagster_project.extracts.package import read_manifest, sha256
from dagster_project.extracts.periods import parse_period
from dagster_project.releases import Release, current_release, open_locked
from dagster_project.settings import RECIPIENTS, Secret, Settings
from dagster_project.synthetic import generate
from tests.alerts.conftest import smtp
from tests.alerts.servers import mail_server
from tests.extracts.servers import SftpServer

pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path, server: SftpServer) -> Settings:
    """LAT has an agreement, a server and an address; November 2025 has come."""
    document = yaml.safe_load(RECIPIENTS.read_text(encoding="utf-8"))
    where = {
        "to": "sftp", "host": "127.0.0.1", "port": server.port, "user": server.sftp.user, "path": server.sftp.path,
        "known_hosts": str(server.known_hosts),
    }  # fmt: skip
    document["recipients"]["lat"] |= {"agreement": "LAT-2026-01", "delivery": where, "notify": ["tall@lat.example"]}
    recipients = tmp_path / "recipients.yaml"
    recipients.write_text(yaml.safe_dump(document), encoding="utf-8")
    found = Settings(home=tmp_path / "home", raw=tmp_path / "raw", recipients=recipients)
    generate(found.raw, date(2025, 11, 1), date(2025, 11, 30), scale=0.02)
    return replace(found, extract_secrets={"lat": Secret(server.secret)})


def tick(repository: dg.RepositoryDefinition) -> bool:
    """What the daemon does each hour with the definitions that `nodstat orchestrate` serves: whether a job ran."""
    schedule = repository.get_schedule_def("extract_lat_when_due")
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(instance=instance, repository_def=repository)
        if not schedule.evaluate_tick(context).run_requests:
            return False
        assert repository.get_job(schedule.job_name).execute_in_process(instance=instance).success
    return True


def differing_medians(release: Release) -> int:
    """How many medians are not those that the warehouse has; more than zero too if there are none."""
    times = read_figures(release, parse_period("2025-11"), ("month",)).times.filter(pl.col("statistic") == "median")
    with open_locked(release) as connection:
        published = connection.sql("""
            select
                if(org_level = 'nation', 'all', org_id) as base_id, segment as vehicle,
                if(kpi_id like 'air_activation%', 'activation', 'response') as time, value as expected, n as events
            from kpi_values
            where kpi_id in ('air_activation_time_median_s', 'air_response_time_median_s')
                and period_type = 'month' and period_start = '2025-11-01' and n > 0
        """).pl()
    both = published.join(times, on=["base_id", "vehicle", "time"], how="left")
    same = (pl.col("value") - pl.col("expected")).abs().lt(1e-9) & (pl.col("n") == pl.col("events"))
    return len(both.filter(~same.fill_null(False))) if len(both) > 30 else 1


def test_a_new_months_run_leads_to_the_package_on_the_server(
    settings: Settings, server: SftpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as mailbox:
        settings = replace(settings, alert_smtp=smtp(mailbox.port))
        monkeypatch.setattr(schedules, "_today", lambda: date(2025, 12, 5))  # working day 5 after November
        repository = define(settings).get_repository_def()
        assert not tick(repository), "there is no release yet"
        run = CliRunner().invoke(main, ["run", "--raw", str(settings.raw), "--home", str(settings.home)])
        assert run.exit_code == 0, run.output
        release = current_release(settings)
        assert release is not None
        assert tick(repository)
        told = [(str(mail["To"]), " ".join(str(mail["Subject"]).split())) for mail in mailbox.mails]
    assert differing_medians(release) == 0
    folder = server.files / "inbox" / "lat_2025-11_v1"
    manifest = read_manifest(folder)
    assert {file["name"]: file["sha256"] for file in manifest["files"]} == {
        path.name: sha256(path) for path in folder.iterdir() if path.name != "manifest.json"
    }
    assert manifest["release_id"] == release.release_id
    counts = pl.read_parquet(folder / "lat_2025-11_v1_oppdrag_per_base.parquet")
    assert counts["missions"].sum() > 0
    assert told == [("tall@lat.example", "nodstat, syntetiske data: Tall for november 2025 er levert")]
    [line] = audit.read(settings)
    assert (line.state, line.release_id, line.manifest_sha256) == (
        "delivered", release.release_id, sha256(folder / "manifest.json"),
    )  # fmt: skip
    assert not tick(repository), "what is delivered is not sent again"
