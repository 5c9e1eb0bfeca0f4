"""A few small deliveries, and a dbt project of three models instead of the real one, which takes longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dagster_project.cli import main
from dagster_project.settings import Settings
from dagster_project.synthetic import generate
from tests.orchestration import quiet_gate

_PROJECT = """
name: nodstat
version: 1.0.0
profile: nodstat
flags: {send_anonymous_usage_stats: false}
models: {nodstat: {staging: {+schema: staging, +materialized: view}, marts: {+schema: marts, +materialized: table}}}
"""
_PROFILES = """
nodstat:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: "{{ env_var('NODSTAT_BUILD_FILE') }}"
      config_options: {storage_compatibility_version: v1.5.0}
"""
_FILES = {
    "dbt_project.yml": _PROJECT,
    "profiles.yml": _PROFILES,
    "macros/generate_schema_name.sql": "{% macro generate_schema_name(name, node) %}{{ name or 'main' }}{% endmacro %}",
    "models/staging/stg_calls_iccs.sql": """
        select call_id, intended_room_id, wait_s, local_date, delivery_id
        from read_parquet('{{ env_var("NODSTAT_LAKE") }}/calls_iccs/accepted/*/*.parquet', hive_partitioning = false)
        where delivery_id in (
            select delivery_id from read_parquet('{{ env_var("NODSTAT_LAKE") }}/calls_iccs/ledger/*.parquet')
            where state = 'accepted'
        )
    """,
    "models/marts/fct_call.sql": "select * from {{ ref('stg_calls_iccs') }}",
    "models/marts/kpi_values.sql": """
        select
            'calls_total' as kpi_id, 'all' as segment, 'year' as period_type, date '2025-01-01' as period_start,
            'nation' as org_level, count(*) as value, null::double as target, null::boolean as target_met,
            false as is_complete
        from {{ ref('fct_call') }}
    """,
    # What plausibility checks stand on; the gate itself is tested elsewhere.
    "models/marts/delivery.sql": "select 1 as one",
    "models/marts/data_status.sql": "select 1 as one",
    "models/marts/dim_control_room.sql": "select 1 as one",
    "models/marts/marts.yml": """
models:
  - name: fct_call
    columns:
      - name: call_id
        data_tests: [not_null]
""",
    # Of two models, so attached to none by dbt itself.
    "tests/calls_add_up.sql": """
        select 1 where (select count(*) from {{ ref('fct_call') }})
        is distinct from (select sum(value) from {{ ref('kpi_values') }})
    """,
}


@pytest.fixture(scope="session")
def write_dbt() -> Callable[[Path], None]:
    """Write the small dbt project into a folder."""

    def write(folder: Path) -> None:
        for name, text in _FILES.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def dbt(write_dbt: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small dbt project's folder, in the place of the real one; the gate finds everything plausible."""
    write_dbt(tmp_path / "dbt")
    quiet_gate.install(monkeypatch.setattr)
    monkeypatch.setattr("dagster_project.dbt_project.PROJECT", tmp_path / "dbt")
    return tmp_path / "dbt"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", raw=tmp_path / "raw")


@pytest.fixture
def raw(settings: Settings) -> Path:
    """Synthetic deliveries of 30 March to 1 April 2025, some 120 calls a day."""
    generate(settings.raw, date(2025, 3, 30), date(2025, 4, 1), scale=0.004)
    return settings.raw


@pytest.fixture
def call() -> Callable[..., Result]:
    """Call `nodstat`; the result has exit_code, stdout, stderr and output (both)."""

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return call


@pytest.fixture
def run(settings: Settings, raw: Path, dbt: Path, call: Callable[..., Result]) -> Callable[..., Result]:
    """`nodstat run` on these deliveries, with the small dbt project."""
    return partial(call, "run", "--raw", str(raw), "--home", str(settings.home))
