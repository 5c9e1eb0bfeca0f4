"""A wrong room code is corrected, the release tells of it, and when the source mends it the correction has to go."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from dagster_project.cli import main
from dagster_project.releases import current_release, open_locked
from dagster_project.settings import Settings
from tests.ingest.feeds import calls, content, iccs
from tests.tables import differences

FEED = "calls_iccs"
CORRECTION = """
- id: bergen-short-code
  from: 2025-03-03
  match: {intended_room_id: AMK-BG}
  set: {intended_room_id: AMK-BGO}
  reason: Typed by hand while the register was down
  by: HDO Statistikk
  date: 2025-04-01
"""


def test_a_correction_from_its_file_to_the_release_and_out_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", raw=tmp_path / "raw")
    for day in range(1, 8):
        _deliver(settings, f"2025-03-{day:02}", wrong=day == 3)
    assert _run(settings).exit_code == 0
    assert _bergen(settings) == 280
    assert _rows(settings, "FROM correction") == []
    assert _rows(settings, "SELECT reason, rows FROM quarantine_summary") == [("unknown_room", 1)]

    path = settings.raw / "corrections" / f"{FEED}.yaml"
    path.parent.mkdir()
    path.write_text(CORRECTION.replace("AMK-BGO}", "AMK-BGO"), encoding="utf-8")
    result = _run(settings)
    assert result.exit_code == 2
    assert f"{path}: is not YAML" in result.stderr

    path.write_text(CORRECTION, encoding="utf-8")
    assert _run(settings).exit_code == 0
    assert "Making 1 days, and the periods that hold them: 2025-03-03" in _newest_log(settings)
    assert _bergen(settings) == 281
    assert _rows(settings, "FROM quarantine_summary") == []
    assert _rows(
        settings,
        "SELECT feed, correction_id, matched, changed, reason, decided_by, decided_date::varchar, rows_changed,"
        " deliveries, first_date::varchar, last_date::varchar FROM correction",
    ) == [
        (
            FEED,
            "bergen-short-code",
            "intended_room_id = AMK-BG",
            "intended_room_id = AMK-BGO",
            "Typed by hand while the register was down",
            "HDO Statistikk",
            "2025-04-01",
            1,
            1,
            "2025-03-03",
            "2025-03-03",
        )
    ]
    assert "Nothing new" in _run(settings).stdout
    at_once = Settings(home=tmp_path / "at-once", raw=settings.raw)
    assert _run(at_once).exit_code == 0
    read_at = ("ingested_at", "last_delivery_at")
    assert differences(_database(settings), _database(at_once), leave_out=read_at) == {}

    before = _database(settings)
    _deliver(settings, "2025-03-03", wrong=False, version="_v2")
    result = _run(settings)
    assert result.exit_code == 4
    assert (
        "lake/calls_iccs: corrections: bergen-short-code changes no row of 2025-03-03: if the source" in result.stderr
    )
    assert _database(settings) == before

    path.unlink()
    assert _run(settings).exit_code == 0
    assert _bergen(settings) == 281
    assert _rows(settings, "FROM correction") == []


def _deliver(settings: Settings, day: str, *, wrong: bool, version: str = "") -> None:
    """41 calls to Bergen, of which the last may have a room that there is not."""
    date = f"{day[8:]}.03.2025"
    times = {"queued": f"{date} 07:02:47", "answered": f"{date} 07:02:51", "ended": f"{date} 07:05:41"}
    first = int(day[8:]) * 1000
    rows = [row.replace("840000", f"8{first:05}") for row in calls(40, **times)]
    if day == "2025-03-03":
        rows.append(iccs("84000090", room="AMK-BG" if wrong else "AMK-BGO", **times))
    path = settings.raw / FEED / f"{FEED}_{day}{version}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content(FEED, rows))


def _run(settings: Settings) -> Result:
    arguments = ["run", "--raw", str(settings.raw), "--home", str(settings.home)]
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def _rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    release = current_release(settings)
    assert release is not None
    with open_locked(release) as connection:
        return connection.execute(query).fetchall()


def _bergen(settings: Settings) -> object:
    ((calls,),) = _rows(settings, "SELECT count(*) FROM fct_call WHERE intended_room_id = 'AMK-BGO'")
    return calls


def _newest_log(settings: Settings) -> str:
    return max((settings.home / "logs").iterdir()).read_text(encoding="utf-8")


def _database(settings: Settings) -> Path:
    release = current_release(settings)
    assert release is not None
    return release.database
