"""Runs that the daemon starts alert as `nodstat run` does, and a feed that is late alerts though nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.alert_sensors import alert_sensors
from dagster_project.definitions import define
from dagster_project.instance import open_instance
from dagster_project.releases import run_lock
from dagster_project.settings import Secret, Settings
from tests.alerts.servers import Hook, web_server

MONTHS = {"dagster/asset_partition_range_start": "2025-03", "dagster/asset_partition_range_end": "2025-04"}
LATE = {"feed_late"}


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with web_server() as hook:
        yield hook


@pytest.fixture
def told(settings: Settings, hook: Hook) -> Settings:
    """The home of somebody who is told by webhook."""
    return replace(settings, alert_webhook=Secret(hook.url))


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with open_instance(settings) as instance:
        yield instance


def execute(settings: Settings, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    job = define(settings).resolve_job_def("nodstat")
    return job.execute_in_process(instance=instance, tags=MONTHS, raise_on_error=False)


def after(settings: Settings, instance: dg.DagsterInstance, result: dg.ExecuteInProcessResult) -> str:
    """Have the sensor look that is for a run that went so, and give what it says on Dagster's pages."""
    failed, went_well, _ = alert_sensors(settings)
    event = result.get_run_success_event() if result.success else result.get_run_failure_event()
    context = dg.build_run_status_sensor_context(
        "sensor", event, instance, result.dagster_run if result.success else instance.get_run_by_id(result.run_id)
    )
    said = went_well(context) if result.success else failed(context.for_run_failure())
    assert isinstance(said, dg.SkipReason)
    return str(said.skip_message)


def hourly(settings: Settings) -> str:
    said = alert_sensors(settings)[2](dg.build_sensor_context())
    assert isinstance(said, dg.SkipReason)
    return str(said.skip_message)


def news(hook: Hook) -> list[dict[str, str]]:
    return [post for post in hook.posts if post["kind"] not in LATE]


def test_failed_checks_are_told_by_name_and_detail(
    told: Settings, instance: dg.DagsterInstance, hook: Hook, raw: Path, dbt: Path
) -> None:
    (dbt / "tests" / "never_passes.sql").write_text("select 1 from {{ ref('fct_call') }} limit 1")
    assert after(told, instance, execute(told, instance)).startswith("All is told")
    (blocked,) = news(hook)
    assert blocked["kind"] == "release_blocked"
    assert "marts/fct_call: never_passes: Got 1 result, configured to fail if != 0" in blocked["happened"]


def test_an_error_is_told_in_its_own_words(
    told: Settings, instance: dg.DagsterInstance, hook: Hook, raw: Path, dbt: Path
) -> None:
    (dbt / "models" / "marts" / "broken.sql").write_text("select no_such_column from {{ ref('fct_call') }}")
    after(told, instance, execute(told, instance))
    (failed,) = news(hook)
    assert failed["kind"] == "run_failed"
    assert "no_such_column" in failed["happened"]


@pytest.mark.usefixtures("dbt")
def test_a_refused_delivery_is_told_after_a_run_that_released(
    told: Settings, instance: dg.DagsterInstance, hook: Hook, raw: Path
) -> None:
    (raw / "calls_iccs" / "calls_iccs_2025-03-31.csv").write_bytes(b"")
    result = execute(told, instance)
    assert result.success
    for _ in range(2):
        after(told, instance, result)
    (refused,) = news(hook)
    assert "calls_iccs_2025-03-31.csv" in refused["happened"]


@pytest.mark.usefixtures("raw", "dbt")
def test_a_run_beside_a_command_is_no_news(
    told: Settings, instance: dg.DagsterInstance, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_lock(told.home), monkeypatch.context() as patch:
        patch.setattr("dagster_project.releases.lock._held", set())  # as in another process
        result = execute(told, instance)
    assert not result.success
    assert after(told, instance, result).startswith("Nothing to tell: ")
    assert hook.requests == []


def test_a_run_whose_process_died_is_told(told: Settings, instance: dg.DagsterInstance, hook: Hook) -> None:
    died = dg.DagsterRun("nodstat", status=dg.DagsterRunStatus.STARTED)
    instance.add_run(died)
    event = instance.report_run_failed(died, "Run execution process unexpectedly exited with exit code -9.")
    context = dg.build_run_status_sensor_context("sensor", event, instance, died).for_run_failure()
    alert_sensors(told)[0](context)
    assert "unexpectedly exited with exit code -9" in news(hook)[0]["happened"]


@pytest.mark.usefixtures("dbt", "raw")
def test_a_late_feed_is_told_once_a_day_though_nothing_runs(
    told: Settings, instance: dg.DagsterInstance, hook: Hook
) -> None:
    execute(told, instance)
    assert hook.posts == []
    for _ in range(2):
        assert hourly(told).startswith("All is told")
    late = [post["key"] for post in hook.posts]
    assert "feed_late:calls_iccs" in late
    assert len(late) == len(set(late))


def test_before_the_first_run_nothing_is_late(told: Settings, hook: Hook) -> None:
    assert "first run is still to come" in hourly(told)
    assert hook.requests == []


@pytest.mark.usefixtures("dbt", "raw")
def test_what_a_channel_could_not_take_is_said_and_sent_in_the_next_hour(
    told: Settings, instance: dg.DagsterInstance, hook: Hook
) -> None:
    execute(told, instance)
    hook.status = 503
    assert hourly(told).startswith("Alerts by webhook not sent: ")
    hook.status = 200
    assert hourly(told).startswith("All is told")
    assert {post["kind"] for post in hook.posts} == LATE


@pytest.mark.usefixtures("dbt", "raw")
def test_without_a_channel_they_say_how_to_get_one(settings: Settings, instance: dg.DagsterInstance) -> None:
    assert "NODSTAT_ALERT_SMTP_HOST" in after(settings, instance, execute(settings, instance))
    assert "NODSTAT_ALERT_SMTP_HOST" in hourly(settings)
    assert not settings.alerts.exists()


def test_they_are_on_as_soon_as_a_daemon_serves_them(settings: Settings) -> None:
    assert {sensor.default_status for sensor in alert_sensors(settings)} == {dg.DefaultSensorStatus.RUNNING}
    assert [sensor.minimum_interval_seconds for sensor in alert_sensors(settings)] == [10, 10, 3600]
