"""Twenty readers, each opening `current` again and again, while ten releases are published and old ones pruned."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dagster_project.releases import Facts, list_releases, prune, publish
from dagster_project.settings import Settings
from tests.faults.command import environment

READERS, RELEASES, KEEP = 20, 10, 2
ROWS = 200_000

READ = """
import json, sys
from pathlib import Path
import duckdb
home, last = Path(sys.argv[1]), int(sys.argv[2])
seen, looks = [], 0
while not seen or seen[-1] < last:
    release = (home / "current").resolve()
    try:
        connection = duckdb.connect(str(release / "warehouse.duckdb"), read_only=True)
    except duckdb.IOException:
        # Pruned between the two lines above, which only a reader that took its time can meet: the next look finds it.
        if release.exists():
            raise
        continue
    with connection:
        manifest = json.loads((release / "manifest.json").read_text()) if release.exists() else None
        for _ in range(3):
            numbers = connection.execute(
                "SELECT (SELECT min(number) FROM marts.fct_call), (SELECT max(number) FROM marts.fct_call),"
                " (SELECT number FROM marts.kpi_values), (SELECT count(*) FROM marts.fct_call)"
            ).fetchone()
            looks += 1
            assert numbers[:3] == (numbers[0],) * 3, f"mixed numbers: {numbers}"
            assert numbers[3] == int(sys.argv[3]) + numbers[0], f"half a release: {numbers}"
            if manifest is not None:
                assert manifest["row_counts"]["fct_call"] == numbers[3], "another release's manifest"
        if not seen or seen[-1] != numbers[0]:
            seen.append(numbers[0])
print(json.dumps({"seen": seen, "looks": looks}))
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with its first release."""
    settings = Settings(home=tmp_path / "home", raw=tmp_path / "raw")
    settings.build.mkdir(parents=True)
    release(settings, 1)
    return settings


def release(settings: Settings, number: int) -> None:
    """Publish a release that has its number in every row of every table."""
    settings.build_file.unlink(missing_ok=True)
    with duckdb.connect(str(settings.build_file), config={"storage_compatibility_version": "v1.5.0"}) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute(
            f"CREATE TABLE marts.fct_call AS SELECT {number} AS number, hash(i) AS call_id"
            f" FROM range({ROWS + number}) AS calls (i)"
        )
        connection.execute(f"CREATE TABLE marts.kpi_values AS SELECT {number} AS number")
    publish(settings, Facts(True, {"calls_iccs": date(2025, 6, 15)}, [], {}, [], f"release {number}"))
    prune(settings, KEEP)


def test_twenty_readers_through_ten_releases_see_whole_releases_only(settings: Settings) -> None:
    command = [sys.executable, "-c", READ, str(settings.home), str(RELEASES), str(ROWS)]
    readers = [
        subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(READERS)
    ]
    for number in range(2, RELEASES + 1):
        release(settings, number)
    outputs = [reader.communicate(timeout=240) for reader in readers]
    assert [errors for _, errors in outputs if errors] == []
    told = [json.loads(output) for output, _ in outputs]
    assert all(reader["seen"] == sorted(reader["seen"]) for reader in told), "never back to an older one"
    assert {reader["seen"][-1] for reader in told} == {RELEASES}
    met = Counter(number for reader in told for number in reader["seen"])
    assert len(met) > RELEASES / 2, f"the readers came too late to meet more than {sorted(met)}"
    assert len(list_releases(settings)) == KEEP
