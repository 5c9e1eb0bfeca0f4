"""`nodstat run` and the plausibility gate: what blocks, what warns, and what happens when nobody can judge."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result

from dagster_project.checks import gate
from dagster_project.checks.expectations import EXPECTATIONS
from dagster_project.checks.findings import finding
from dagster_project.checks.validator import Outcome, Validator
from dagster_project.releases import current_release
from dagster_project.settings import Settings

Run = Callable[..., Result]
MONTH = {
    "feed": "calls_iccs",
    "month": date(2025, 3, 1),
    "rows_before": 1000,
    "rows_now": 900,
    "is_restated": False,
    "loss_share": 0.1,
}


@pytest.fixture
def find(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the gate find a month that has shrunk, by the expectation of this name alone."""

    def find(name: str) -> None:
        def judge(settings: Settings, *_: object) -> list[gate.Finding]:
            fails, holds = Outcome(False, 1, (0,)), Outcome(True, 1, ())
            return [
                finding(
                    expectation,
                    pl.DataFrame([MONTH] if expectation.name == name else [dict.fromkeys(expectation.columns, 1)]),
                    fails if expectation.name == name else holds,
                    is_synthetic=True,
                    accepted=settings.accept,
                )
                for expectation in EXPECTATIONS
            ]

        monkeypatch.setattr(gate, "judge", judge)

    return find


def deliver_again(raw: Path) -> None:
    shutil.copy(raw / "calls_iccs" / "calls_iccs_2025-03-30.csv", raw / "calls_iccs" / "calls_iccs_2025-03-31_v2.csv")


def test_an_error_holds_the_release_back_and_says_what_to_do(
    run: Run, find: Callable[[str], None], settings: Settings, raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    before = current_release(settings)
    (raw / "calls_iccs" / "calls_iccs_2025-03-31.csv").unlink()
    deliver_again(raw)
    find("no_month_shrinks")
    result = run()
    assert result.exit_code == 4
    assert current_release(settings) == before
    assert (
        "marts/kpi_values: no_month_shrinks: 1 of 1 months: Calls, ICCS 2025-03: 900 rows, 1,000 in the previous "
        "release (−10.0%)." in result.stderr
    )
    assert "NODSTAT_ACCEPT=no_month_shrinks before nodstat run" in result.stderr

    monkeypatch.setenv("NODSTAT_ACCEPT", "no_month_shrinks")
    result = run()
    assert result.exit_code == 0
    assert "Released with warnings: marts/kpi_values: no_month_shrinks" in result.stdout
    assert current_release(settings) != before


def test_a_warning_passes_and_shows_in_manifest_status_and_result_page(
    run: Run, call: Run, find: Callable[[str], None], settings: Settings
) -> None:
    find("no_restated_month_shrinks")
    assert run().exit_code == 0
    release = current_release(settings)
    assert release is not None
    (check,) = [check for check in release.manifest["checks"] if check["state"] == "warned"]
    assert (check["name"], check["severity"]) == ("marts/kpi_values: no_restated_month_shrinks", "warn")
    assert check["title_nb"] == "Ingen måned mister rader når leveranser erstattes"
    assert "Anrop, ICCS 03.2025: 900 rader" in check["detail_nb"]
    assert (check["figures"]["judged"], check["figures"]["outside"], check["figures"]["max_value"]) == (1, 1, 0.01)
    status = call("status", "--home", str(settings.home)).stdout
    assert "  marts/kpi_values: no_restated_month_shrinks: 1 of 1 months: Calls, ICCS 2025-03: 900 rows" in status
    page = (release.path / "docs" / "checks.html").read_text(encoding="utf-8")
    assert "Anrop, ICCS 03.2025: 900 rader" in page
    assert "marts/fct_call" in page, "dbt's tests are summed up"


def test_without_a_judge_there_is_no_release(run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(_: Settings, __: object, validator: Validator, ___: object) -> list[gate.Finding]:
        validator.outcomes([{}])
        return []

    monkeypatch.setattr(gate, "judge", judge)
    monkeypatch.setattr(Validator, "command", (sys.executable, "-c", "raise SystemExit('broken')"))
    result = run()
    assert result.exit_code == 4
    assert "The plausibility gate could not judge the release" in result.stderr
    assert "Great Expectations ended with exit code 1: broken" in result.stderr
    assert "Traceback" not in result.output
    assert current_release(settings) is None
