"""Target `fabric`: dbt-fabricspark compiles every model. A Spark session stands in for Livy, which only Fabric has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.dbt_project import PROJECT
from tests.warehouse.lake import Lake


def _dbt(folder: Path, verb: str, target: str, *arguments: str) -> None:
    # dbt-fabricspark takes no settings of the driver from the profile, since Fabric has its own.
    (folder / "spark-defaults.conf").write_text(
        f"spark.master local[1]\nspark.ui.enabled false\n"
        f"spark.sql.warehouse.dir {folder}/spark/warehouse\n"
        f"spark.driver.extraJavaOptions -Dderby.system.home={folder}/spark\n",
        encoding="utf-8",
    )
    # fmt: off
    finished = subprocess.run(
        [
            Path(sys.executable).with_name("dbt"), "--no-use-colors", verb, "--target", target, *arguments,
            "--project-dir", PROJECT, "--profiles-dir", PROJECT,
            "--target-path", folder / target, "--log-path", folder / "logs",
        ],
        env=os.environ | {
            "NODSTAT_LAKE": str(folder / "lake"),
            "NODSTAT_EXTRACTS": str(folder / "extracts"),
            "NODSTAT_SPARK_FOLDER": str(folder / "spark"),
            "NODSTAT_FABRIC_METHOD": "session",
            "NODSTAT_FABRIC_WORKSPACE": "00000000-0000-0000-0000-000000000000",
            "NODSTAT_FABRIC_LAKEHOUSE_ID": "00000000-0000-0000-0000-000000000000",
            "NODSTAT_FABRIC_LAKEHOUSE": "spark_catalog",
            "SPARK_CONF_DIR": str(folder),
        },
        capture_output=True, text=True, check=False,
    )
    # fmt: on
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("java")
def test_every_model_compiles_for_fabric_and_reads_as_spark_does(tmp_path: Path) -> None:
    Lake(tmp_path / "lake").write_ledgers()
    # What models ask for while they are compiled: the registry, the ledger and the days of cut-overs.
    asked = ["--select", "resource_type:seed", "stg_ledger", "int_control_rooms__cutovers"]
    _dbt(tmp_path, "build", "spark", "--exclude-resource-type", "test", *asked)
    _dbt(tmp_path, "compile", "fabric")
    manifest = json.loads((tmp_path / "fabric" / "manifest.json").read_bytes())
    models = {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}
    # A folder named after a YAML file holds its tests.
    files = (tmp_path / "fabric" / "compiled" / "nodstat" / "models").glob("*/*.sql")
    compiled = {path.stem: path for path in files}
    assert compiled.keys() == models.keys()
    calls = compiled["stg_calls_iccs"].read_text(encoding="utf-8")
    assert f"parquet.`{tmp_path}/lake/calls_iccs/accepted/*`" in calls
    assert "`spark_catalog`.`reference`.kpi_registry" in compiled["dim_kpi"].read_text(encoding="utf-8")
