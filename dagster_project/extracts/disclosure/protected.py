"""What protection gives: the frame to export, and what stays at home to check it with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from dagster_project.extracts.disclosure.attack import Intervals, attack
from dagster_project.extracts.disclosure.model import Mask, Table

PRIMARY, SECONDARY = "primary", "secondary"


@dataclass(frozen=True)
class Protected:
    """A protected package.

    frame      the rows as given, null where hidden, and `suppressed`: null, primary or secondary. That column tells an
               attacker which symbols stand for small counts: it never leaves the house. `exported` leaves it out.
    table      the cells behind the rows and how they hang together; true counts.
    hidden     the table's hidden cells.
    threshold  what was asked for.
    """

    frame: pl.DataFrame
    table: Table
    hidden: Mask
    threshold: int

    @property
    def exported(self) -> pl.DataFrame:
        """The rows as a recipient may see them: null where hidden, without why."""
        return self.frame.drop("suppressed")

    def attack(self, *, exact: bool = False, integer: bool = False) -> Intervals:
        """What an attacker can work out of it; see attack.attack."""
        return attack(self.table, self.hidden, self.threshold, exact=exact, integer=integer)


def statuses(table: Table, hidden: Mask) -> pl.Series:
    """`suppressed` per cell: null, primary or secondary."""
    return pl.Series(
        "suppressed", np.where(hidden, np.where(table.sensitive, PRIMARY, SECONDARY), ""), dtype=pl.String
    ).replace("", None)
