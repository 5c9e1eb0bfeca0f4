"""Statistical disclosure control: small counts hidden, and whatever else would let anyone work them out.

`protect_kpis` for rows of kpi_values, `protect_counts` for a table of counts by several dimensions. Either gives a
`Protected`; `Protected.attack()` must be `withstood`, else the package is not delivered. Knows nothing of recipients,
files or pages.
"""

from dagster_project.extracts.disclosure.attack import Intervals, attack
from dagster_project.extracts.disclosure.contingency import Margin, protect_counts
from dagster_project.extracts.disclosure.kpis import protect_kpis
from dagster_project.extracts.disclosure.loss import Loss, loss, naive
from dagster_project.extracts.disclosure.model import DisclosureError, Table
from dagster_project.extracts.disclosure.protected import Protected
from dagster_project.extracts.disclosure.words import SYMBOL, explanation

__all__ = [
    "SYMBOL",
    "DisclosureError",
    "Intervals",
    "Loss",
    "Margin",
    "Protected",
    "Table",
    "attack",
    "explanation",
    "loss",
    "naive",
    "protect_counts",
    "protect_kpis",
]
