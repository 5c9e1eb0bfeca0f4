"""What was shown before: earlier versions of a package, other packages, pages of the dashboard.

What is out stays out, so:
- a cell shown before with the value that it has now is taken as known, whatever the new version does with it;
- a cell hidden before, and never shown with its present value, stays hidden;
- a restated cell whose value differs by 1 to threshold − 1 from one shown before is sensitive: both values together
  would show a small count of events that came or went. Statistics Norway's GaussSuppression keeps earlier patterns
  likewise (its AdditionalSuppression and IncrementalTimeSuppression), but does not look at the differences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dagster_project.extracts.disclosure.model import Mask


@dataclass(frozen=True)
class Past:
    """Flags per cell, in their order: shown with this value, only with another, only with one near it, hidden."""

    known: Mask
    restated: Mask
    changed_little: Mask
    withheld: Mask


def remember(cells: pl.DataFrame, earlier: Sequence[pl.DataFrame], threshold: int) -> Past:
    """What earlier versions have told of these cells.

    cells    key columns and `count`, a row per cell.
    earlier  frames with the same columns, a row per cell shown or hidden then (`count` null). Cells that are no longer
             there are left out, and so are they if the caller leaves out a package: hand over all that were sent.
    """
    keys = [name for name in cells.columns if name != "count"]
    told = pl.concat(
        [
            frame.group_by(keys).agg(pl.col("count").drop_nulls().unique().alias("shown"))
            for frame in (cells.clear(), *earlier)
        ]
    )
    told = told.group_by(keys).agg(
        pl.col("shown").explode().drop_nulls(), (pl.col("shown").list.len() == 0).any().alias("was_hidden")
    )
    flags = (
        cells.with_row_index("cell")
        .join(told, on=keys, how="left", nulls_equal=True, maintain_order="left")
        .explode("shown", empty_as_null=True)
        .with_columns(difference=(pl.col("shown") - pl.col("count")).abs())
        .group_by("cell", maintain_order=True)
        .agg(
            known=(pl.col("difference") == 0).any(),
            shown=pl.col("difference").is_not_null().any(),
            near=pl.col("difference").is_between(1, threshold - 1).any(),
            was_hidden=pl.col("was_hidden").first().fill_null(False),
        )
    )
    known = flags["known"].to_numpy()
    return Past(
        known=known,
        restated=flags["shown"].to_numpy() & ~known,
        changed_little=flags["near"].to_numpy() & ~known,
        withheld=flags["was_hidden"].to_numpy() & ~known,
    )
