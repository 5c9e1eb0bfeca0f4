"""Secondary suppression: which further cells to hide, so that no hidden one can be narrowed down, and little is lost.

For each cell that is not yet safe, the cheapest way in which the hidden numbers *could* differ from the true ones: a
linear program moves that cell by what its interval still lacks, keeps every relation, and pays for each shown cell
that has to move along; those are hidden too. One small program a cell, in turn: the incremental heuristic of Kelly,
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
from dagster_project.extracts.disclosure.solver import TOLERANCE, Columns, Component, Program, components

NEIGHBOURHOODS = (2, 6)
"""Addends of each of a cell's sums that are looked at first. Only where they do not suffice is the whole component."""
LARGEST = 1_000
"""Cells of a neighbourhood at most."""


def suppress(table: Table, threshold: int) -> Mask:
    """The cells to hide, primary ones included: m flags.

    Hides what is sensitive or withheld, and then what must hide it. Cells that nothing can cover any more, because all
    that could was shown before, stay narrow: attack.attack finds them.
    """
    hidden = table.exported & ~table.known & (table.sensitive | table.withheld)
    count = -1
    while count != (count := int(hidden.sum())):
        for view in views(table, hidden):
            hidden = _cover(table, view, hidden, threshold)
    return hidden


def _cover(table: Table, view: View, hidden: Mask, threshold: int) -> Mask:
    """The hidden cells and those that cover the view's targets."""
    hidden = hidden.copy()
    never = table.known | (table.exported & ~hidden & (table.values == 0)) | (view.fixed & table.restated)
    for component in components(table.relations, ~never, view.targets & ~never):
        columns = component.cells
        moves = _Moves(table, component, hidden)
        waiting = deque(sorted(np.flatnonzero(view.targets[columns]), key=lambda cell: table.values[columns[cell]]))
        while waiting:
            newly = moves.widen(int(waiting.popleft()), threshold)
            hidden[columns[newly]] = True
            waiting.extend(newly)
    return hidden


