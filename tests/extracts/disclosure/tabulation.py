"""Small tables to protect, and a second opinion on what can be worked out of them."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.optimize import linprog

from dagster_project.extracts.disclosure import Protected


def by_second_solver(protected: Protected) -> dict[int, tuple[float, float]]:
    """Feasible interval of every hidden or sensitive cell, by scipy's own call and one program per bound."""
    table, hidden = protected.table, protected.hidden
    unknown = hidden | (~table.exported & ~table.known)
    matrix = table.relations.toarray()
    right = -matrix[:, ~unknown] @ table.values[~unknown]
    columns = np.flatnonzero(unknown)
    bounds = [(1 if table.exported[cell] else 0, None) for cell in columns]
    found = {}
    for cell in np.flatnonzero(hidden | table.sensitive):
        cost = (columns == cell).astype(float)
        least, greatest = (linprog(sign * cost, A_eq=matrix[:, unknown], b_eq=right, bounds=bounds) for sign in (1, -1))
        found[int(cell)] = (least.fun, np.inf if greatest.status == 3 else -greatest.fun)
    return found


def random_counts(seed: int) -> tuple[pl.DataFrame, dict[str, dict[str, str]]]:
    """A sparse table of two or three dimensions, one of them a hierarchy."""
    rng = np.random.default_rng(seed)
    months, bases, kinds = rng.integers(2, 7), rng.integers(1, 5), rng.integers(1, 4)
    events = int(rng.integers(1, 60))
    frame = pl.DataFrame(
        {
            "month": [f"m{number}" for number in rng.integers(0, months, events)],
            "base": [f"b{number}" for number in rng.integers(0, bases, events)],
            "kind": [f"k{number}" for number in rng.integers(0, kinds, events)],
        }
    ).with_columns(count=pl.Series(rng.geometric(rng.uniform(0.05, 0.9), events)))
    return frame, {"month": {f"m{number}": f"t{number // 3}" for number in range(6)}, "base": {}, "kind": {}}


def air_missions(seed: int, missions: int) -> tuple[pl.DataFrame, dict[str, dict[str, str]]]:
    """A tertial of missions at eight bases, some of them with two vehicles: few vehicles fly few missions of a kind."""
    rng = np.random.default_rng(seed)
    fleet = [("b1", "helicopter"), ("b1", "car"), ("b2", "helicopter"), ("b2", "car"), ("b3", "helicopter"),
             ("b4", "helicopter"), ("b5", "plane"), ("b6", "plane"), ("b7", "rescue"), ("b8", "rescue")]  # fmt: skip
    unit = rng.choice(len(fleet), missions, p=np.array([15, 3, 14, 2, 12, 10, 18, 16, 6, 4]) / 100)
    outcomes = ["completed", "aborted/indication", "aborted/weather", "declined/weather", "declined/technical"]
    frame = pl.DataFrame(
        {
            "base": [fleet[number][0] for number in unit],
            "vehicle": [fleet[number][1] for number in unit],
            "outcome": rng.choice(outcomes, missions, p=[0.75, 0.1, 0.05, 0.07, 0.03]),
            "month": [f"m{number}" for number in rng.integers(1, 5, missions)],
            "count": 1,
        }
    )
    causes = {outcome: outcome.split("/")[0] for outcome in outcomes if "/" in outcome}
    return frame, {"base": {}, "vehicle": {}, "outcome": causes, "month": {}}
