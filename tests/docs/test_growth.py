"""docs/growth.md has the figures that the benchmarks measured last, and every variable that dbt reads for Fabric."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bench import engines, growth
from bench.benchmark import Benchmark

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "growth.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("benchmark", [growth.BENCHMARK, engines.BENCHMARK], ids=lambda benchmark: benchmark.name)
def test_its_tables_are_those_of_the_last_measurement(benchmark: Benchmark) -> None:
    result = json.loads((ROOT / "bench" / "results" / f"{benchmark.name}.json").read_text(encoding="utf-8"))
    assert benchmark.tables(result["measured"]) in PAGE


def test_every_variable_of_the_fabric_target_is_explained() -> None:
    profile = (ROOT / "dbt" / "profiles.yml").read_text(encoding="utf-8")
    # `METHOD` is for a test, which has no Livy.
    read = set(re.findall(r"env_var\('(\w*FABRIC\w*)'", profile)) - {"NODSTAT_FABRIC_METHOD"}
    assert len(read) > 5
    assert {name for name in read if f"`{name}`" not in PAGE} == set()
