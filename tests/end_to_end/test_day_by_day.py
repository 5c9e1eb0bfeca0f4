"""A home that was filled over several days, with a day restated, ends where one that got everything at once does."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from dagster_project.cli import main
from dagster_project.releases import current_release
from dagster_project.settings import Settings
from dagster_project.synthetic import generate
from tests.tables import differences

RESTATED = "2025-06-16"
"""Three rooms move to LifeX."""


def test_day_by_day_gives_what_a_run_from_nothing_gives(tmp_path: Path) -> None:
    final = tmp_path / "final"
    generate(final, date(2025, 6, 10), date(2025, 6, 20), scale=0.02, error_rate=0.02)
    for feed in ("calls_iccs", "ambulance_alarms"):
        _restate(final / feed, feed)
    raw = tmp_path / "raw"
    by_day = Settings(home=tmp_path / "by-day", raw=raw)

    shutil.copytree(final, raw, ignore=shutil.ignore_patterns("*2025-06-20*", "*_v2*"))
    assert _run(by_day).exit_code == 0
    _deliver(final, raw, "*2025-06-20*", "*_v2*")
    result = _run(by_day)

    assert result.exit_code == 0, result.output
    assert "Making 2 days, and the periods that hold them: 2025-06-16, 2025-06-20" in _newest_log(by_day)
    at_once = Settings(home=tmp_path / "at-once", raw=final)
    assert _run(at_once).exit_code == 0
    # When something was read is the one thing that may differ.
    read_at = ("ingested_at", "last_delivery_at")
    assert differences(_database(by_day), _database(at_once), leave_out=read_at) == {}
    _refusal_makes_no_day(by_day)


def _refusal_makes_no_day(settings: Settings) -> None:
    before = _database(settings)
    (settings.raw / "calls_iccs" / "calls_iccs_2025-06-21.csv").touch()
    assert _run(settings).exit_code == 3
    assert "Making no day" in _newest_log(settings)
    assert differences(before, _database(settings)).keys() == {"marts.delivery", "marts.data_status"}


def _restate(folder: Path, feed: str) -> None:
    """A second version of a day: every third row is missing."""
    first = folder / f"{feed}_{RESTATED}.csv"
    header, *rows = first.read_bytes().splitlines(keepends=True)
    kept = [row for number, row in enumerate(rows) if number % 3]
    first.with_name(f"{feed}_{RESTATED}_v2.csv").write_bytes(b"".join([header, *kept]))


def _deliver(final: Path, raw: Path, *patterns: str) -> None:
    for pattern in patterns:
        for path in final.glob(f"*/{pattern}"):
            shutil.copy2(path, raw / path.parent.name)


def _run(settings: Settings) -> Result:
    arguments = ["run", "--raw", str(settings.raw), "--home", str(settings.home)]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def _newest_log(settings: Settings) -> str:
    return max((settings.home / "logs").iterdir()).read_text(encoding="utf-8")


def _database(settings: Settings) -> Path:
    release = current_release(settings)
    assert release is not None
    return release.database
