"""A job and a schedule per recipient: what is due goes out by itself, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import pytest
import yaml

from dagster_project.assets import extracts as module
from dagster_project.assets.extracts import extracts
from dagster_project.extracts.periods import parse_period
from dagster_project.settings import RECIPIENTS, Settings
from tests.extracts.site import COUNTS, make_release


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    document = yaml.safe_load(RECIPIENTS.read_text(encoding="utf-8"))
    document["recipients"]["lat"] |= {"agreement": "A-1", "delivery": {"to": "directory", "path": "ut"}}
    path = tmp_path / "recipients.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    monkeypatch.setattr(module, "_today", lambda: date(2025, 12, 5))  # working day 5 after November
    return Settings(home=tmp_path / "home", raw=tmp_path / "raw", recipients=path)


def tick(settings: Settings) -> object:
    [schedule] = extracts(settings).schedules or ()
    assert isinstance(schedule, dg.ScheduleDefinition)
    return schedule(dg.build_schedule_context())


def deliver(settings: Settings) -> dg.ExecuteInProcessResult:
    """Run LAT's job."""
    job = extracts(settings).resolve_job_def("extract_lat")
    return job.execute_in_process(raise_on_error=False)


def packages(result: dg.ExecuteInProcessResult) -> list[object]:
    """How many packages each materialization of LAT's asset says it has, and from which release."""
    found = result.asset_materializations_for_node("extracts__lat")
    return [(one.metadata["packages"].value, one.metadata["release_id"].value) for one in found]


def test_a_new_month_goes_out_once_and_again_when_it_is_restated(settings: Settings) -> None:
    assert isinstance(tick(settings), dg.SkipReason)
    make_release(settings.home)
    assert isinstance(tick(settings), dg.RunRequest)
    delivered = deliver(settings)
    assert delivered.success
    assert packages(delivered) == [(1, "20260105T050000Z")]
    assert [path.name for path in (settings.home / "ut").iterdir()] == ["lat_2025-11_v1"]
    assert isinstance(tick(settings), dg.SkipReason)
    make_release(settings.home, "20260106T050000Z")
    assert isinstance(tick(settings), dg.SkipReason)
    restated = {"2025-11": {**COUNTS, ("completed", None): (90, 30, 35, 60, 20)}}
    make_release(settings.home, "20260107T050000Z", months=restated)
    assert isinstance(tick(settings), dg.RunRequest)


def test_what_a_new_release_completes_goes_out_at_once_and_nothing_else_does(settings: Settings) -> None:
    repository = extracts(settings).get_repository_def()
    sensor = repository.get_sensor_def("extract_lat_when_released")
    cursor: str | None = None
    with dg.DagsterInstance.ephemeral() as instance:

        def tick_again() -> int:
            nonlocal cursor
            context = dg.build_sensor_context(instance, cursor, repository_def=repository)
            cursor = (result := sensor.evaluate_tick(context)).cursor
            return len(result.run_requests or ())

        assert tick_again() == 0, "nothing is released"
        make_release(settings.home)
        instance.report_runless_asset_event(dg.AssetMaterialization("release"))
        assert [tick_again(), tick_again()] == [1, 0], "a release is looked at once; what fails is the schedule's"
        assert deliver(settings).success
        instance.report_runless_asset_event(dg.AssetMaterialization("release"))
        assert tick_again() == 0, "all is delivered"


def test_a_day_too_early_and_without_an_agreement_nothing_goes_out(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_release(settings.home)
    assert isinstance(tick(replace(settings, recipients=RECIPIENTS)), dg.SkipReason)
    monkeypatch.setattr(module, "_today", lambda: date(2025, 12, 4))
    assert isinstance(tick(settings), dg.SkipReason)


def test_recipients_that_cannot_be_read_stop_nothing_else(settings: Settings) -> None:
    settings.recipients.write_text("recipients: [", encoding="utf-8")
    repository = extracts(settings).get_repository_def()
    assert [schedule.name for schedule in repository.schedule_defs] == ["extracts_unreadable_daily"]
    assert not repository.sensor_defs
    assert not list(repository.asset_graph.get_all_asset_keys())


def test_a_period_that_cannot_be_made_does_not_keep_the_others_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_release(settings.home, months={"2025-11": COUNTS})
    wanted = [parse_period(code) for code in ("2025-10", "2025-11")]
    monkeypatch.setattr(module, "due", lambda *_: wanted)
    result = deliver(settings)
    assert not result.success
    assert packages(result) == [(1, "20260105T050000Z")], "what went out is on the asset's record"
    assert [path.name for path in (settings.home / "ut").iterdir()] == ["lat_2025-11_v1"]