class _Moves:
    """How the cells of one component could differ from their true values, and how far they are seen to."""

    def __init__(self, table: Table, component: Component, hidden: Mask) -> None:
        columns = component.cells
        self._matrix = component.matrix
        self._by_relation = component.matrix.tocsr()
        self._touching = abs(self._by_relation)
        self._values = table.values[columns].astype(np.float64)
        self._room = table.values[columns] - table.floor[columns]
        self._is_shown = table.exported[columns] & ~hidden[columns]
        self._price = np.where(self._is_shown, np.sqrt(self._values), 0.0)
        self._highest, self._lowest = np.zeros((2, len(columns)))

    def widen(self, cell: int, threshold: int) -> Columns:
        """Hide what it takes to let the cell's interval reach the threshold; the cells newly hidden."""
        lacking = threshold - (self._highest[cell] - self._lowest[cell])
        if lacking <= TOLERANCE:
            return np.array([], dtype=np.int64)
        found = None
        for addends in (*NEIGHBOURHOODS, None):
            near = self._everything(cell) if addends is None else self._neighbourhood(cell, addends, lacking)
            found = self._move(near, self._highest[cell] + lacking, np.inf)
            down = self._lowest[cell] - lacking
            if (found is None or self._cost(near, found) > 0) and self._room[cell] >= -down:
                found = min(
                    (move for move in (found, self._move(near, -self._room[cell], down)) if move is not None),
                    key=lambda move: self._cost(near, move),
                    default=None,
                )
            if found is not None:
                break
        if found is None:
            return np.array([], dtype=np.int64)
        self._highest[near] = np.maximum(self._highest[near], found)
        self._lowest[near] = np.minimum(self._lowest[near], found)
        newly = near[self._is_shown[near] & (np.abs(found) > TOLERANCE)]
        self._is_shown[newly] = False
        self._price[newly] = 0.0
        return newly

    def _cost(self, near: Columns, move: Numbers) -> float:
        """The prices of all cells that the move would hide."""
        return float(self._price[near] @ (np.abs(move) > TOLERANCE))

    def _neighbourhood(self, cell: int, addends: int, lacking: float) -> Columns:
        """The cell, first; all sums that it is in; so many addends of each of its own; and what those need to balance.

        A cell that shares relations with two cells of the neighbourhood or more may balance both, as the fourth corner
        of a rectangle does, so it joins, until none is left.
        """
        near = np.zeros(len(self._values), dtype=bool)
        near[cell] = True
        for relation in self._relations_of(cell):
            members, signs = self._members(relation)
            partners = members[(signs < 0) & (members != cell)]
            order = np.lexsort((-self._values[partners], self._price[partners], self._room[partners] < lacking))
            near[partners[order[:addends]]] = True
        # A cell can always move with all that is above it, once something moves in every sum that does.
        moving: list[int] = []
        unbalanced = [self._bottom(cell)]
        while unbalanced:
            near[unbalanced] = True
            above = list(unbalanced)
            while above:
                moving.append(above.pop())
                for relation in self._relations_of(moving[-1]):
                    members, signs = self._members(relation)
                    sums = members[(signs > 0) & ~near[members]]
                    near[sums] = True
                    above.extend(map(int, sums))
            unbalanced = self._unbalanced(moving, near)
        larger = self._balancing(near)
        while near.sum() < larger.sum() <= LARGEST:
            near, larger = larger, self._balancing(larger)
        return np.concatenate([[cell], np.delete(np.arange(len(near)), cell)[np.delete(near, cell)]])

    def _unbalanced(self, moving: list[int], near: Mask) -> list[int]:
        """An addend of every sum that would move with none of its own: the cheapest, and of those the largest."""
        found: set[int] = set()
        for cell in moving:
            for relation in self._relations_of(cell):
                members, signs = self._members(relation)
                addends = members[signs < 0]
                if len(addends) and cell not in addends and not near[addends].any():
                    found.add(int(addends[np.lexsort((-self._values[addends], self._price[addends]))[0]]))
        return sorted(found)

    def _balancing(self, near: Mask) -> Mask:
        """The cells, and all that share relations with at least two of them."""
        shared: Numbers = self._touching.T @ (self._touching @ near > 0).astype(np.float64)
        return near | (shared >= 2)

    def _bottom(self, cell: int) -> int:
        """The largest addend of the cell, of that one in turn, and so on: a cell that is no sum."""
        for relation in self._relations_of(cell):
            members, signs = self._members(relation)
            if signs[members == cell] > 0:
                addends = members[signs < 0]
                return self._bottom(int(addends[np.argmax(self._values[addends])]))
        return cell

    def _everything(self, cell: int) -> Columns:
        return np.concatenate([[cell], np.delete(np.arange(len(self._values)), cell)])

    def _relations_of(self, cell: int) -> Columns:
        found: Columns = self._matrix.indices[self._matrix.indptr[cell] : self._matrix.indptr[cell + 1]]
        return found

    def _members(self, relation: int) -> tuple[Columns, Numbers]:
        bounds = slice(self._by_relation.indptr[relation], self._by_relation.indptr[relation + 1])
        return self._by_relation.indices[bounds], self._by_relation.data[bounds]

    def _move(self, near: Columns, least: float, most: float) -> Numbers | None:
        """The cheapest move of these cells that takes the first one so far, or None where there is none."""
        size = len(near)
        matrix = self._matrix[:, near]
        matrix = matrix[np.unique(matrix.indices)]
        lower, upper = np.zeros(2 * size), np.concatenate([np.full(size, np.inf), self._room[near]])
        lower[0], upper[0] = max(least, 0), max(most, 0)
        lower[size], upper[size] = max(-most, 0), max(-least, 0)
        price = np.concatenate([self._price[near]] * 2)
        found = Program(
            sparse.hstack([matrix, -matrix], format="csc"), np.zeros(matrix.shape[0]), lower, upper, price
        ).solve()
        return None if found is None else found[:size] - found[size:]
