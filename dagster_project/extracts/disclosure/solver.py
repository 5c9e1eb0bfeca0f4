"""Linear programs over a table's cells, solved by HiGHS one after another.

HiGHS (MIT): Huangfu and Hall, "Parallelizing the dual revised simplex method", Mathematical Programming Computation 10
(2018), doi:10.1007/s12532-017-0130-5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dagster_project.extracts.disclosure.model import Mask, Numbers

TOLERANCE = 1e-6
"""What counts as nothing: a tenth of it is what HiGHS allows a bound or a sum to be missed by."""

Columns = NDArray[np.int64]


class _Silent(highspy.Highs):
    """HiGHS prints its name when its callbacks are turned on, before it can be told not to. Nobody here needs them."""

    def enableCallbacks(self) -> None:
        return


class Program:
    """Least cost @ x where matrix @ x = right and lower ≤ x ≤ upper; costs and bounds may change between solutions.

    `primal` where only costs do, and each solution is to start from the last.
    """

    def __init__(
        self,
        matrix: sparse.csc_array,
        right: Numbers,
        lower: Numbers,
        upper: Numbers,
        cost: Numbers,
        *,
        integer: bool = False,
        primal: bool = False,
    ) -> None:
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
        model.row_lower_ = model.row_upper_ = right
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data.astype(np.float64)
        if integer:
            model.integrality_ = [highspy.HighsVarType.kInteger] * matrix.shape[1]
        self._primal = primal
        self._solver = _Silent()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        # The primal simplex (4) starts from the last solution, still feasible where only costs change; presolve would
        # throw it away. The dual simplex (1) starts from nothing moved, far nearer to a cheap move than the last.
        self._solver.setOptionValue("presolve", "on" if integer else "off")
        self._solver.setOptionValue("simplex_strategy", 4 if primal else 1)
        self._solver.setOptionValue("threads", 1)
        self._solver.passModel(model)

    def set_cost(self, column: int, cost: float) -> None:
        """What one unit of the column costs from now on."""
        self._solver.changeColCost(int(column), float(cost))

    def set_bounds(self, column: int, lower: float, upper: float) -> None:
        """Between what the column lies from now on."""
        self._solver.changeColBounds(int(column), float(lower), float(upper))

    def solve(self) -> Numbers | None:
        """The cheapest x, or None if there is none. Raises RuntimeError if the solver gives up."""
        if not self._primal:
            self._solver.clearSolver()
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return np.array(self._solver.getSolution().col_value, dtype=np.float64)
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        raise RuntimeError(f"HiGHS stopped without an answer: {self._solver.modelStatusToString(status)}.")


@dataclass(frozen=True)
class Component:
    """Free cells that hang together through relations: indices of both in the table, and what binds the ones."""

    relations: Columns
    cells: Columns
    matrix: sparse.csc_array


def components(relations: sparse.csr_array, free: Mask, targets: Mask) -> Iterator[Component]:
    """The components that hold a target.

    What is not free is a constant and binds nothing, so most of a large table falls apart into small ones.
    """
    columns = np.flatnonzero(free)
    matrix = relations[:, columns].tocsc()
    graph = sparse.block_array([[None, matrix], [matrix.T, None]], format="csr")
    labels = connected_components(graph, directed=False)[1]
    of_rows, of_columns = labels[: matrix.shape[0]], labels[matrix.shape[0] :]
    by_rows, by_columns = np.argsort(of_rows, kind="stable"), np.argsort(of_columns, kind="stable")
    for label in np.unique(of_columns[targets[columns]]):
        rows = by_rows[slice(*np.searchsorted(of_rows[by_rows], [label, label + 1]))]
        inside = by_columns[slice(*np.searchsorted(of_columns[by_columns], [label, label + 1]))]
        yield Component(rows, columns[inside], matrix[:, inside].tocsr()[rows].tocsc())
