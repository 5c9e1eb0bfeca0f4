"""What protection costs, beside what a naive method would cost."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from dagster_project.extracts.disclosure.model import Mask, Table


@dataclass(frozen=True)
class Loss:
    """Of the cells that could be shown: how many there are and are hidden, and the events in them.

    Cells with no event count as cells. `volume` counts an event in every cell that it is in, totals too.
    """

    cells: int = 0
    hidden: int = 0
    primary: int = 0
    volume: int = 0
    hidden_volume: int = 0

    def __add__(self, other: Loss) -> Loss:
        """Of two tables that share no cell."""
        return Loss(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def cell_share(self) -> float:
        """Hidden cells / cells, 0–1."""
        return self.hidden / self.cells if self.cells else 0.0

    @property
    def volume_share(self) -> float:
        """Events in hidden cells / events in cells, 0–1."""
        return self.hidden_volume / self.volume if self.volume else 0.0


def loss(table: Table, hidden: Mask) -> Loss:
    """What is lost when these cells are hidden."""
    return Loss(
        cells=int(table.exported.sum()),
        hidden=int(hidden.sum()),
        primary=int((hidden & table.sensitive).sum()),
        volume=int(table.values[table.exported].sum()),
        hidden_volume=int(table.values[hidden].sum()),
    )


def naive(table: Table) -> Mask:
    """The naive method: hide every cell of every sum that a sensitive cell takes part in, the sum itself too.

    What one does by hand. It is not safe by itself either: let attack.attack say.
    """
    touched: Mask = abs(table.relations) @ table.sensitive.astype(np.float64) > 0
    partners: Mask = abs(table.relations).T @ touched.astype(np.float64) > 0
    hidden: Mask = table.exported & ~table.known & (table.values > 0) & (table.sensitive | partners)
    return hidden
