"""A year of packages, each after those before it: whoever keeps every file works out no hidden number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import sparse
from scipy.optimize import linprog

from dagster_project.extracts.extraction import extract
from dagster_project.extracts.periods import parse_period
from dagster_project.extracts.recipients import Directory, Recipient
from dagster_project.settings import Settings
from tests.extracts.site import BASES, COUNTS, make_release

THRESHOLD = 5
MONTHS = [f"2025-{month:02}" for month in range(1, 13)]
IN_ORDER = [*MONTHS[:4], "2025-T1", *MONTHS[4:8], "2025-T2", *MONTHS[8:], "2025-T3", "2025"]
DIMENSIONS = ["base_id", "vehicle", "category", "outcome", "cause"]
TABLES = [{"base_id", "vehicle"}, {"vehicle", "outcome"}, {"outcome", "cause"}, {"vehicle", "category"}]
LONG_TABLES = [*TABLES, {"vehicle", "outcome", "cause"}, {"base_id", "outcome"}, {"base_id", "category"}]
"""What the files tell of months, and of tertials and years: all else they do not, so that no row is no zero."""


def a_year(seed: int) -> Mapping[str, Mapping[tuple[str, str | None], tuple[int, ...]]]:
    """Months that are like COUNTS, each base now and then with few."""
    rng = np.random.default_rng(seed)
    return {
        month: {way: tuple(map(int, rng.poisson(np.array(counts) * 0.7))) for way, counts in COUNTS.items()}
        for month in MONTHS
    }


def published(lat: Recipient) -> pl.DataFrame:
    """All that the files tell of missions: period, DIMENSIONS and missions, null where hidden; each count once."""
    found = []
    for folder in Path(lat.delivery.path).iterdir():
        for name in ("oppdrag_per_base", "utfall_og_arsak", "kategori"):
            frame = pl.read_parquet(folder / f"{folder.name}_{name}.parquet")
            others = [pl.lit("all").alias(column) for column in DIMENSIONS if column not in frame.columns]
            found.append(frame.with_columns(others).select("period", *DIMENSIONS, "missions"))
    told = pl.concat(found).group_by("period", *DIMENSIONS).agg(pl.col("missions").drop_nulls().unique())
    return told.with_columns(pl.col("missions").list.first())


def narrowest(told: pl.DataFrame) -> float:
    """The narrowest interval of any hidden number, or THRESHOLD, by programs over every group of missions there can be.

    It knows neither the protection's cells nor its sums: only the files, the calendar, that a combination without a row
    had no mission, and that an outcome has one of its causes.
    """
    ways = [(outcome, cause or "") for outcome, cause in COUNTS]
    groups = pl.DataFrame(
        [
            (month, base, vehicle, category, *way)
            for month in MONTHS
            for base, vehicle in BASES.items()
            for category in ("primary", "secondary")
            for way in ways
        ],
        schema=["month", *DIMENSIONS],
        orient="row",
    )
    columns = {name: groups[name].to_numpy() for name in groups.columns}
    nobody = np.zeros(len(groups), dtype=bool)
    for period in told["period"].unique():
        in_period = groups["month"].is_in(parse_period(period).months)
        is_month = parse_period(period).type == "month"
        for table in TABLES if is_month else LONG_TABLES:
            told_of = groups.with_columns(
                pl.lit(period).alias("period"),
                *(pl.lit("all").alias(name) for name in DIMENSIONS if name not in table),
            ).with_columns(pl.col("cause").replace({"": "all", **({"technical": "rare"} if is_month else {})}))
            keys = ["period", *DIMENSIONS]
            has_row = told_of.select(
                pl.struct(keys).is_in(told.select(pl.struct(keys)).to_series().implode())
            ).to_series()
            nobody |= (in_period & ~has_row).to_numpy()
    bounds = np.column_stack([np.zeros(len(groups)), np.where(nobody, 0, np.inf)])
    rows = []
    for period, *codes, _ in told.iter_rows():
        inside = np.isin(columns["month"], parse_period(period).months)
        for name, code in zip(DIMENSIONS, codes, strict=True):
            inside &= (columns[name] == code) | (code == "all") | ((code == "rare") & (columns[name] == "technical"))
        rows.append(inside)
    matrix = sparse.csr_array(np.array(rows, dtype=float))
    is_hidden = told["missions"].is_null().to_numpy()
    shown, hidden = matrix[~is_hidden], matrix[is_hidden]
    seen = told.filter(pl.col("missions").is_not_null())["missions"].to_numpy()
    lowest, highest = np.full(hidden.shape[0], np.inf), np.full(hidden.shape[0], -np.inf)
    for number, row in enumerate(hidden.toarray()):
        for sign in (1, -1):
            if highest[number] - lowest[number] >= THRESHOLD:
                break  # another number's program has shown it
            end = linprog(
                sign * row, A_ub=-hidden, b_ub=-np.ones(hidden.shape[0]), A_eq=shown, b_eq=seen, bounds=bounds
            )
            assert end.status == 0
            lowest, highest = np.minimum(lowest, hidden @ end.x), np.maximum(highest, hidden @ end.x)
    return float((highest - lowest).min())


@pytest.mark.slow
def test_who_keeps_a_years_packages_works_out_no_hidden_number(settings: Settings, lat: Recipient) -> None:
    release = make_release(settings.home, months=a_year(seed=1))
    lat = replace(lat, formats=("parquet",))
    states = {code: extract(settings, release, lat, parse_period(code)).state for code in IN_ORDER}
    assert set(states.values()) == {"delivered"}, states
    told = published(lat)
    assert told["missions"].null_count() > 20
    assert narrowest(told) >= THRESHOLD - 1e-5


def test_this_attacker_finds_what_a_careless_package_gives_away(
    settings: Settings, lat: Recipient, tmp_path: Path
) -> None:
    release = make_release(settings.home, months={"2025-01": COUNTS})
    everything = replace(lat, recipient_id="all", threshold=1, delivery=Directory(str(tmp_path / "all")))
    for recipient in (lat, everything):
        extract(settings, release, recipient, parse_period("2025-01"))
    assert narrowest(published(lat)) >= THRESHOLD - 1e-5
    one_hidden = (
        (pl.col("vehicle") == "rescue_helicopter") & (pl.col("outcome") == "declined") & (pl.col("cause") == "all")
    )
    careless = published(everything).with_columns(missions=pl.when(~one_hidden).then("missions"))
    assert narrowest(careless) == pytest.approx(0, abs=1e-5)
