"""The attacker: from all that is shown, between what bounds must each hidden cell lie?

What he knows: every shown value, now and before (model.views); every relation; that counts are not negative; that zeros
are shown, so that what is hidden is at least 1; which rows there are. What he does not know: whether a symbol stands
for a small count or for a cell that was hidden for another's sake, since both have the same symbol. He solves two
linear programs per cell, its least and its greatest feasible value: the audit of Fischetti and Salazar-González,
"Models and algorithms for optimizing cell suppression in tabular data with linear constraints", JASA 95 (2000),
doi:10.1080/01621459.2000.10474282. This shares nothing with protection.py but the table and the solver, and reads no
hidden value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dagster_project.extracts.disclosure.model import Mask, Numbers, Table, View, views
from dagster_project.extracts.disclosure.solver import TOLERANCE, Columns, Component, Program, components

UNBOUNDED = 1000.0
"""Events, and far more than any threshold: the least that the attacker must take for no limit at all."""


@dataclass(frozen=True)
class Intervals:
    """What an attacker learns of each guarded cell.

    cells         their indices in the table, ascending.
    lower, upper  feasible bounds, in events. Unless `exact`, the two are values that are feasible for sure and the
                  search ended when they were `threshold` apart; a narrower interval is always the whole one.
    """

    threshold: int
    cells: Columns
    lower: Numbers
    upper: Numbers

    @property
    def narrow(self) -> Columns:
        """The cells that are not safe: intervals narrower than the threshold."""
        return self.cells[self.upper - self.lower < self.threshold - TOLERANCE]

    @property
    def withstood(self) -> bool:
        """Whether no interval is narrower than the threshold. A package for which this is false is not delivered."""
        return not len(self.narrow)


def attack(table: Table, hidden: Mask, threshold: int, *, exact: bool = False, integer: bool = False) -> Intervals:
    """The feasible interval of every hidden or sensitive cell.

    `exact` finds both bounds of each, however far apart; without it, one point of another cell's program often shows
    that an interval is wide enough. `integer` lets the attacker use that counts are whole (slow: for small tables).
    """
    lower, upper = np.full((2, len(table.values)), np.nan)
    for view in views(table, hidden):
        for component in components(table.relations, ~view.fixed, view.targets & ~view.fixed):
            aimed = view.targets[component.cells]
            least, greatest = _search(table, view, component, np.inf if exact else threshold, integer)
            lower[component.cells[aimed]], upper[component.cells[aimed]] = least[aimed], greatest[aimed]
        already_out = view.targets & view.fixed
        lower[already_out] = upper[already_out] = table.values[already_out]
    cells = np.flatnonzero(table.guarded(hidden))
    return Intervals(threshold, cells, lower[cells], upper[cells])


def _search(table: Table, view: View, component: Component, enough: float, integer: bool) -> tuple[Numbers, Numbers]:
    """Least and greatest value that each cell of the component takes in any solution met on the way."""
    given = np.flatnonzero(view.fixed)
    right = -(table.relations[component.relations][:, given] @ table.values[given]).astype(np.float64)
    # A cell without a total above it may be anything; a ceiling far above all that is shown keeps programs bounded.
    ceiling = 10.0 * np.abs(right).max(initial=UNBOUNDED)
    zeros = np.zeros(len(component.cells))
    program = Program(
        component.matrix, right, table.floor[component.cells], zeros + ceiling, zeros, integer=integer, primal=True
    )
    lowest, highest = zeros + np.inf, zeros - np.inf
    for target in map(int, np.flatnonzero(view.targets[component.cells])):
        for sign in (1.0, -1.0):
            if highest[target] - lowest[target] >= enough:
                break
            program.set_cost(target, sign)
            found = program.solve()
            if found is None:
                raise RuntimeError("The table's own counts are not among what the attacker finds possible.")
            program.set_cost(target, 0.0)
            lowest, highest = np.minimum(lowest, found), np.maximum(highest, found)
    return lowest, highest
