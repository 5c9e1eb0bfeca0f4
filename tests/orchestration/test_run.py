"""`nodstat run`: what it releases, what it leaves, and what its exit code says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
from click.testing import Result

from dagster_project.checks.expectations import EXPECTATIONS
from dagster_project.ingest import read_ledger
from dagster_project.releases import Release, current_release, list_releases, roll_back_to
from dagster_project.settings import Settings

Run = Callable[..., Result]


def current(settings: Settings) -> Release:
    release = current_release(settings)
    assert release is not None
    return release


def calls(settings: Settings) -> int:
    with duckdb.connect(str(current(settings).database), read_only=True) as connection:
        return int(connection.execute("SELECT count(*) FROM marts.fct_call").fetchall()[0][0])


def rows_in(path: Path) -> int:
    return len(path.read_text("cp1252").splitlines()) - 1


def read_by_feed(result: Result) -> dict[str, list[int]]:
    """Deliveries, rows read, accepted, quarantined, duplicate, refused: the table that a run prints, by feed."""
    lines = result.stdout.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("feed "))
    rows = [line.split() for line in lines[start + 1 : lines.index("", start)]]
    return {feed: [int(cell.replace(",", "")) for cell in cells] for feed, *cells in rows}


def test_a_first_run_releases(run: Run, settings: Settings, raw: Path) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert calls(settings) == sum(rows_in(path) for path in (raw / "calls_iccs").iterdir())
    release = current(settings)
    assert release.release_id in result.stdout
    assert release.manifest["is_synthetic"]
    assert release.manifest["data_as_at"]["calls_iccs"] == "2025-04-01"
    assert {check["name"]: check["state"] for check in release.manifest["checks"]} == {
        "lake/air_ambulance_missions: accounting": "passed",
        "lake/ambulance_alarms: accounting": "passed",
        "lake/ambulance_alarms: corrections": "passed",
        "lake/calls_iccs: accounting": "passed",
        "lake/calls_iccs: corrections": "passed",
        "lake/calls_lifex: accounting": "passed",
        "lake/calls_lifex: corrections": "passed",
        "lake/nodsms: accounting": "passed",
        "lake/nodsms: corrections": "passed",
        "lake/video_bliksund: accounting": "passed",
        "lake/video_bliksund: corrections": "passed",
        "lake/video_hjelp113: accounting": "passed",
        "lake/video_hjelp113: corrections": "passed",
        "marts/fct_call: not_null_fct_call_call_id": "passed",
        "marts/fct_call: calls_add_up": "passed",
        **{f"marts/{expectation.table}: {expectation.name}": "passed" for expectation in EXPECTATIONS},
    }
    assert {row["sha256"] for row in release.manifest["deliveries"]} == set(read_ledger(settings.lake)["sha256"])


def test_a_release_has_its_dictionary_and_the_run_says_where(
    run: Run, call: Callable[..., Result], settings: Settings
) -> None:
    stdout = run().stdout
    page = current(settings).path / "docs" / "index.html"
    assert stdout.splitlines()[-1].endswith(f": {page}")
    listed = call("releases", "list", "--home", str(settings.home)).stdout
    assert listed.splitlines()[-1].endswith(f": {page}")
    for name, language in (("index.html", "nb"), ("en.html", "en")):
        text = page.with_name(name).read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in text
        assert current(settings).release_id in text
        assert 'id="table-fct_call"' in text
        assert 'href="#feed-calls_iccs"' in text


def test_nothing_new_publishes_nothing(run: Run, settings: Settings) -> None:
    run()
    result = run()
    assert result.exit_code == 0
    assert "Nothing new" in result.stdout
    assert len(list_releases(settings)) == 1


def test_only_the_changed_file_is_ingested(run: Run, settings: Settings, raw: Path) -> None:
    run()
    before = read_ledger(settings.lake)
    changed = raw / "calls_iccs" / "calls_iccs_2025-03-31.csv"
    lines = changed.read_text("cp1252").splitlines(keepends=True)
    changed.write_text("".join(lines[:-10]), "cp1252")
    result = run()
    assert result.exit_code == 0
    assert read_by_feed(result) == {"calls_iccs": [1, len(lines) - 11, len(lines) - 11, 0, 0, 0]}
    after = read_ledger(settings.lake)
    assert after.height == before.height + 1
    assert after.filter(state="superseded")["file"].to_list() == [changed.name]
    assert calls(settings) == sum(rows_in(path) for path in (raw / "calls_iccs").iterdir())
    assert len(list_releases(settings)) == 2


def test_a_refused_delivery_is_named_and_the_rest_released(run: Run, settings: Settings, raw: Path) -> None:
    (raw / "calls_iccs" / "calls_iccs_2025-03-31.csv").write_bytes(b"")
    (raw / "calls_iccs" / "calls iccs 1 April.csv").write_text("x")
    result = run()
    assert result.exit_code == 3
    assert [line.split(": ")[:2] for line in result.stdout.splitlines() if line.startswith("  calls_iccs/")] == [
        ["  calls_iccs/calls_iccs_2025-03-31.csv", "empty"],
        ["  calls_iccs/calls iccs 1 April.csv", "bad_name"],
    ]
    release = current(settings)
    again = run()
    assert again.exit_code == 0, "they are refused no more than once"
    assert current(settings) == release


def test_a_failed_check_leaves_the_release_of_before(run: Run, settings: Settings, raw: Path, dbt: Path) -> None:
    run()
    before = current(settings)
    shutil.copy(raw / "calls_iccs" / "calls_iccs_2025-04-01.csv", raw / "calls_iccs" / "calls_iccs_2025-04-02.csv")
    failing = dbt / "tests" / "never_passes.sql"
    failing.write_text("select 1 from {{ ref('fct_call') }} limit 1")
    result = run()
    assert result.exit_code == 4
    assert f"{before.release_id} stays the current release" in result.stderr
    assert "marts/fct_call: never_passes" in result.stderr
    assert "Traceback" not in result.output
    assert current(settings) == before
    assert len(list_releases(settings)) == 1

    failing.unlink()
    result = run()
    assert result.exit_code == 0
    assert "not released yet" in result.stdout
    assert current(settings) != before


def test_a_model_that_cannot_be_built_is_named_with_its_error(run: Run, dbt: Path, settings: Settings) -> None:
    (dbt / "models" / "marts" / "broken.sql").write_text("select no_such_column from {{ ref('fct_call') }}")
    result = run()
    assert result.exit_code == 4
    assert "there is no release yet" in result.stderr
    assert "broken" in result.stderr
    assert "no_such_column" in result.stderr
    assert "Traceback" not in result.output
    log = Path(result.stderr.splitlines()[-1].removeprefix("The run's log: "))
    assert "no_such_column" in log.read_text(encoding="utf-8")


def test_a_dbt_project_that_does_not_parse_is_one_line(run: Run, dbt: Path) -> None:
    (dbt / "models" / "marts" / "broken.sql").write_text("select * from {{ ref('nowhere') }}")
    result = run()
    assert result.exit_code == 4
    assert "nowhere" in result.stderr
    assert len(result.stderr.splitlines()) == 2


def test_a_model_that_is_gone_is_not_released(run: Run, dbt: Path, settings: Settings) -> None:
    gone = dbt / "models" / "marts" / "gone.sql"
    gone.write_text("select 1 as one")
    run()
    assert "gone" in current(settings).manifest["row_counts"]
    gone.unlink()
    assert run().exit_code == 0
    assert "gone" not in current(settings).manifest["row_counts"]


def test_a_rolled_back_release_stays_until_there_is_something_new(
    run: Run, dbt: Path, settings: Settings, raw: Path
) -> None:
    run()
    first = current(settings)
    (raw / "calls_iccs" / "calls_iccs_2025-03-31.csv").unlink()
    shutil.copy(raw / "calls_iccs" / "calls_iccs_2025-03-30.csv", raw / "calls_iccs" / "calls_iccs_2025-03-31_v2.csv")
    run()
    assert current(settings) != first
    roll_back_to(settings, first.release_id)
    result = run()
    assert "Nothing new" in result.stdout
    assert "rolled back" in result.stdout
    assert current(settings) == first


def test_reingest_reads_everything_again(run: Run, settings: Settings) -> None:
    first = run()
    second = run("--reingest")
    assert second.exit_code == 0
    assert read_by_feed(second) == read_by_feed(first)
