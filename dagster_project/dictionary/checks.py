"""The checks of a release, as its manifest has them, for the result page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dagster_project.dictionary.words import Text

_FINDING = "finding"


@dataclass(frozen=True)
class Plausible:
    """One expectation of the plausibility gate, and how it went."""

    name: str
    state: str
    severity: str
    title: Text
    rule: Text
    detail: Text
    bounds: Mapping[str, float]
    judged: int
    outside: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    """The worst rows, those outside first."""


@dataclass(frozen=True)
class Asset:
    """The other checks that stand on one table or feed."""

    name: str
    checks: tuple[Mapping[str, Any], ...]

    @property
    def seconds(self) -> float:
        """What its tests took."""
        return round(sum(float(check["figures"].get("seconds", 0)) for check in self.checks), 1)

    @property
    def findings(self) -> int:
        """Rows and deliveries that do not hold."""
        numbers = (value for check in self.checks for name, value in check["figures"].items() if name != "seconds")
        return sum(number for number in numbers if isinstance(number, int))

    @property
    def warned(self) -> int:
        """How many of them warn."""
        return sum(check["state"] == "warned" for check in self.checks)


def suites(checks: Iterable[Mapping[str, Any]]) -> list[tuple[Text, list[Plausible]]]:
    """The gate's expectations under their suites, in the order in which they were made."""
    found: dict[Text, list[Plausible]] = {}
    for check in checks:
        if (told := check["figures"].get(_FINDING)) is not None:
            found.setdefault(Text(**told["suite"]), []).append(_plausible(check, told))
    return list(found.items())


def others(checks: Iterable[Mapping[str, Any]]) -> list[Asset]:
    """dbt's tests and the accounting, by the table or feed that they stand on."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for check in checks:
        if _FINDING not in check["figures"]:
            found.setdefault(check["name"].partition(": ")[0], []).append(check)
    return [Asset(name, tuple(those)) for name, those in sorted(found.items())]


def _plausible(check: Mapping[str, Any], told: Mapping[str, Any]) -> Plausible:
    return Plausible(
        name=told["name"],
        state=check["state"],
        severity=check["severity"],
        title=Text(**told["title"]),
        rule=Text(**told["rule"]),
        detail=Text(**told["detail"]),
        bounds=told["bounds"],
        judged=told["judged"],
        outside=told["outside"],
        columns=tuple(told["columns"]),
        rows=tuple(tuple(Text(**cell) for cell in row) for row in told["rows"]),
    )
