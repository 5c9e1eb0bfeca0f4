"""A run that Dagster's daemon has started holds the home's lock, as one from a terminal does."""

from __future__ import annotations

import threading
import time

import dagster as dg
import pytest

from dagster_project.dbt_project import DbtProject
from dagster_project.definitions import define
from dagster_project.inputs import Inputs
from dagster_project.instance import open_instance
from dagster_project.releases import RunLockedError, run_lock
from dagster_project.resources import resources
from dagster_project.settings import Settings


def home_of(settings: Settings, inputs: Inputs | None = None) -> dict[str, dg.ResourceDefinition]:
    return {"home": resources(settings, DbtProject(settings), inputs)["home"]}


def lock_elsewhere(settings: Settings) -> None:
    """Try the lock in another thread, which is as good as another process."""
    failed: list[RunLockedError] = []

    def take() -> None:
        try:
            with run_lock(settings.home):
                pass
        except RunLockedError as error:
            failed.append(error)

    thread = threading.Thread(target=take)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def test_a_run_holds_the_lock_from_its_first_step_to_its_last(settings: Settings) -> None:
    with dg.build_resources(home_of(settings)), pytest.raises(RunLockedError):
        lock_elsewhere(settings)
    lock_elsewhere(settings)


def test_it_does_not_let_go_before_dbt_has_ended(settings: Settings) -> None:
    dbt = threading.Thread(target=time.sleep, args=[0.7], name="dbt", daemon=True)
    with dg.build_resources(home_of(settings)):
        dbt.start()
    assert not dbt.is_alive()


def test_a_run_of_a_command_leaves_dbt_to_the_command(settings: Settings) -> None:
    dbt = threading.Thread(target=time.sleep, args=[0.7], name="dbt", daemon=True)
    with dg.build_resources(home_of(settings, Inputs(settings))):
        dbt.start()
    assert dbt.is_alive()
    dbt.join()


@pytest.mark.usefixtures("raw", "dbt")
def test_it_fails_with_one_clear_line_while_a_command_holds_the_lock(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = define(settings).resolve_job_def("nodstat")
    tags = {"dagster/asset_partition_range_start": "2025-03", "dagster/asset_partition_range_end": "2025-04"}
    with open_instance(settings) as instance, run_lock(settings.home), monkeypatch.context() as patch:
        patch.setattr("dagster_project.releases.lock._held", set())  # as in another process
        result = job.execute_in_process(instance=instance, tags=tags, raise_on_error=False)
    assert not result.success
    told = [line for line in capsys.readouterr().err.splitlines() if "this run did nothing" in line]
    assert len(told) == 1
    assert f"{settings.home} is being written by process " in told[0]
    assert not (settings.lake / "calls_iccs" / "ledger").exists()
