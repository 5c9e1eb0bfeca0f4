"""What has a text of its own for each engine means the same on both; values are reckoned by hand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.dbt_project import PROJECT
from dagster_project.extracts import audit
from dagster_project.settings import Settings
from tests.warehouse.lake import Lake, call

HERE = Path(__file__).parent / "project"
pytestmark = pytest.mark.slow


@dataclass
class Built:
    """The little project as one engine built it: once whole, and once more 2 and 3 January 2025."""

    engine: str
    folder: Path
    read_whole: tuple[tuple[str], ...] = ()
    """Calls that the first build read."""

    def dbt(self, name: str, **environment: str) -> None:
        """Build everything. Models may fail, and one of them has to."""
        # fmt: off
        finished = subprocess.run(
            [
                Path(sys.executable).with_name("dbt"), "--quiet", "build", "--target", self.engine,
                "--project-dir", self.folder / "project", "--profiles-dir", PROJECT,
                "--target-path", self.folder / name, "--log-path", self.folder / "logs",
            ],
            env=os.environ | environment | {
                "NODSTAT_LAKE": str(self.folder / "home" / "lake"),
                "NODSTAT_EXTRACTS": str(self.folder / "home" / "extracts"),
                "NODSTAT_BUILD_FILE": str(self.folder / "build.duckdb"),
                "NODSTAT_SPARK_FOLDER": str(self.folder / "spark"),
                "NODSTAT_ENGINES_BUILD": name,
            },
            capture_output=True, text=True, check=False,
        )
        # fmt: on
        assert (self.folder / name / "run_results.json").exists(), finished.stdout + finished.stderr

    def outcome(self, build: str, model: str) -> tuple[str, str]:
        """Status and message of a model in a build."""
        results = json.loads((self.folder / build / "run_results.json").read_bytes())["results"]
        return next((r["status"], r["message"]) for r in results if r["unique_id"] == f"model.nodstat.{model}")

    def rows(self, model: str, columns: str = "*", where: str = "true") -> list[tuple[Any, ...]]:
        """All rows of a model's table, in order."""
        files = self.folder / "spark" / "warehouse" / "marts.db" / model
        table = f"read_parquet('{files}/*.parquet')" if self.engine == "spark" else f"marts.{model}"
        file = str(self.folder / "build.duckdb") if self.engine == "duckdb" else ":memory:"
        with duckdb.connect(file) as connection:
            return connection.execute(f"select {columns} from {table} where {where} order by all").fetchall()


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The little project, built by each engine."""
    engine = str(request.param)
    if engine == "spark":
        request.getfixturevalue("java")
    folder = tmp_path_factory.mktemp(engine)
    shutil.copytree(HERE, folder / "project")
    shutil.copytree(PROJECT / "macros", folder / "project" / "macros")
    shutil.copy(PROJECT / "models" / "staging" / "stg_ledger.sql", folder / "project" / "models")
    settings = Settings(home=folder / "home", raw=folder / "raw")
    _lay(Lake(settings.lake))
    _audit(settings)
    built = Built(engine, folder)
    built.dbt("first")
    built.read_whole = tuple(built.rows("events", "call_id"))
    built.dbt("second", NODSTAT_BUILD_DAYS="2025-01-02,2025-01-03")
    yield built


def _lay(lake: Lake) -> None:
    """A day's calls, delivered twice, of which the second counts; and a day of the month after."""
    lake.deliver("calls_iccs", "2025-01-02", [call("AMK-BGO", "2025-01-02 08:00:00", call_id="superseded")])
    newest = lake.deliver(
        "calls_iccs",
        "2025-01-02",
        [
            call("AMK-BGO", "2025-01-02 00:30:00.125", wait=1.001, call_id="night"),
            call("AMK-BGO", "2025-01-02 23:30:00", call_id="unanswered", test=True),
        ],
        version=2,
    )
    lake.supersede("calls_iccs", "2025-01-02", newest)
    lake.deliver("calls_iccs", "2025-07-01", [call("AMK-BGO", "2025-07-01 00:30:00", wait=2, call_id="summer")])
    lake.write_ledgers()


def _audit(settings: Settings) -> None:
    """One delivery, one that came to nothing, and a line that a crash cut off."""
    delivered = audit.Delivery(
        tried_at="2025-06-01T04:05:06+00:00",
        recipient_id="fhi",
        recipient="FHI",
        agreement="A-1",
        data_set="kpi",
        schema_version="1.0",
        period_type="month",
        period="2025-05",
        version=1,
        state="delivered",
        detail="",
        release_id="r1",
        is_synthetic=True,
        destination="folder",
        manifest_sha256="0" * 64,
        bytes=2**33,
        files={"kpi.csv": "1", "readme.txt": "2"},
    )
    audit.write(settings, delivered)
    audit.write(settings, replace(delivered, recipient_id="ssb", version=None, state="failed", files={}))
    file = audit.audit_file(settings)
    file.write_bytes(file.read_bytes() + file.read_bytes()[:300])


