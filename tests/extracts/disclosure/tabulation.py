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
