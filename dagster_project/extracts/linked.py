"""Several protected tables as one, since whoever has them has them side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from scipy import sparse

from dagster_project.extracts.disclosure import DisclosureError, Protected, Table
from dagster_project.extracts.disclosure.model import Mask

SAME = ["period", "base_id", "vehicle", "outcome"]
"""What makes counts of two tables the same count."""


def joined(parts: Sequence[tuple[Protected, pl.DataFrame]]) -> tuple[Table, Mask]:
    """One table of several, which an attacker has side by side: the same count is one count wherever it stands.

    With each comes `SAME` and `cell`, its index there, of the cells that others may tell too. Raises DisclosureError
    when two tables disagree on a count.
    """
    sizes = [len(part.table.values) for part, _ in parts]
    starts = np.cumsum([0, *sizes[:-1]])
    values = np.concatenate([part.table.values for part, _ in parts])
    keyed = pl.concat(
        [keys.with_columns(pl.col("cell") + int(start)) for (_, keys), start in zip(parts, starts, strict=True)]
    )
    pairs = (
        keyed.group_by(SAME, maintain_order=True)
        .agg(first=pl.col("cell").first(), other=pl.col("cell").slice(1))
        .explode("other")
        .drop_nulls("other")
    )
    first, other = pairs["first"].to_numpy(), pairs["other"].to_numpy()
    if (values[first] != values[other]).any():
        raise DisclosureError("The tables of the package disagree on a count: take them from one release.")
    row = np.arange(len(pairs))
    same = sparse.csr_array(
        (np.repeat([1.0, -1.0], len(pairs)), (np.tile(row, 2), np.concatenate([first, other]))),
        shape=(len(pairs), len(values)),
    )
    relations = sparse.vstack([sparse.block_diag([part.table.relations for part, _ in parts]), same], format="csr")

    def flags(name: str) -> Mask:
        return np.concatenate([getattr(part.table, name) for part, _ in parts])

    table = Table(
        values=values,
        relations=sparse.csr_array(relations),
        **{name: flags(name) for name in ("exported", "sensitive", "known", "restated", "withheld")},
    )
    return table, np.concatenate([part.hidden for part, _ in parts])
