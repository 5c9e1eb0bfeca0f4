"""The few sentences of the cover: what the numbers say, of those that are shown."""

from __future__ import annotations

import polars as pl

from dagster_project.extracts.package import Content
from dagster_project.extracts.periods import parse_period
from dagster_project.extracts.protection import OUTCOMES, TOTAL
from dagster_project.extracts.subjects import VEHICLES, have_months, own
from dagster_project.extracts.words import CODES

_NBSP = "\u00a0"


def highlights(content: Content) -> list[str]:
    """At most five sentences; what is hidden is left out of them."""
    found = [_vehicles(content), _outcomes(content), _cause(content), _bases(content)]
    if have_months(content):
        found.append(_months(content))
    return [sentence for sentence in found if sentence]


def _vehicles(content: Content) -> str:
    rows = own(content, "oppdrag_per_base").filter(pl.col("base_id") == TOTAL)
    counts = dict(rows.select("vehicle", "missions").drop_nulls().iter_rows())
    told = [f"{name.lower()} {_count(counts[code])}" for name, (code,) in VEHICLES[1:] if code in counts]
    return f"Oppdrag: {_listed(told)}." if told else ""


def _outcomes(content: Content) -> str:
    rows = own(content, "utfall_og_arsak").filter(
        pl.col("base_id") == TOTAL, pl.col("vehicle") == TOTAL, pl.col("cause") == TOTAL
    )
    counts = dict(rows.select("outcome", "missions").drop_nulls().iter_rows())
    whole = counts.get(TOTAL)
    if not whole:
        return ""
    told = [f"{_share(counts[code] / whole)} ble {CODES[code].lower()}" for code in OUTCOMES if code in counts]
    return f"{_listed(told)}." if told else ""


def _cause(content: Content) -> str:
    rows = own(content, "utfall_og_arsak").filter(
        pl.col("base_id") == TOTAL, pl.col("vehicle") == TOTAL, pl.col("cause") != TOTAL
    )
    of_both = rows.group_by("cause").agg(
        pl.col("missions").sum(), is_hidden=pl.col("missions").is_null().any(), ways=pl.len()
    )
    shown = of_both.filter(~pl.col("is_hidden")).sort("missions", "cause", descending=[True, False])
    if shown.is_empty():
        return ""
    cause, missions = shown.select("cause", "missions").row(0)
    return f"Vanligste årsak til at oppdrag ble avbrutt eller avvist: {CODES[cause].lower()} ({_count(missions)})."


def _bases(content: Content) -> str:
    rows = own(content, "oppdrag_per_base").filter(pl.col("base_id") != TOTAL, pl.col("vehicle") == TOTAL)
    most = rows.drop_nulls("missions").sort("missions", "base_name", descending=[True, False]).head(3)
    told = [f"{name} ({_count(missions)})" for name, missions in most.select("base_name", "missions").iter_rows()]
    return f"Baser med flest oppdrag: {'; '.join(told)}." if told else ""


def _months(content: Content) -> str:
    rows = content.tables["oppdrag_per_base"].filter(
        pl.col("base_id") == TOTAL, pl.col("vehicle") == TOTAL, pl.col("period").is_in(content.period.months)
    )
    shown = rows.drop_nulls("missions").sort("missions", "period").select("period", "missions").rows()
    if len(shown) < len(content.period.months):
        return ""
    (least, fewest), (most, highest) = shown[0], shown[-1]
    return f"Flest oppdrag var det i {_month(most)} ({_count(highest)}), færrest i {_month(least)} ({_count(fewest)})."


def _month(code: str) -> str:
    return parse_period(code).label.split()[0]


def _count(number: int) -> str:
    return f"{number:,}".replace(",", _NBSP)


def _share(share: float) -> str:
    return f"{share * 100:.1f}".replace(".", ",") + f"{_NBSP}prosent"


def _listed(parts: list[str]) -> str:
    return " og ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
