"""What an expectation of the plausibility gate is: a rule on a column of the profile, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dagster_project.dictionary.words import Text

Severity = Literal["error", "warn"]
ACCEPT = Text(
    " Er endringen riktig, slippes den gjennom én gang med NODSTAT_ACCEPT={name} foran nodstat run.",
    " If the change is right, let it pass once with NODSTAT_ACCEPT={name} before nodstat run.",
)
BETWEEN = "expect_column_values_to_be_between"


@dataclass(frozen=True)
class Suite:
    """Expectations on one subject. `name` is also the frame's, where its expectations name no other."""

    name: str
    title: Text


@dataclass(frozen=True)
class Expectation:
    """One rule on one column of a frame of the profile."""

    name: str
    """The check's name, which `NODSTAT_ACCEPT` takes too."""
    suite: Suite
    table: str
    """The table of schema `marts` that the check stands on."""
    frame: str
    column: str
    bounds: Mapping[str, float]
    """`min_value`, `max_value`, or both; either is allowed itself."""
    severity: Severity
    title: Text
    rule: Text
    judged: Text
    """What the rows are."""
    outside: Text
    """What is said of a row that does not hold: its columns between braces."""
    remedy: Text
    columns: tuple[str, ...]
    """Those that the result page shows."""
    where: Mapping[str, Any] = field(default_factory=dict)
    """Columns and the value that rows must have to be judged here."""
    needs_rows: bool = False
    """Whether no row is a fault; else it is a lack of history."""
    is_lenient_with_synthetic: bool = False
    """Whether it only warns of synthetic deliveries."""

    @property
    def arguments(self) -> dict[str, Any]:
        """Those of Great Expectations' rule."""
        return {"column": self.column, **self.bounds}
