"""The asset graph tells the story of the line, and the schedule runs it in the morning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from click.testing import Result
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph
from dagster._utils.schedules import schedule_execution_time_iterator

from dagster_project.checks.expectations import EXPECTATIONS
from dagster_project.checks.gate import STEP
from dagster_project.contracts import load_contracts
from dagster_project.definitions import define
from dagster_project.instance import open_instance
from dagster_project.partitions import MONTHS
from dagster_project.settings import Settings

FEEDS = list(load_contracts())


@pytest.fixture(scope="module")
def definitions(
    write_dbt: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dg.Definitions]:
    folder = tmp_path_factory.mktemp("definitions")
    write_dbt(folder / "dbt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dagster_project.dbt_project.PROJECT", folder / "dbt")
        yield define(Settings(home=folder / "home", raw=folder / "raw"))


@pytest.fixture(scope="module")
def graph(definitions: dg.Definitions) -> AssetGraph:
    return definitions.resolve_asset_graph()


def node(graph: AssetGraph, *path: str) -> object:
    return graph.get(dg.AssetKey(path))


def test_every_recipient_s_packages_come_after_the_release_and_are_no_part_of_a_run(
    definitions: dg.Definitions, graph: AssetGraph
) -> None:
    packages = node(graph, "extracts", "lat")
    assert packages.parent_keys == {dg.AssetKey("release")}
    assert (packages.group_name, packages.kinds) == ("extracts", {"csv", "parquet", "excel"})
    of_run = definitions.resolve_job_def("nodstat").asset_layer.selected_asset_keys
    assert dg.AssetKey("release") in of_run
    assert dg.AssetKey(["extracts", "lat"]) not in of_run
    assert definitions.resolve_job_def("extract_lat").asset_layer.selected_asset_keys == {packages.key}


def test_every_contract_has_its_deliveries_and_its_part_of_the_lake(graph: AssetGraph) -> None:
    for feed in FEEDS:
        lake = node(graph, "lake", feed)
        assert lake.parent_keys == {dg.AssetKey(["data_raw", feed])}
        assert lake.group_name == "lake"
        assert lake.owners == [f"team:{load_contracts()[feed].owner}"]
        assert lake.kinds == {"polars", "parquet"}
        assert lake.partitions_def == MONTHS
        assert lake.backfill_policy == dg.BackfillPolicy.single_run()
        assert lake.description.startswith(load_contracts()[feed].title)
        assert ".." not in lake.description


def test_the_lake_leads_through_the_warehouse_to_the_release(graph: AssetGraph) -> None:
    assert node(graph, "staging", "stg_calls_iccs").parent_keys == {dg.AssetKey(["lake", "calls_iccs"])}
    assert node(graph, "marts", "fct_call").parent_keys == {dg.AssetKey(["staging", "stg_calls_iccs"])}
    assert node(graph, "marts", "fct_call").group_name == "marts"
    assert node(graph, "release").parent_keys == {
        dg.AssetKey(["marts", name])
        for name in ("data_status", "delivery", "dim_control_room", "fct_call", "kpi_values")
    }


def test_every_asset_has_owner_group_and_description(graph: AssetGraph) -> None:
    for key in graph.get_all_asset_keys():
        asset = graph.get(key)
        assert asset.owners, key
        assert asset.group_name != "default", key
        assert asset.description, key


def test_every_dbt_test_is_a_check_that_holds_the_release_back(graph: AssetGraph) -> None:
    others = {"accounting", "corrections", *(expectation.name for expectation in EXPECTATIONS)}
    checks = {key for key in graph.asset_check_keys if key.name not in others}
    assert checks == {
        dg.AssetCheckKey(dg.AssetKey(["marts", "fct_call"]), "not_null_fct_call_call_id"),
        dg.AssetCheckKey(dg.AssetKey(["marts", "fct_call"]), "calls_add_up"),
    }
    assert all(graph.get_check_spec(key).blocking for key in graph.asset_check_keys)


@pytest.mark.parametrize("name", ["accounting", "corrections"])
def test_every_feed_has_its_checks(graph: AssetGraph, name: str) -> None:
    assert {key.asset_key.path[1] for key in graph.asset_check_keys if key.name == name} == set(FEEDS)


def test_the_job_is_the_whole_line_in_one_process(definitions: dg.Definitions, graph: AssetGraph) -> None:
    job = definitions.resolve_job_def("nodstat")
    extracts = {key for key in graph.executable_asset_keys if key.path[0] == "extracts"}
    assert job.asset_layer.executable_asset_keys == graph.executable_asset_keys - extracts
    assert job.executor_def is dg.in_process_executor


def test_all_that_writes_to_the_home_shares_one_pool(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("nodstat")
    assert {n.definition.pool for n in job.nodes if not n.name.endswith(("accounting", "corrections", STEP))} == {
        "home"
    }


@pytest.mark.usefixtures("raw", "dbt")
def test_the_morning_run_spans_the_months_with_something_new(settings: Settings) -> None:
    request = evaluate(define(settings))
    assert isinstance(request, dg.RunRequest)
    assert request.tags["dagster/asset_partition_range_start"] == "2025-03"
    assert request.tags["dagster/asset_partition_range_end"] == "2025-04"


def test_the_morning_run_is_skipped_when_all_is_released(settings: Settings, run: Callable[..., Result]) -> None:
    run()
    skipped = evaluate(define(settings))
    assert isinstance(skipped, dg.SkipReason)
    assert str(settings.raw) in skipped.skip_message


def test_the_morning_run_is_at_half_past_five_in_oslo_in_winter_and_summer(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("daily_run")
    oslo = ZoneInfo("Europe/Oslo")
    # The nights of both switches, 2025: one run each, none at an hour that comes twice or not at all.
    for day in (datetime(2025, 3, 30, tzinfo=oslo), datetime(2025, 10, 26, tzinfo=oslo)):
        ticks = schedule_execution_time_iterator(day.timestamp(), schedule.cron_schedule, schedule.execution_timezone)
        tick = next(ticks).astimezone(oslo)
        assert (tick.date(), tick.hour, tick.minute) == (day.date(), 5, 30)


def test_schedule_and_sensor_are_on_as_soon_as_a_daemon_serves_them(definitions: dg.Definitions) -> None:
    assert definitions.resolve_schedule_def("daily_run").default_status == dg.DefaultScheduleStatus.RUNNING
    assert definitions.resolve_sensor_def("new_deliveries").default_status == dg.DefaultSensorStatus.RUNNING


@pytest.mark.usefixtures("raw", "dbt")
def test_the_morning_run_is_skipped_while_one_is_under_way(settings: Settings) -> None:
    with open_instance(settings) as instance:
        instance.add_run(dg.DagsterRun("nodstat", status=dg.DagsterRunStatus.STARTED))
        skipped = evaluate(define(settings), instance)
    assert isinstance(skipped, dg.SkipReason)
    assert "under way" in skipped.skip_message


def evaluate(
    definitions: dg.Definitions, instance: dg.DagsterInstance | None = None
) -> dg.RunRequest | dg.SkipReason | None:
    schedule = definitions.resolve_schedule_def("daily_run")
    with (
        nullcontext(instance) if instance else dg.instance_for_test() as history,
        dg.build_schedule_context(history, scheduled_execution_time=datetime(2025, 4, 2, 5, 30)) as context,
    ):
        data = schedule.evaluate_tick(context)
    return data.run_requests[0] if data.run_requests else dg.SkipReason(data.skip_message)
