"""A release holds the marts and nothing else, and readers see it whole."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from dagster_project.releases import (
    Check,
    Facts,
    clear_leftovers,
    current_release,
    list_releases,
    newest_release,
    publication,
    publish,
    roll_back_to,
)
from dagster_project.releases.release import ID_FORMAT
from dagster_project.settings import Settings

Build = Callable[[int], None]


def tables(database: Path) -> list[tuple[str, str]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables ORDER BY ALL"
        ).fetchall()


def calls(database: Path) -> int:
    with duckdb.connect(str(database), read_only=True) as connection:
        return int(connection.execute("SELECT count(*) FROM marts.fct_call").fetchall()[0][0])


def test_only_the_marts_are_released(settings: Settings, build: Build, facts: Facts) -> None:
    build(7)
    release = publish(settings, facts)
    assert tables(release.database) == [("marts", "fct_call")]
    assert calls(release.database) == 7
    with duckdb.connect(str(release.database), read_only=True) as connection:
        schemas = connection.execute(
            "SELECT schema_name FROM duckdb_schemas() WHERE NOT internal AND database_name = current_database()"
        ).fetchall()
    assert schemas == [("marts",)]


def test_the_build_file_stays_as_it_was(settings: Settings, build: Build, facts: Facts) -> None:
    build(7)
    before = settings.build_file.read_bytes()
    publish(settings, facts)
    assert settings.build_file.read_bytes() == before


def test_types_comments_and_constraints_survive(settings: Settings, build: Build, facts: Facts) -> None:
    build(1)
    release = publish(settings, facts)
    with duckdb.connect(str(release.database), read_only=True) as connection:
        columns = connection.execute(
            "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns()"
            " WHERE table_name = 'fct_call' ORDER BY column_index"
        ).fetchall()
        comment = connection.execute("SELECT comment FROM duckdb_tables()").fetchone()
    assert columns == [
        ("call_id", "VARCHAR", False, None),
        ("wait_s", "DOUBLE", True, "Seconds to the answer"),
        ("queued_at", "TIMESTAMP_MS", True, None),
        ("line", "ENUM('113', '116117')", True, None),
    ]
    assert comment == ("One row per call (ett anrop på 113)",)


def test_a_file_in_a_newer_format_is_written_anew_for_older_clients(
    settings: Settings, build: Build, facts: Facts
) -> None:
    build(5)
    settings.build_file.rename(settings.build / "old_format.duckdb")
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{settings.build / 'old_format.duckdb'}' AS source (READ_ONLY)")
        connection.execute(f"ATTACH '{settings.build_file}' AS target (STORAGE_VERSION 'latest')")
        connection.execute("COPY FROM DATABASE source TO target")
    release = publish(settings, facts)
    with duckdb.connect(str(release.database), read_only=True) as connection:
        tag = connection.execute(
            "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = current_database()"
        ).fetchone()
        comment = connection.execute("SELECT comment FROM duckdb_tables()").fetchone()
    assert tag == ("v1.5.0+",)
    assert comment == ("One row per call (ett anrop på 113)",)
    assert [path.name for path in release.path.iterdir()].count("warehouse.duckdb") == 1
    assert len(list(release.path.iterdir())) == 2


def test_a_file_that_is_mostly_waste_is_written_anew(settings: Settings, build: Build, facts: Facts) -> None:
    build(10)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute("CREATE TABLE staging.big AS SELECT random() AS x FROM range(2000000)")
        connection.execute("CHECKPOINT")
        connection.execute("CREATE TABLE marts.fct_later AS SELECT random() AS x FROM range(100000)")
    release = publish(settings, facts)
    assert settings.build_file.stat().st_size > 10_000_000
    assert release.database.stat().st_size < 5_000_000
    assert calls(release.database) == 10


def test_the_manifest_tells_what_is_in_it(settings: Settings, build: Build, facts: Facts) -> None:
    build(3)
    told = replace(
        facts,
        checks=[Check("offered_adds_up", "warned", "warn", "2 rows")],
        deliveries=[{"delivery_id": "d1", "feed": "calls_iccs", "ingested_at": datetime(2025, 4, 1, 5, 30)}],
    )
    before = datetime.now(UTC).replace(microsecond=0)
    release = publish(settings, told)
    manifest = json.loads((release.path / "manifest.json").read_text(encoding="utf-8"))
    assert before <= datetime.fromisoformat(manifest.pop("built_at")) <= datetime.now(UTC)
    assert manifest == {
        "release_id": release.release_id,
        "is_synthetic": True,
        "data_as_at": {"calls_iccs": "2025-03-31"},
        "row_counts": {"fct_call": 3},
        "checks": [
            {"name": "offered_adds_up", "state": "warned", "severity": "warn", "detail": "2 rows"}
            | {"title_nb": "", "detail_nb": "", "figures": {}}
        ],
        "versions": {"nodstat": "0.1.0"},
        "deliveries": [{"delivery_id": "d1", "feed": "calls_iccs", "ingested_at": "2025-04-01T05:30:00"}],
        "inputs_fingerprint": "first",
    }


def test_current_points_at_the_newest_by_a_relative_link(settings: Settings, build: Build, facts: Facts) -> None:
    for number in (1, 2):
        build(number)
        release = publish(settings, facts)
        assert current_release(settings) == release
    assert settings.current.readlink() == Path("releases") / release.release_id
    assert calls(settings.current / "warehouse.duckdb") == 2
    moved = settings.home.rename(settings.home.with_name("moved"))
    assert calls(moved / "current" / "warehouse.duckdb") == 2


def test_ids_grow_within_a_second_and_when_the_clock_goes_back(settings: Settings, build: Build, facts: Facts) -> None:
    build(1)
    ahead = settings.releases / "20991231T235959Z"
    first, second = publish(settings, facts), publish(settings, facts)
    assert first.release_id < second.release_id
    second.path.rename(ahead)
    assert publish(settings, facts).release_id == "21000101T000000Z"
    assert datetime.strptime(first.release_id, ID_FORMAT).year >= 2025


def test_a_release_cannot_be_written(settings: Settings, build: Build, facts: Facts) -> None:
    build(1)
    release = publish(settings, facts)
    for path in release.path.iterdir():
        assert not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH), path.name


def test_a_build_without_marts_is_not_released(settings: Settings, build: Build, facts: Facts) -> None:
    build(1)
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute("DROP SCHEMA marts CASCADE")
    with pytest.raises(ValueError, match="no table in schema marts"):
        publish(settings, facts)
    assert current_release(settings) is None


def test_a_reader_of_the_old_release_goes_on_reading_it(settings: Settings, build: Build, facts: Facts) -> None:
    build(10)
    old = publish(settings, facts)
    with duckdb.connect(str(settings.current / "warehouse.duckdb"), read_only=True) as reader:
        build(20)
        publish(settings, facts)
        assert reader.execute("SELECT count(*) FROM marts.fct_call").fetchone() == (10,)
    assert calls(old.database) == 10
    assert calls(settings.current / "warehouse.duckdb") == 20


STEPS = ("copyfile", "write_manifest", "sync_folder", "intend", "rename", "finish")


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_leaves_the_current_release_and_the_next_run_mends(
    settings: Settings, build: Build, facts: Facts, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    build(1)
    before = publish(settings, facts)

    class CrashError(Exception):
        pass

    def crash(*_: object, **__: object) -> None:
        raise CrashError

    build(2)
    with monkeypatch.context() as patch:
        if step == "copyfile":
            patch.setattr("dagster_project.releases.database.shutil.copyfile", crash)
        elif step == "rename":
            patch.setattr(Path, "rename", crash)
        else:
            patch.setattr(publication, step, crash)
        with pytest.raises(CrashError):
            publish(settings, facts)
    assert current_release(settings) == before
    assert calls(settings.current / "warehouse.duckdb") == 1

    clear_leftovers(settings)
    names = {path.name for path in settings.home.iterdir()}
    assert names == {"build", "current", "releases", "run.lock"}
    assert {path.name for path in settings.releases.iterdir()} == {
        release.release_id for release in list_releases(settings)
    }
    # Only a release that was whole, and lacked nothing but the swap, becomes the current one.
    assert calls(settings.current / "warehouse.duckdb") == (2 if step == "finish" else 1)
    publish(settings, facts)
    assert calls(settings.current / "warehouse.duckdb") == 2


def test_a_roll_back_is_no_leftover(settings: Settings, build: Build, facts: Facts) -> None:
    build(1)
    old, new = publish(settings, facts), publish(settings, facts)
    roll_back_to(settings, old.release_id)
    clear_leftovers(settings)
    assert current_release(settings) == old
    assert newest_release(settings) == new


def test_names_that_are_no_release_are_left_alone(settings: Settings, build: Build, facts: Facts) -> None:
    build(1)
    release = publish(settings, facts)
    (settings.releases / "notes").mkdir()
    os.link(release.path / "manifest.json", settings.releases / "notes" / "manifest.json")
    (settings.releases / "README.txt").touch()
    clear_leftovers(settings)
    assert list_releases(settings) == [release]
    assert (settings.releases / "notes").is_dir()
