"""From counts and which of them add up to which, to a table with its latent cells."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import sparse

from dagster_project.extracts.disclosure.model import Counts, Table
from dagster_project.extracts.disclosure.versions import Past


def build_table(values: Counts, exported: pl.Series, sums: pl.DataFrame, past: Past, threshold: int) -> Table:
    """The table of these counts.

    sums: columns `whole`, `family`, `part`: indices into values, a row per addend; a whole may be a sum in several
    families (over segments, over periods …).

    Where a whole is more than its parts, the rest is a latent cell, sensitive as any other count. Where it is less, it
    counts some things once that its parts count twice (a mission in two months); how many is unknown to the attacker,
    but is no group that anyone publishes, so it is not guarded itself.
    """
    by_sum = sums.group_by("whole", "family", maintain_order=True).agg("part").with_row_index("relation")
    wholes = by_sum["whole"].to_numpy()
    addends = by_sum.select("relation", "part").explode("part")
    rows, parts = addends["relation"].to_numpy(), addends["part"].to_numpy()
    rest = values[wholes] - np.bincount(rows, values[parts], len(wholes)).astype(np.int64)
    inexact = np.flatnonzero(rest)
    latent = np.abs(rest[inexact])
    size = len(values) + len(latent)
    coefficients = np.concatenate([np.ones(len(wholes)), -np.ones(len(parts)), -np.sign(rest[inexact])])
    row = np.concatenate([np.arange(len(wholes)), rows, inexact])
    column = np.concatenate([wholes, parts, len(values) + np.arange(len(latent))])
    counts = np.concatenate([values, latent])
    small = (counts >= 1) & (counts < threshold)
    small[len(values) :] &= rest[inexact] > 0
    none = np.zeros(len(latent), dtype=bool)
    return Table(
        values=counts,
        relations=sparse.csr_array((coefficients, (row, column)), shape=(len(wholes), size)),
        exported=np.concatenate([exported.to_numpy(), none]),
        sensitive=small | np.concatenate([past.changed_little, none]),
        known=np.concatenate([past.known, none]),
        restated=np.concatenate([past.restated, none]),
        withheld=np.concatenate([past.withheld, none]),
    )
