"""The semantic layer: every KPI of the registry, valid by MetricFlow's own rules, with the values of kpi_values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from dbt_semantic_interfaces.implementations.semantic_manifest import PydanticSemanticManifest
from dbt_semantic_interfaces.validations.semantic_manifest_validator import SemanticManifestValidator

from dagster_project.dictionary import semantic_layer
from tests.warehouse.build import Warehouse
from tests.warehouse.registry import read_registry

FILE = yaml.safe_load(semantic_layer.FILE.read_text(encoding="utf-8"))
METRICS = {metric["name"]: metric for metric in FILE["metrics"]}
(MODEL,) = FILE["semantic_models"]
MEASURES = {measure["name"]: measure for measure in MODEL["measures"]}
GRAIN = ("segment", "period_type", "period_start", "org_level", "org_id")
ADDED_UP = [name for name, metric in METRICS.items() if "grains" in metric["type_params"]["expr"]]


@pytest.fixture(scope="session")
def manifest(warehouse: Warehouse, warehouse_folder: Path) -> PydanticSemanticManifest:
    """What dbt made of the file while it built the scenario."""
    return PydanticSemanticManifest.parse_file(warehouse_folder / "target" / "semantic_manifest.json")


def sql_of(name: str, by: Sequence[str], where: str = "true") -> str:
    """A metric by its own words: dimensions and value."""
    params = METRICS[name]["type_params"]
    inputs = ", ".join(
        f"{_aggregate(MEASURES[one['name']])} filter (where {_filter(one['filter'])}) as {one['alias']}"
        for one in params["metrics"]
    )
    names = [f"dimension_{number}" for number, _ in enumerate(by)]
    dimensions = ", ".join(f"{expression} as {called}" for expression, called in zip(by, names, strict=True))
    return (
        f"select {', '.join(names)}, {params['expr']} as value from"
        f" (select {dimensions}, {inputs} from marts.kpi_values"
        f" where kpi_id = '{name}' and {where} group by {', '.join(names)})"
    )


def _aggregate(measure: dict[str, Any]) -> str:
    aggregation, expression = measure["agg"], measure["expr"]
    return f"count(distinct {expression})" if aggregation == "count_distinct" else f"{aggregation}({expression})"


def _filter(text: str) -> str:
    return re.sub(rf"{{{{ Dimension\('{MODEL['primary_entity']}__(\w+)'\) }}}}", r"\1", text)


def test_the_file_is_what_the_registry_says() -> None:
    assert semantic_layer.semantic_layer() == semantic_layer.FILE.read_text(encoding="utf-8"), (
        "python -m dagster_project.dictionary.semantic_layer"
    )


def test_every_kpi_of_the_registry_is_a_metric_in_its_own_words() -> None:
    rows = {row["kpi_id"]: row for row in read_registry()}
    assert list(METRICS) == list(rows)
    for name, metric in METRICS.items():
        row = rows[name]
        assert (metric["label"], metric["description"]) == (row["label_nb"], row["description_nb"])
        meta = metric["config"]["meta"]
        for word in ("unit", "numerator", "denominator", "segments", "target", "legal_basis"):
            assert meta.get(word, "") == row[word]


def test_metricflow_finds_no_fault_with_what_dbt_made_of_it(manifest: PydanticSemanticManifest) -> None:
    results = SemanticManifestValidator[PydanticSemanticManifest]().validate_semantic_manifest(manifest)
    assert [issue.message for issue in (*results.errors, *results.warnings)] == []
    assert {metric.name for metric in manifest.metrics} == {*METRICS, *MEASURES}
    assert [one.name for one in manifest.semantic_models] == ["kpi_values"]


@pytest.mark.parametrize("name", METRICS)
def test_at_its_own_grain_a_metric_is_the_value_of_kpi_values(warehouse: Warehouse, name: str) -> None:
    asked = warehouse.rows(f"{sql_of(name, GRAIN)} order by all")
    there = warehouse.rows(
        f"select {', '.join(GRAIN)}, value from marts.kpi_values where kpi_id = ? order by all", name
    )
    assert len(there) > 0
    assert [row[:-1] for row in asked] == [row[:-1] for row in there]
    assert [row[-1] for row in asked] == pytest.approx([row[-1] for row in there], rel=1e-12)


def test_what_adds_up_may_be_asked_for_years_of_months(warehouse: Warehouse) -> None:
    """Compared with the year's own rows, for the country."""
    of_months = "org_level = 'nation' and period_type = 'month'"
    compared = 0
    for name in ADDED_UP:
        months = dict(warehouse.rows(sql_of(name, ["segment || ' ' || year(period_start)"], of_months)))
        years = dict(
            warehouse.rows(
                "select segment || ' ' || year(period_start), value from marts.kpi_values"
                " where kpi_id = ? and org_level = 'nation' and period_type = 'year'",
                name,
            )
        )
        assert months == pytest.approx(years, rel=1e-12), name
        compared += len(years)
    assert compared > len(ADDED_UP)


def test_what_overlaps_or_does_not_add_up_has_no_value(warehouse: Warehouse) -> None:
    for name in METRICS:
        values = [value for _, value in warehouse.rows(sql_of(name, ["segment"]))]
        assert values, name
        assert set(values) == {None}, f"{name}: days, weeks and years together"
    one_level = "org_level = 'nation' and period_type = 'day' and segment = '113'"
    ((value,),) = [row[1:] for row in warehouse.rows(sql_of("answer_time_median_s", ["segment"], one_level))]
    assert value is None, "a median of medians"
    assert "answer_time_median_s" not in ADDED_UP
    assert {"missions_alarmed", "rooms_total", "rooms_on_lifex_share"}.isdisjoint(ADDED_UP)
