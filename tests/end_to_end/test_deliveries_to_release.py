"""The whole line on small deliveries: what went in comes out, what is broken is named, and the numbers are right.

Expected values come from the generator's own account of what it wrote (SYNTHETIC.json), which shares no code with
ingest and warehouse.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from dagster_project.checks.expectations import EXPECTATIONS

CALLS = ("calls_iccs", "calls_lifex")
Value = Callable[[str, str], Any]


def test_the_run_releases_although_deliveries_were_refused(line: Any) -> None:
    assert line.result.exit_code == 3, line.result.output
    assert line.release.release_id in line.result.stdout


def test_every_refused_delivery_is_named_with_its_reason_in_one_line(line: Any) -> None:
    refused = {f"{d.feed}/{d.file}": d.refusal for d in line.truth.deliveries if d.refusal}
    assert set(refused.values()) == {"unreadable", "missing_columns", "empty", "bad_name", "too_many_errors"}
    lines = [text.strip().split(": ", 2) for text in line.result.stdout.splitlines()]
    assert {name: rest[0] for name, *rest in lines if name in refused} == refused
    assert all(len(rest) == 2 and rest[1] for name, *rest in lines if name in refused), "each says what and where"
    assert dict(line.rows("SELECT feed || '/' || file, reason FROM delivery WHERE state = 'refused'")) == refused


def test_no_row_is_lost(line: Any) -> None:
    taken = [d for d in line.truth.deliveries if not d.refusal]
    counted = line.rows(
        "SELECT file, rows_read, accepted, quarantined, duplicate FROM delivery WHERE state = 'accepted'"
    )
    assert {file: tuple(counts) for file, *counts in counted} == {
        d.file: (d.rows, d.good, sum(d.errors.values()), d.duplicates) for d in taken
    }
    planted: Counter[tuple[str, str]] = Counter()
    for delivery in taken:
        planted.update({(delivery.feed, reason): count for reason, count in delivery.errors.items()})
    summary = line.rows("SELECT feed, reason, sum(rows) FROM quarantine_summary GROUP BY ALL")
    assert {(feed, reason): count for feed, reason, count in summary} == planted


@pytest.mark.parametrize("segment", ["113", "116117", "other"])
def test_calls(line: Any, national: Value, segment: str) -> None:
    truth = line.truth.totals(CALLS)
    offered, answered, unanswered = (truth[f"{what}_{segment}"] for what in ("offered", "answered", "unanswered"))
    assert national("calls_offered", segment) == offered
    assert national("calls_answered", segment) == answered
    assert national("calls_unanswered", segment) == unanswered
    assert national("calls_unanswered_share", segment) == pytest.approx(unanswered / offered)
    assert national("calls_transferred_share", segment) == pytest.approx(truth[f"transferred_{segment}"] / answered)
    assert national("answer_time_mean_s", segment) == pytest.approx(truth[f"wait_ms_{segment}"] / answered / 1000)


def test_the_two_headline_kpis_have_their_own_denominators(line: Any, national: Value) -> None:
    truth = line.truth.totals(CALLS)
    share_113 = national("calls_answered_within_10s_share", "113")
    share_116117 = national("calls_answered_within_2min_share", "116117")
    assert share_113 == pytest.approx(truth["within_10s_113"] / truth["answered_113"])
    assert share_116117 == pytest.approx(truth["within_120s_116117"] / truth["offered_116117"])
    assert f"{share_113:.1%}" in line.result.stdout
    assert f"{share_116117:.1%}" in line.result.stdout


def test_a_call_that_both_systems_logged_counts_once(line: Any, national: Value) -> None:
    truth = line.truth.totals(CALLS)
    assert truth["twins"] > 0, "these days should have some"
    assert national("calls_total", "all") == truth["calls"]


@pytest.mark.parametrize("urgency", ["akutt", "haster", "vanlig"])
def test_alarms(line: Any, national: Value, urgency: str) -> None:
    truth = line.truth.totals("ambulance_alarms")
    sent, acknowledged = truth[f"sent_{urgency}"], truth[f"acknowledged_{urgency}"]
    assert national("alarms_sent", urgency) == sent
    assert national("alarms_acknowledged_share", urgency) == pytest.approx(acknowledged / sent)


def test_every_rhf_and_room_adds_up_to_the_nation(line: Any, national: Value) -> None:
    for level in ("rhf", "hf", "room"):
        ((total,),) = line.rows(
            "SELECT sum(value) FROM kpi_values WHERE kpi_id = 'calls_offered' AND segment = 'all'"
            f" AND period_type = 'year' AND org_level = '{level}'"
        )
        assert total == national("calls_offered", "all"), level


def test_the_release_says_what_it_is(line: Any) -> None:
    manifest = json.loads((line.release.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["is_synthetic"] is True
    assert manifest["data_as_at"]["calls_iccs"] == "2025-06-20"
    assert manifest["data_as_at"]["nodsms"] == "2025-06-30"
    assert manifest["row_counts"]["delivery"] == len(line.truth.deliveries)
    assert {check["state"] for check in manifest["checks"]} <= {"passed", "warned"}
    assert len(manifest["checks"]) > 20
    assert {"nodstat", "dbt-core", "duckdb", "polars", "dagster", "python"} <= set(manifest["versions"])


def test_every_dbt_test_and_every_expectation_is_a_check_with_its_numbers(line: Any) -> None:
    checks = {check["name"].partition(": ")[2]: check for check in line.release.manifest["checks"]}
    dbt = json.loads((line.settings.build / "dbt" / "target" / "manifest.json").read_text(encoding="utf-8"))
    tests = {node["name"] for node in dbt["nodes"].values() if node["resource_type"] == "test"}
    assert len(tests) > 20
    assert tests | {expectation.name for expectation in EXPECTATIONS} | {"accounting", "corrections"} == set(checks)
    assert all({"rows", "seconds"} <= checks[name]["figures"].keys() for name in tests)
    judged = {expectation.name: checks[expectation.name]["figures"]["judged"] for expectation in EXPECTATIONS}
    assert judged["no_date_is_in_the_future"] == 7
    assert judged["volume_is_as_usual"] == 0, "eleven days are too few to learn from"
    ((missing,),) = line.rows("SELECT count(*) FROM data_status WHERE missing_deliveries > 0")
    assert checks["no_delivery_is_missing"]["figures"]["outside"] == missing


def test_every_table_and_column_is_described_in_the_file(line: Any) -> None:
    with duckdb.connect(str(line.release.database), read_only=True) as connection:
        bare = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL OR comment NOT LIKE 'One row per %'"
        ).fetchall()
        silent = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns()"
            " WHERE database_name = current_database() AND schema_name = 'marts' AND comment IS NULL"
        ).fetchall()
    assert bare == []
    assert silent == []


def test_every_table_is_in_the_dictionary(line: Any) -> None:
    for name in ("index.html", "en.html"):
        page = (line.release.path / "docs" / name).read_text(encoding="utf-8")
        told = set(re.findall(r'id="table-(\w+)"', page))
        assert told == set(line.release.manifest["row_counts"])
        assert 'id="kpi-calls_answered_within_10s_share"' in page
    assert str(line.release.dictionary) in line.result.stdout


def test_a_second_run_finds_nothing_new(line: Any) -> None:
    release = line.release
    result = line.run_again()
    assert result.exit_code == 0, result.output
    assert "Nothing new" in result.stdout
    assert line.release == release


def test_status_tells_of_the_release_the_feeds_and_the_refusals(line: Any) -> None:
    text = line.nodstat("status").stdout
    assert text.startswith(f"Release {line.release.release_id}, built ")
    assert "synthetic data" in text.splitlines()[0]
    for feed in line.settings.raw.iterdir():
        if feed.is_dir():
            assert f"\n{feed.name} " in text
    assert f"Refused deliveries: {sum(1 for d in line.truth.deliveries if d.refusal)}" in text
    assert "not released" not in text


def test_sql_answers_from_the_release(line: Any) -> None:
    result = line.nodstat("sql", "select count(*) as calls from fct_call", "--format", "json")
    assert json.loads(result.stdout) == [{"calls": line.release.manifest["row_counts"]["fct_call"]}]