@pytest.mark.parametrize(
    ("day", "year", "week", "weekday"),
    [
        (date(2024, 2, 29), 2024, 9, 4),
        (date(2024, 12, 29), 2024, 52, 7),
        (date(2024, 12, 30), 2025, 1, 1),
        (date(2027, 1, 3), 2026, 53, 7),
        (date(2027, 1, 4), 2027, 1, 1),
    ],
)
def test_weeks_are_iso_weeks(built: Built, day: date, year: int, week: int, weekday: int) -> None:
    found = built.rows("days_of_winter", "iso_year, iso_week, weekday", f"local_date = '{day}'")
    assert found == [(year, week, weekday)]


def test_a_series_has_every_day_and_days_are_counted_with_both_ends(built: Built) -> None:
    first = built.rows("days_of_winter", "local_date, days")[:4]
    assert first == [
        (date(2024, 2, 27), 1),
        (date(2024, 2, 28), 2),
        (date(2024, 2, 29), 3),
        (date(2024, 3, 1), 4),
    ]
    assert built.rows("days_of_winter", "count(*), max(days)") == [(1043, 1043)]


def test_percentiles_lie_between_the_closest_ranks(built: Built) -> None:
    # Of 10, 20, 30 and 40 the median is the middle of 20 and 30, and the 90th percentile 0.7 of the way to 40.
    (four, none, one) = built.rows("percentiles")
    assert four == ("four", 25.0, pytest.approx(37.0, rel=1e-12))
    assert one == ("one", 7.0, 7.0)
    assert none == ("none", None, None)


def test_words_get_a_row_each(built: Built) -> None:
    assert built.rows("words") == [(1, "113"), (1, "116117"), (1, "all"), (2, "all")]


def test_a_key_is_looked_for_as_a_whole(built: Built) -> None:
    assert built.rows("keys_in") == [("A", date(2025, 1, 1)), ("B", date(2025, 1, 2))]


def test_only_deliveries_that_count_are_read_and_times_stay_utc(built: Built) -> None:
    # The second build asked for two days in January: the delivery of July is not among its files.
    night = ("night", datetime(2025, 1, 1, 23, 30, 0, 125000), 1.001, date(2025, 1, 2), 0, False)
    unanswered = ("unanswered", datetime(2025, 1, 2, 22, 30), None, date(2025, 1, 2), 23, True)
    assert built.rows("events") == [night, unanswered]
    assert built.rows("events", "typeof(queued_at), typeof(local_hour)")[0] == ("TIMESTAMP", "TINYINT")


def test_a_build_of_everything_reads_every_delivery_that_counts(built: Built) -> None:
    assert built.read_whole == (("night",), ("summer",), ("unanswered",))


def test_what_spark_keeps_of_a_view_does_not_grow_with_the_deliveries(built: Built) -> None:
    """Its catalogue has room for some hundred names of files: three years did not fit."""
    if built.engine != "spark":
        pytest.skip("DuckDB opens the files that it is told the names of")
    text = built.folder / "first" / "compiled" / "nodstat" / "models" / "events.sql"
    assert ".parquet'" not in text.read_text(encoding="utf-8")


def test_a_feed_without_deliveries_is_an_empty_relation(built: Built) -> None:
    assert built.outcome("first", "no_events")[0] == "success"
    assert built.rows("no_events") == []


def test_a_line_of_the_audit_that_was_cut_off_did_not_happen(built: Built) -> None:
    when = datetime(2025, 6, 1, 4, 5, 6)
    assert built.rows("extracts") == [("fhi", when, 1, 2**33, 2), ("ssb", when, None, 2**33, 0)]


def test_days_in_scope_take_the_place_of_what_was_there_and_no_other(built: Built) -> None:
    assert built.rows("replaced") == [
        (date(2025, 1, 1), "first"),
        (date(2025, 1, 3), "second"),
        (date(2025, 1, 4), "first"),
    ]


def test_a_seed_keeps_apostrophes_backslashes_and_what_is_missing(built: Built) -> None:
    assert built.rows("seeded") == [
        (1, 'Bølgen\'s \\n "øy"', date(2025, 2, 28), 0.1),
        (2, None, None, None),
    ]


def test_a_null_against_the_contract_fails_the_build(built: Built) -> None:
    status, message = built.outcome("first", "with_a_null")
    assert status == "error"
    assert "n" in message.lower()
    assert "null" in message.lower()
