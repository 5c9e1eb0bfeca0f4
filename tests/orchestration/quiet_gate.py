"""A gate that finds everything plausible, without Great Expectations: for what has other things to test."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from dagster_project.checks import gate, validator
from dagster_project.checks.expectations import EXPECTATIONS
from dagster_project.checks.findings import Finding, finding
from dagster_project.checks.validator import Outcome


def install(set_attribute: Callable[[object, str, object], None] = setattr) -> None:
    """Put it in the place of the real one."""
    set_attribute(gate, "judge", _judge)
    set_attribute(validator.Validator, "command", ("cat",))


def _judge(*_: object) -> list[Finding]:
    rows = pl.DataFrame({"row": [1]})
    return [
        finding(expectation, rows.clear(), Outcome(True, 1, ()), is_synthetic=False, accepted=())
        for expectation in EXPECTATIONS
    ]
