"""What sqlfluff's Jinja templater takes for dbt's own names, so that models render without a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from types import SimpleNamespace

execute = True


def run_query(sql: str) -> list[defaultdict[str, int]]:
    """One row, with a 1 in whatever column is asked for: a loop over the answer renders once."""
    return [defaultdict(lambda: 1)]


def env_var(name: str, default: str | None = None) -> str:
    """The default, or the variable's own name: which lake is read makes no difference to the SQL."""
    return name if default is None else default


def _dispatch(macro_name: str, macro_namespace: str | None = None) -> Callable[..., str]:
    """A macro that renders as `macro_name()`, which parses wherever an expression or a relation may stand."""
    return lambda *_: f"{macro_name}()"


adapter = SimpleNamespace(dispatch=_dispatch)
