"""Left to itself, `nodstat orchestrate` releases what is delivered, and leaves no process behind when it is ended."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest

from dagster_project.contracts import load_contracts
from dagster_project.ingest import read_ledger
from dagster_project.instance import open_instance
from dagster_project.releases import current_release
from dagster_project.settings import PROJECT_ROOT, Settings
from dagster_project.synthetic import generate
from tests.orchestration import quiet_gate

WITHIN_S = 120


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    """Deliveries that are on their way."""
    generate(tmp_path / "delivered", date(2025, 3, 30), date(2025, 4, 1), scale=0.004)
    return tmp_path / "delivered"


@pytest.fixture
def checkout(write_dbt: Callable[[Path], None], tmp_path: Path) -> Path:
    """This code, with the small dbt project in the real one's place, for processes that nothing can be patched in."""
    checkout = tmp_path / "checkout"
    shutil.copytree(PROJECT_ROOT / "dagster_project", checkout / "dagster_project")
    write_dbt(checkout / "dbt")
    (checkout / "dbt" / "seeds").mkdir()
    for name in ("control_rooms.csv", "air_bases.csv"):
        shutil.copy(PROJECT_ROOT / "dbt" / "seeds" / name, checkout / "dbt" / "seeds")
    shutil.copy(Path(quiet_gate.__file__), checkout)
    with (checkout / "dagster_project" / "definitions.py").open("a") as definitions:
        definitions.write("\nimport quiet_gate\nquiet_gate.install()\n")
    return checkout


@pytest.fixture
def orchestrate(settings: Settings, checkout: Path) -> Iterator[subprocess.Popen[str]]:
    """`nodstat orchestrate` on a folder without deliveries."""
    settings.raw.mkdir()
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", "from dagster_project.cli import main; main()", "orchestrate"),
            *("--home", str(settings.home), "--raw", str(settings.raw)),
        ],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout), "NODSTAT_QUIET_SECONDS": "1", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait()


def processes_of(checkout: Path) -> list[str]:
    """Those that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == checkout.resolve():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it ended meanwhile, or is not ours
            continue
    return found


def wait(orchestrate: subprocess.Popen[str], settings: Settings, is_so: Callable[[], bool]) -> None:
    """Until something is so; what the daemon says, if it never is."""
    deadline = time.monotonic() + WITHIN_S
    while not is_so():
        assert orchestrate.poll() is None, (settings.home / "logs" / "daemon.log").read_text()
        assert time.monotonic() < deadline, (settings.home / "logs" / "daemon.log").read_text()
        time.sleep(0.5)


BACKFILL = """
mutation ($assets: [AssetKeyInput!]!, $months: [String!]!) {
  launchPartitionBackfill(backfillParams: {assetSelection: $assets, partitionNames: $months}) {
    __typename
    ... on LaunchBackfillSuccess { backfillId }
    ... on PythonError { message }
  }
}
"""


def ask(address: str, query: str, **variables: object) -> dict[str, Any]:
    """What the web server answers, as its own pages ask it."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"{address}/graphql", body, {"Content-Type": "application/json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        answered: dict[str, Any] = json.load(answer)
    assert "errors" not in answered, answered
    return dict(answered["data"])


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/cwd").exists(), reason="looks for processes in /proc")
def test_deliveries_are_released_months_chosen_on_the_pages_read_again_and_nothing_left_running(
    orchestrate: subprocess.Popen[str], checkout: Path, settings: Settings, delivered: Path
) -> None:
    # With the times of the originals, and before the sensor's first look.
    shutil.copytree(delivered, settings.raw, dirs_exist_ok=True)
    assert orchestrate.stdout is not None
    address = next(word for word in orchestrate.stdout.readline().split() if word.startswith("http://"))
    wait(orchestrate, settings, lambda: current_release(settings) is not None)
    release = current_release(settings)
    assert release is not None
    rows = sum(len(path.read_text("cp1252").splitlines()) - 1 for path in (settings.raw / "calls_iccs").iterdir())
    assert release.manifest["row_counts"]["fct_call"] == rows
    with open_instance(settings) as instance:
        (run,) = instance.get_runs()
    assert run.tags["dagster/sensor_name"] == "new_deliveries"

    expect_read_again_in_one_run(address, ["2025-02", "2025-03"], orchestrate, settings)
    assert current_release(settings) == release, "the lake alone was asked for"

    orchestrate.send_signal(signal.SIGTERM)
    rest, _ = orchestrate.communicate(timeout=30)
    assert orchestrate.returncode == 0
    assert rest.endswith("Ended\n")
    assert processes_of(checkout) == []


def expect_read_again_in_one_run(
    address: str, months: list[str], orchestrate: subprocess.Popen[str], settings: Settings
) -> None:
    """Choose months of every feed on Dagster's pages, where April is left alone."""

    def read_at() -> dict[str, set[datetime]]:
        ledger = read_ledger(settings.lake).select(pl.col("period").str.head(7), "ingested_at")
        return {str(month): set(at["ingested_at"]) for (month,), at in ledger.group_by("period")}

    before = read_at()
    assets = [{"path": ["lake", feed]} for feed in load_contracts()]
    launched = ask(address, BACKFILL, assets=assets, months=months)["launchPartitionBackfill"]
    assert launched["__typename"] == "LaunchBackfillSuccess", launched
    with open_instance(settings) as instance:

        def ended() -> list[dg.RunRecord]:
            tags = {"dagster/backfill": launched["backfillId"]}
            return list(instance.get_run_records(dg.RunsFilter(tags=tags, statuses=[dg.DagsterRunStatus.SUCCESS])))

        wait(orchestrate, settings, lambda: bool(ended()))
        (record,) = ended()
    assert record.dagster_run.tags["dagster/asset_partition_range_start"] == months[0]
    assert record.dagster_run.tags["dagster/asset_partition_range_end"] == months[-1]
    after = read_at()
    assert after["2025-04"] == before["2025-04"]
    assert after["2025-03"].isdisjoint(before["2025-03"])
