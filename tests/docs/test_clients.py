"""Other tools on a release: every block of the page runs, and each client gets what the file itself says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import adbc_driver_duckdb
import adbc_driver_manager.dbapi
import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from dagster_project.releases import Release
from dagster_project.settings import PROJECT_ROOT

TEXT = (PROJECT_ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|python)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


@pytest.fixture
def place(tmp_path: Path, scenario_release: Release) -> Path:
    """A folder whose `var/` has the release, and a `nodstat` on the path."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "current").symlink_to(scenario_release.path)
    nodstat = tmp_path / "nodstat"
    nodstat.write_text(f"#!/bin/sh\nexec {sys.executable} -c 'from dagster_project.cli import main; main()' \"$@\"\n")
    nodstat.chmod(0o755)
    return tmp_path


def run(place: Path, language: str, block: str) -> str:
    command = {"sh": ["sh", "-e"], "python": [sys.executable, "-"]}[language]
    code = os.pathsep.join([str(PROJECT_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {"PYTHONPATH": code, "PATH": f"{place}:{os.environ['PATH']}"}
    ran = subprocess.run(command, input=block, cwd=place, env=environment, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, f"{block}\n{ran.stderr}"
    return ran.stdout


def test_every_block_of_the_page_works_in_its_order(place: Path) -> None:
    said = [run(place, language, block) for language, block in BLOCKS]
    assert [language for language, _ in BLOCKS] == ["sh", "python", "python", "python"]
    assert "113 besvart innen 10 sekunder" in said[1]
    assert "value: double" in said[2]
    assert "label_nb" in said[3]


def test_a_parquet_file_has_the_types_and_rows_of_the_mart(place: Path, scenario_release: Release) -> None:
    run(place, *BLOCKS[0])
    file = place / "kpi_values.parquet"
    with duckdb.connect(str(scenario_release.path / "warehouse.duckdb"), read_only=True) as connection:
        there = connection.sql("select * from marts.kpi_values where period_type = 'month' order by all").pl()
    read = pl.read_parquet(file).sort(there.columns)
    assert read.height > 100
    assert read.equals(there)
    schema = {field.name: str(field.type) for field in pq.read_schema(file)}
    assert (schema["period_start"], schema["value"], schema["is_complete"]) == ("date32[day]", "double", "bool")


def test_adbc_reads_what_is_there_and_cannot_write(scenario_release: Release) -> None:
    path = str(scenario_release.path / "warehouse.duckdb")
    with (
        adbc_driver_manager.dbapi.connect(
            driver=adbc_driver_duckdb.driver_path(),
            entrypoint="duckdb_adbc_init",
            db_kwargs={"path": path, "access_mode": "READ_ONLY"},
        ) as release,
        release.cursor() as cursor,
    ):
        cursor.execute("select * from marts.fct_call order by all")
        by_adbc = pl.DataFrame(cursor.fetch_arrow_table())
        with pytest.raises(adbc_driver_manager.Error, match="read-only"):
            cursor.execute("delete from marts.fct_call")
    with duckdb.connect(path, read_only=True) as connection:
        there = connection.sql("select * from marts.fct_call order by all").pl()
    assert by_adbc.height > 10
    assert by_adbc.rows() == there.rows()
