"""Secondary suppression: which further cells to hide, so that no hidden one can be narrowed down, and little is lost.

For each cell that is not yet safe, the cheapest way in which the hidden numbers *could* differ from the true ones: a
linear program moves that cell by what its interval still lacks, keeps every relation, and pays for each shown cell
that has to move along; those are hidden too. One program a cell, in turn: the incremental heuristic of Kelly,
Golden and Assad, "Cell suppression: disclosure protection for sensitive tabular data", Networks 22 (1992),
doi:10.1002/net.3230220407, which the Handbook on Statistical Disclosure Control (Hundepool et al., Wiley 2012, ch. 4)
describes beside the exact method that τ-ARGUS has. Statistics Norway's GaussSuppression (Langsrud, "Secondary cell
suppression by Gaussian elimination", PSD 2024, doi:10.1007/978-3-031-69651-0_6) keeps hidden cells from being worked
out exactly and mends narrow intervals afterwards; here the width is asked for from the start.

A cell's price is the root of its count (τ-ARGUS's lambda transformation with λ = ½): many small cells are better than
one grand total, yet not at any number. Zeros are never hidden: everybody guesses those, so they cover nothing.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from scipy import sparse

from dagster_project.extracts.disclosure.model import Mask, Numbers, Table, View, views
from dagster_project.extracts.disclosure.solver import TOLERANCE, Component, Program, components

HIDDEN_PRICE = (0.5, 1.0)
"""What a cell costs beyond its own price, so also once it is hidden: drawn once per cell and always the same.

Were moves of hidden cells free, ties would keep the solver busy ten times as long, and moves would wander.
"""
REWARD = 1e6
"""Per event that a cell is moved: more than all that has to move along with it may cost."""
ROUNDS = 2
"""How often the cells are chosen, each time among the last choice."""


def suppress(table: Table, threshold: int) -> Mask:
    """The cells to hide, primary ones included: m flags.

    Hides what is sensitive or withheld, and then what must hide it. Cells that nothing can cover any more, because all
    that could was shown before, stay narrow: attack.attack finds them.

    What an early cell took along a later one may have made needless. So the choice is made again, among
    the cells of the first choice only: it can but shrink.
    """
    hidden = table.exported & ~table.known
    for _ in range(ROUNDS):
        hidden = _choose(table, threshold, hidden)
    return hidden


def _choose(table: Table, threshold: int, pool: Mask) -> Mask:
    """The cells of the pool to hide."""
    hidden = pool & (table.sensitive | table.withheld)
    count = -1
    while count != (count := int(hidden.sum())):
        for view in views(table, hidden):
            hidden = _cover(table, view, hidden, pool, threshold)
    return hidden


def _cover(table: Table, view: View, hidden: Mask, pool: Mask, threshold: int) -> Mask:
    """The hidden cells and those of the pool that cover the view's targets."""
    hidden = hidden.copy()
    may_hide = pool & ((table.values > 0) | hidden)
    free = view.covers & (may_hide | ~table.exported)
    for component in components(table.relations, free, view.targets & free):
        columns = component.cells
        moves = _Moves(table, component, hidden)
        smallest_first = np.argsort(table.values[columns], kind="stable")
        waiting = deque(int(cell) for cell in smallest_first if view.targets[columns[cell]])
        while waiting:
            newly = moves.widen(waiting.popleft(), threshold)
            hidden[columns[newly]] = True
            waiting.extend(newly)
    return hidden


class _Moves:
    """How the cells of one component could differ from their true values, and how far they are seen to."""

    def __init__(self, table: Table, component: Component, hidden: Mask) -> None:
        columns = component.cells
        size = len(columns)
        self._room = table.values[columns] - table.floor[columns]
        is_shown = table.exported[columns] & ~hidden[columns]
        self._price = np.where(is_shown, np.sqrt(table.values[columns]), 0.0)
        self._least_price = np.random.default_rng(0).uniform(*HIDDEN_PRICE, size)
        self._highest, self._lowest = np.zeros((2, size))
        self._program = Program(
            sparse.hstack([component.matrix, -component.matrix], format="csc"),
            np.zeros(component.matrix.shape[0]),
            np.zeros(2 * size),
            np.concatenate([np.full(size, np.inf), self._room]),
            np.tile(self._price + self._least_price, 2),
        )

    def widen(self, cell: int, threshold: int) -> list[int]:
        """Hide what it takes to let the cell's interval reach the threshold; the cells newly hidden."""
        newly: list[int] = []
        for _ in range(2):  # up and down together reach what neither does alone
            lacking = threshold - (self._highest[cell] - self._lowest[cell])
            if lacking <= TOLERANCE:
                break
            found = self._move(cell, self._highest[cell] + lacking)
            if self._room[cell] > -self._lowest[cell] and (self._cost(found) > 0 or found[cell] < lacking):
                other = self._move(cell, self._lowest[cell] - lacking)
                found = min(found, other, key=lambda move: (-self._gain(move, cell), self._cost(move)))
            newly += self._take(found)
        return newly

    def _gain(self, move: Numbers, cell: int) -> float:
        """By how much the move widens the cell's interval."""
        beyond = max(move[cell] - self._highest[cell], self._lowest[cell] - move[cell], 0.0)
        return float(round(beyond / TOLERANCE) * TOLERANCE)

    def _cost(self, move: Numbers) -> float:
        """The prices of all cells that the move would hide."""
        return float(self._price @ (np.abs(move) > TOLERANCE))

    def _take(self, move: Numbers) -> list[int]:
        """Hide what the move needs hidden; the cells newly hidden."""
        self._highest = np.maximum(self._highest, move)
        self._lowest = np.minimum(self._lowest, move)
        newly = [int(cell) for cell in np.flatnonzero((self._price > 0) & (np.abs(move) > TOLERANCE))]
        self._price[newly] = 0.0
        for cell in newly:
            self._set_costs(cell)
        return newly

    def _set_costs(self, cell: int, *, up: float = 0.0, down: float = 0.0) -> None:
        """What a step of the cell costs, up and down, less what it is rewarded with."""
        cost = self._price[cell] + self._least_price[cell]
        self._program.set_cost(cell, cost - up)
        self._program.set_cost(cell + len(self._price), cost - down)

    def _move(self, cell: int, distance: float) -> Numbers:
        """The cheapest move that takes the cell so far, or as far towards it as there is one."""
        size = len(self._room)
        up, down = max(distance, 0.0), min(max(-distance, 0.0), self._room[cell])
        self._program.set_bounds(cell, 0.0, up)
        self._program.set_bounds(cell + size, 0.0, down)
        self._set_costs(cell, up=REWARD if up else 0.0, down=REWARD if down else 0.0)
        found = self._program.solve()
        self._program.set_bounds(cell, 0.0, np.inf)
        self._program.set_bounds(cell + size, 0.0, self._room[cell])
        self._set_costs(cell)
        if found is None:
            raise RuntimeError("A table's own counts do not fulfil its relations.")
        return found[:size] - found[size:]
