"""The KPI registry as MetricFlow metrics on `marts.kpi_values`: dbt/models/semantic_layer.yml.

MetricFlow, and not Open Semantic Interchange, because dbt parses and validates it with every build.

A reader of a semantic layer picks any grain, and `kpi_values` has several side by side. So each metric looks at what it
was asked to put together, and is NULL where that has no meaning: levels, periods or parts and wholes that overlap, or
more than one record of what does not add up (percentiles, missions, rooms).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

import yaml

from dagster_project.settings import PROJECT_ROOT

REGISTRY = PROJECT_ROOT / "dbt" / "seeds" / "kpi_registry.csv"
FILE = PROJECT_ROOT / "dbt" / "models" / "semantic_layer.yml"

_TOP = (
    "# Made from seeds/kpi_registry.csv by `python -m dagster_project.dictionary.semantic_layer`; a test sees to it.\n"
)

_MEASURES: dict[str, tuple[str, str, str]] = {
    "kpi_records": ("count", "1", "Records of kpi_values that are put together."),
    "kpi_grains": (
        "count_distinct",
        "period_type || ' ' || org_level || case when segment = 'all' then ' all' else '' end",
        "How many kinds of period, level and segment they are of; more than one overlap.",
    ),
    "kpi_numerator": ("sum", "numerator", "What is counted."),
    "kpi_denominator": ("sum", "denominator", "What it is a share of."),
    "kpi_total_s": ("sum", "value * n", "Of a mean: the seconds of all its events together."),
    "kpi_events": ("sum", "n", "Events behind the values."),
    "kpi_value": ("max", "value", "The value of a single record."),
}
"""Aggregation, expression and meaning."""

_ADDED_UP: dict[str, tuple[str, dict[str, str]]] = {
    "count": ("counted", {"counted": "kpi_numerator"}),
    "share": (
        "cast(counted as double) / nullif(out_of, 0)",
        {"counted": "kpi_numerator", "out_of": "kpi_denominator"},
    ),
    "mean": ("total_s / nullif(events, 0)", {"total_s": "kpi_total_s", "events": "kpi_events"}),
}
"""By statistic: how measures of records that do not overlap become a value."""

_DIMENSIONS = {
    "kpi_id": "The KPI.",
    "segment": "The part of the events: a line, urgency, video solution, kind of room or kind of vehicle, or all.",
    "period_type": "day, week (ISO), month, tertial or year.",
    "org_level": "nation, rhf, hf, room, or base of the air ambulance.",
    "org_id": "NO, or the id of the health authority, health trust, room or base.",
    "is_complete": "Whether the period is over and every delivery behind it has been accepted.",
}


def semantic_layer() -> str:
    """The file, with every KPI of the registry as a metric, in the latest of its definitions' words."""
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    latest = {row["kpi_id"]: row for row in sorted(rows, key=lambda row: row["valid_from"])}
    in_order = dict.fromkeys(row["kpi_id"] for row in rows)
    content = {"semantic_models": [_model()], "metrics": [_metric(latest[kpi_id]) for kpi_id in in_order]}
    return _TOP + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _model() -> dict[str, Any]:
    categories = [{"name": name, "type": "categorical", "description": text} for name, text in _DIMENSIONS.items()]
    start = {
        "name": "period_start",
        "type": "time",
        "description": "First day of the period.",
        "type_params": {"time_granularity": "day"},
    }
    measures = [
        {"name": name, "description": text, "agg": aggregation, "expr": expression, "create_metric": True}
        for name, (aggregation, expression, text) in _MEASURES.items()
    ]
    return {
        "name": "kpi_values",
        "description": "Every KPI by segment, period and organisation.",
        "model": "ref('kpi_values')",
        "defaults": {"agg_time_dimension": "period_start"},
        "primary_entity": "record",
        "dimensions": [*categories, start],
        "measures": measures,
    }


def _metric(row: Mapping[str, str]) -> dict[str, Any]:
    if row["statistic"] == "quantile" or row["subject"] == "rooms" or row["numerator"] == "missions":
        guard, (expression, inputs) = ("records", "kpi_records"), ("figure", {"figure": "kpi_value"})
    else:
        guard, (expression, inputs) = ("grains", "kpi_grains"), _ADDED_UP[row["statistic"]]
    of_this = f"{{{{ Dimension('record__kpi_id') }}}} = '{row['kpi_id']}'"
    told = ("unit", "subject", "segments", "statistic", "numerator", "denominator", "quantile", "threshold_s")
    more = ("target", "direction", "legal_basis", "source", "label_en", "description_en", "formula_nb", "inclusion")
    return {
        "name": row["kpi_id"],
        "label": row["label_nb"],
        "description": row["description_nb"],
        "type": "derived",
        "type_params": {
            "expr": f"case when {guard[0]} = 1 then {expression} end",
            "metrics": [
                {"name": measure, "alias": alias, "filter": of_this} for alias, measure in [guard, *inputs.items()]
            ],
        },
        "config": {"meta": {name: row[name] for name in (*told, *more) if row[name]}},
    }


if __name__ == "__main__":
    FILE.write_text(semantic_layer(), encoding="utf-8")
