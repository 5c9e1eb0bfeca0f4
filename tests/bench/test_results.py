"""RESULTS.md follows from the result files; verdicts follow from what was measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import alternatives, engines, full_year, growth, new_day, questions
from bench.benchmark import Verdict
from bench.catalogue import BENCHMARKS
from bench.report import render

BENCH = Path(__file__).resolve().parents[2] / "bench"


def runs(*seconds: float, peak_gb: float = 1.0) -> list[dict[str, Any]]:
    return [{"seconds": each, "peak_bytes": int(peak_gb * 1e9), "outcome": "done", "stages": {}} for each in seconds]


def year(nodstat: float, *, is_full: bool = True) -> dict[str, Any]:
    agreement = {"compared": 10, "different": 0, "only_here": 0, "only_there": 0, "example": None, "is_full": is_full}
    return {"sides": {"nodstat": runs(9.0, nodstat, 900.0), "floor": runs(40.0, 50.0, 60.0)}, "agreement": agreement}


def test_the_committed_results_are_what_the_result_files_say() -> None:
    assert (BENCH / "RESULTS.md").read_text(encoding="utf-8") == render(BENCH / "results", BENCHMARKS)


def test_every_result_file_belongs_to_a_benchmark_at_full_size() -> None:
    for path in (BENCH / "results").glob("*.json"):
        assert path.stem in {benchmark.name for benchmark in BENCHMARKS}
        assert json.loads(path.read_text(encoding="utf-8"))["scale"] == 1


def test_a_report_shows_table_verdict_circumstances_and_notes(tmp_path: Path) -> None:
    circumstances = {
        "command": "make bench BENCH=full_year RUNS=3",
        "measured_on": "2026-11-23",
        "machine": {"cpu": "Abacus", "cores": 2, "memory_gb": 8.0, "os": "Linux"},
        "versions": {"python": "3.11.7", "nodstat": "abc"},
    }
    (tmp_path / "full_year.json").write_text(json.dumps(circumstances | {"measured": year(75.0)}), encoding="utf-8")
    (tmp_path / "notes.md").write_text("## full_year\n\nReading takes half.\n\n## growth\n", encoding="utf-8")
    text = render(tmp_path, BENCHMARKS, tmp_path / "notes.md")
    assert "| nodstat | 75.0 s | 9.0–900.0 s | 1.50 | 1.0 GB |" in text
    assert "**Met:** 1.50 times the floor, and the same values." in text
    assert "`make bench BENCH=full_year RUNS=3`, 2026-11-23. Abacus, 2 cores, 8 GB, Linux. python 3.11.7" in text
    assert "Reading takes half." in text
    assert "Not measured yet: `make bench BENCH=growth`." in text


@pytest.mark.parametrize(("nodstat", "is_full", "is_met"), [(100, True, True), (101, True, False), (99, False, False)])
def test_a_full_year_may_take_twice_the_floor_and_must_have_its_values(
    nodstat: float, is_full: bool, is_met: bool
) -> None:
    assert full_year.verdict(year(nodstat, is_full=is_full)).is_met is is_met


def test_alternatives_must_agree_if_they_come_to_an_end() -> None:
    sides = {name: runs(1.0) for name in ("nodstat", "floor", "pandas")}
    right, wrong = {"is_full": True}, {"is_full": False}
    assert alternatives.verdict({"sides": sides, "agreements": {"floor": right, "pandas": right}}).is_met
    assert not alternatives.verdict({"sides": sides, "agreements": {"floor": right, "pandas": wrong}}).is_met
    assert not alternatives.verdict({"sides": sides, "agreements": {}}).is_met
    stopped = alternatives.verdict({"sides": sides, "agreements": {"floor": right}})
    assert (stopped.is_met, stopped.reason.endswith("; pandas did not come to an end")) == (True, True)


@pytest.mark.parametrize(("month", "three_years", "is_met"), [(20, 30, True), (10, 15.1, False), (21, 30.1, False)])
def test_a_new_day_may_take_30_s_and_half_as_much_again_on_three_years(
    month: float, three_years: float, is_met: bool
) -> None:
    sides = {"1 month": runs(month), "1 year": runs(month), "3 years": runs(three_years)}
    assert new_day.verdict({"sides": sides}).is_met is is_met


@pytest.mark.parametrize(
    ("ten_years", "peak_gb", "is_met"), [(600, 5.9, True), (601, 5.9, False), (600, 6.0, False), (100, 1.0, True)]
)
def test_growth_is_linear_at_most_and_below_6_gb(ten_years: float, peak_gb: float, is_met: bool) -> None:
    sides = {"1": runs(60), "3": runs(100), "10": runs(ten_years, peak_gb=peak_gb)}
    assert growth.verdict({"sides": sides}).is_met is is_met


def test_spark_has_to_come_to_an_end_with_every_number_of_years() -> None:
    [duckdb], [spark] = runs(60), runs(600)
    stopped = spark | {"outcome": "stopped at the time limit"}
    ended = {
        "sides": {"duckdb": dict.fromkeys(["1", "3", "10"], duckdb), "spark": dict.fromkeys(["1", "3", "10"], spark)}
    }
    assert engines.verdict(ended).is_met
    ended["sides"]["spark"]["10"] = stopped
    assert engines.verdict(ended) == Verdict(False, "Spark came to an end with 1 and 3 years")


@pytest.mark.parametrize(("kpi_p95", "other_p95", "is_met"), [(150, 900, True), (151, 1, False)])
def test_only_questions_about_kpis_have_a_limit(kpi_p95: float, other_p95: float, is_met: bool) -> None:
    asked = [
        {"asked_by": "docs/queries", "question": "a", "is_kpi_question": True, "p95_ms": kpi_p95},
        {"asked_by": "docs/queries", "question": "b", "is_kpi_question": False, "p95_ms": other_p95},
        {"asked_by": "docs/queries", "question": "c", "is_kpi_question": True, "p95_ms": 2},
    ]
    assert questions.verdict({"questions": asked}).is_met is is_met


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("-- like fct_call, but fast\nselect * from marts.kpi_values", True),
        ("select * from kpi_values inner join dim_control_room on room_id = org_id", True),
        ("select * from kpi_values, fct_call", False),
        ("-- kpi_values has no hours\nselect * from calls_by_hour", False),
        ("select * from dim_kpi", False),
    ],
)
def test_a_question_about_kpis_reads_kpi_values_and_no_events(sql: str, found: bool) -> None:
    assert questions.is_about_kpis(sql) is found
