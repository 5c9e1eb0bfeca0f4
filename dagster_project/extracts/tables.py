"""The tables that a recipient gets: protected figures within its scope, in the contract's columns."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dagster_project.extracts.contract import ExtractContract
from dagster_project.extracts.figures import NATION, Figures, levels
from dagster_project.extracts.periods import Period, parse_period
from dagster_project.extracts.protection import TOTAL, ProtectedFigures
from dagster_project.extracts.recipients import Recipient
from dagster_project.extracts.words import CODES

HIDEABLE = ("numerator", "denominator", "value", "n", "target_met", "missions", "seconds")
"""Columns that are null where `is_suppressed`."""


def export_tables(
    figures: Figures, protected: ProtectedFigures, contract: ExtractContract, recipient: Recipient, period: Period
) -> dict[str, pl.DataFrame]:
    """Every table of the contract by name, sorted by its keys.

    `figures` may be of a longer period than `period`: what is outside that or the recipient's scope is left out.
    """
    names = dict(figures.bases.iter_rows())
    registry = figures.registry.sort("valid_from").unique("kpi_id", keep="last")
    found = {
        name: frame.with_columns(
            pl.col("outcome").str.split("/").list.first(),
            cause=pl.col("outcome").str.split("/").list.get(1, null_on_oob=True).fill_null(TOTAL),
            is_suppressed=pl.col("missions").is_null(),
        )
        for name, frame in protected.tables.items()
    }
    found["tider"] = protected.times.with_columns(is_suppressed=pl.col("value").is_null()).rename({"value": "seconds"})
    for name, frame in found.items():
        found[name] = frame.with_columns(base_name=_name(pl.col("base_id"), names, TOTAL))
    labels = registry.select("kpi_id", "unit", kpi_name="label_nb")
    found["nokkeltall"] = protected.kpis.join(labels, on="kpi_id", how="left").with_columns(
        org_name=_name(pl.col("org_id"), names, NATION)
    )
    return {
        table.name: _in_scope(found[table.name], recipient, period)
        .select(column.name for column in table.columns)
        .sort(table.keys)
        for table in contract.tables
    }


def _name(code: pl.Expr, names: Mapping[str, str], top: str) -> pl.Expr:
    kind = code.str.split("-").list.first()
    place = code.replace_strict(names, default=None, return_dtype=pl.String).fill_null(code)
    prefix = kind.replace_strict(
        {"HEL": "helikopter", "FLY": "fly", "SAR": "redningshelikopter"}, default="", return_dtype=pl.String
    )
    return (
        pl.when(code == top)
        .then(pl.lit(CODES[top]))
        .otherwise(pl.format("{}, {}", place, prefix).str.strip_suffix(", "))
    )


def _in_scope(frame: pl.DataFrame, recipient: Recipient, period: Period) -> pl.DataFrame:
    types = levels(period, recipient.period_types)
    parsed = (parse_period(code) for code in frame["period"].unique())
    frame = frame.filter(pl.col("period").is_in([p.code for p in parsed if p.type in types and period.holds(p)]))
    if recipient.org_units is not None:
        units = [*recipient.org_units, *([TOTAL] if NATION in recipient.org_units else [])]
        if "org_id" in frame.columns:
            frame = frame.filter(pl.col("org_id").is_in(units))
        else:
            frame = frame.filter(pl.col("base_id").is_in(units))
    if recipient.segments is not None:
        column = "segment" if "segment" in frame.columns else "vehicle"
        frame = frame.filter(pl.col(column).is_in(recipient.segments))
    return frame
