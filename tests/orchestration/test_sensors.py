"""The sensor requests one run for new deliveries, once they lie still, and none while one is under way."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import sleep, time

import dagster as dg
import pytest
from click.testing import Result
from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin

from dagster_project.instance import open_instance
from dagster_project.jobs import JOB
from dagster_project.releases import run_lock
from dagster_project.sensors import new_deliveries
from dagster_project.settings import Settings

ORIGIN = RemoteJobOrigin(RemoteRepositoryOrigin(RegisteredCodeLocationOrigin("nodstat"), "nodstat"), JOB)

Run = Callable[..., Result]
Look = Callable[..., dg.SensorResult | dg.SkipReason]


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with open_instance(settings) as instance:
        yield instance


@pytest.fixture
def look(settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch) -> Look:
    """What the sensor says, so many seconds from now; with `cursor`, as if it had kept that."""

    def look(seconds_from_now: float = 61, cursor: str | None = None) -> dg.SensorResult | dg.SkipReason:
        monkeypatch.setattr("dagster_project.sensors.time", lambda: time() + seconds_from_now)
        said = new_deliveries(settings)(dg.build_sensor_context(instance, cursor=cursor))
        assert isinstance(said, dg.SensorResult | dg.SkipReason)
        return said

    return look


def skipped(said: dg.SensorResult | dg.SkipReason) -> str:
    assert isinstance(said, dg.SkipReason)
    return str(said.skip_message)


def requested(said: dg.SensorResult | dg.SkipReason) -> dg.RunRequest:
    assert isinstance(said, dg.SensorResult), said
    (request,) = said.run_requests or ()
    assert request.run_key == said.cursor
    return request


@pytest.mark.usefixtures("raw", "dbt")
def test_a_run_is_requested_over_the_months_with_something_new(look: Look) -> None:
    assert requested(look()).tags == {
        "dagster/asset_partition_range_start": "2025-03",
        "dagster/asset_partition_range_end": "2025-04",
    }


@pytest.mark.usefixtures("dbt")
def test_deliveries_that_came_a_moment_ago_are_left_alone_and_not_even_read(
    look: Look, settings: Settings, raw: Path
) -> None:
    for path in raw.rglob("*.csv"):
        path.chmod(0o000)
    assert "within the last 60 s" in skipped(look(59))
    assert not (settings.build / "hashes").exists()


@pytest.mark.usefixtures("dbt")
def test_the_last_file_of_any_feed_begins_the_minute_anew(look: Look, raw: Path) -> None:
    source = raw / "nodsms" / "nodsms_2025-03.csv"
    began = time()
    while time() - began < 1.1:
        source.touch()
    # A minute after all others; a copying tool that keeps times cannot hide it either.
    shutil.copystat(raw / "nodsms" / "nodsms_2025-04.csv", source)
    assert "within the last 60 s" in skipped(look(59.5))
    requested(look(61))


@pytest.mark.usefixtures("dbt")
@pytest.mark.parametrize("name", [".nodsms_2025-05.csv.x7Yq", "nodsms_2025-05.csv.part", "~$nodsms.xlsx", "x.tmp"])
def test_a_file_under_a_temporary_name_is_neither_waited_for_nor_read(
    settings: Settings, instance: dg.DagsterInstance, raw: Path, name: str
) -> None:
    sleep(1.1)
    (raw / "nodsms" / name).touch()
    sensor = new_deliveries(replace(settings, quiet_seconds=1))
    request = requested(sensor(dg.build_sensor_context(instance)))  # type: ignore[arg-type]
    assert request.tags["dagster/asset_partition_range_end"] == "2025-04"


def test_nothing_new_is_no_reason_to_run(look: Look, run: Run, settings: Settings) -> None:
    assert run().exit_code == 0
    assert skipped(look()) == f"Nothing new in {settings.raw}."


@pytest.mark.usefixtures("dbt")
def test_no_deliveries_at_all_are_no_reason_to_run(look: Look, settings: Settings) -> None:
    settings.raw.mkdir()
    assert skipped(look()) == f"Nothing new in {settings.raw}."


@pytest.mark.usefixtures("raw", "dbt")
def test_the_same_state_never_gets_two_runs(look: Look) -> None:
    request = requested(look())
    assert request.run_key == requested(look()).run_key, "whichever daemon asks"
    assert "has had its run" in skipped(look(cursor=request.run_key))


@pytest.mark.usefixtures("dbt")
def test_the_same_bytes_copied_again_are_the_same_state(look: Look, raw: Path) -> None:
    before = requested(look()).run_key
    path = raw / "nodsms" / "nodsms_2025-03.csv"
    path.write_bytes(path.read_bytes())
    assert "has had its run" in skipped(look(cursor=before))


@pytest.mark.usefixtures("dbt")
def test_one_more_delivery_is_another_state(look: Look, raw: Path) -> None:
    before = requested(look()).run_key
    shutil.copy(raw / "nodsms" / "nodsms_2025-03.csv", raw / "nodsms" / "nodsms_2025-02.csv")
    request = requested(look(cursor=before))
    assert request.run_key != before
    assert request.tags["dagster/asset_partition_range_start"] == "2025-02"


def test_a_changed_file_is_news_and_so_is_its_return(look: Look, run: Run, raw: Path) -> None:
    path = raw / "nodsms" / "nodsms_2025-03.csv"
    first = path.read_bytes()
    keys = [requested(look()).run_key]
    for content in (first[: first.rindex(b"\n", 0, -1) + 1], first, first[: first.rindex(b"\n", 0, -1) + 1], first):
        assert run().exit_code == 0
        path.write_bytes(content)
        request = requested(look(cursor=keys[-1]))
        assert set(request.tags.values()) == {"2025-03"}
        keys.append(request.run_key)
    assert len(set(keys)) == 5


def test_a_refused_delivery_that_comes_again_is_not_tried_again(look: Look, run: Run, raw: Path) -> None:
    bad = raw / "nodsms" / "nodsms_2025-13.csv"
    shutil.copy(raw / "nodsms" / "nodsms_2025-03.csv", bad)
    assert run().exit_code == 3
    bad.write_bytes(bad.read_bytes())
    assert skipped(look()).startswith("Nothing new")


@pytest.mark.usefixtures("raw", "dbt")
@pytest.mark.parametrize("status", ["QUEUED", "STARTING", "STARTED", "CANCELING"])
def test_no_run_is_requested_while_one_is_under_way(look: Look, instance: dg.DagsterInstance, status: str) -> None:
    begun = dg.DagsterRun(JOB, status=dg.DagsterRunStatus[status], remote_job_origin=ORIGIN)
    instance.add_run(begun)
    assert skipped(look()) == "A run is under way."
    instance.delete_run(begun.run_id)
    requested(look())


@pytest.mark.usefixtures("raw", "dbt")
def test_a_command_that_was_killed_is_closed_in_the_history_and_holds_nothing_up(
    look: Look, instance: dg.DagsterInstance
) -> None:
    killed = dg.DagsterRun(JOB, status=dg.DagsterRunStatus.STARTED)  # a command's: of no code location
    instance.add_run(killed)
    requested(look())
    assert instance.get_run_by_id(killed.run_id).status == dg.DagsterRunStatus.FAILURE  # type: ignore[union-attr]


@pytest.mark.usefixtures("raw", "dbt")
def test_a_command_that_is_at_work_is_left_alone(
    look: Look, instance: dg.DagsterInstance, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = dg.DagsterRun(JOB, status=dg.DagsterRunStatus.STARTED)
    instance.add_run(at_work)
    with run_lock(settings.home), monkeypatch.context() as patch:
        patch.setattr("dagster_project.releases.lock._held", set())  # as in another process
        assert skipped(look()) == "A run is under way."
    assert instance.get_run_by_id(at_work.run_id).status == dg.DagsterRunStatus.STARTED  # type: ignore[union-attr]


@pytest.mark.usefixtures("raw", "dbt")
def test_a_run_of_the_daemon_that_holds_no_lock_is_dead_once_it_should(
    look: Look, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance.add_run(dg.DagsterRun(JOB, status=dg.DagsterRunStatus.STARTED, remote_job_origin=ORIGIN))
    assert skipped(look()) == "A run is under way.", "it may be about to take the lock"
    monkeypatch.setattr("dagster_project.instance._TAKES_THE_LOCK_WITHIN", timedelta(0))
    requested(look())


@pytest.mark.usefixtures("raw", "dbt")
def test_no_run_is_requested_while_a_command_writes_to_the_home(
    look: Look, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_lock(settings.home), monkeypatch.context() as patch:
        patch.setattr("dagster_project.releases.lock._held", set())  # as in another process
        assert skipped(look()).startswith(f"{settings.home} is being written by process ")
    requested(look())


def test_real_deliveries_beside_a_synthetic_home_are_told_of(look: Look, run: Run, raw: Path) -> None:
    run()
    (raw / "SYNTHETIC.json").unlink()
    (raw / "nodsms" / "nodsms_2025-03.csv").write_text("x")
    assert "--home" in skipped(look())


@pytest.mark.usefixtures("raw", "dbt")
def test_how_long_they_must_lie_still_is_a_setting(settings: Settings, instance: dg.DagsterInstance) -> None:
    sensor = new_deliveries(replace(settings, quiet_seconds=10_000))
    assert "within the last 10000 s" in skipped(sensor(dg.build_sensor_context(instance)))  # type: ignore[arg-type]


def test_it_looks_every_half_minute_or_as_often_as_they_must_lie_still(settings: Settings) -> None:
    assert new_deliveries(replace(settings, quiet_seconds=60)).minimum_interval_seconds == 30
    assert new_deliveries(replace(settings, quiet_seconds=5)).minimum_interval_seconds == 5
