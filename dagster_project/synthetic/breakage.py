"""What one broken row looks like, for every reason code, worked out from the contract."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np

from dagster_project.contracts import Column, Contract
from dagster_project.synthetic.identifiers import birth_number, phone_number
from dagster_project.synthetic.render import Layout, source_code, time_text

DUPLICATE = "duplicate"
_UNKNOWN_CODE = "X9"
_UNKNOWN_ROOMS = ("AMK-XXX", "LVS-9999", "AKM-INGENSTEDS")

Row = dict[str, Any]


class Cell(NamedTuple):
    """The content of one column, None for nothing."""

    column: str
    content: Any


@dataclass(frozen=True)
class Breaker:
    """Breaks copies of ordinary rows of one delivery."""

    contract: Contract
    layout: Layout
    rng: np.random.Generator
    gap: datetime | None
    """Beginning of the local hour that does not exist within the period."""

    def can(self, reason: str) -> bool:
        """Whether rows of this delivery can be broken in that way."""
        columns, times, rules = self.contract.sourced, self.contract.times, self.contract.rules
        return {
            "malformed_line": self.contract.format != "xlsx",
            "personal_identifier": any(column.is_scanned for column in columns),
            "unknown_code": any(column.codes for column in columns),
            "unknown_room": any(column.kind == "room" for column in columns),
            "nonexistent_local_time": self.contract.is_wall_clock and self.gap is not None,
            "times_out_of_order": len(times) > 1,
            "duration_over_24h": len(times) > 1,
            "inconsistent": any(rule.rule in ("emptyWhen", "sumOf") for rule in rules),
        }.get(reason, True)

    def event(self, row: Row, reason: str) -> Row:
        """The broken copy, as far as an event can show what is wrong. It has an id of its own, save duplicates."""
        row = dict(row)
        key = self.contract.key
        if reason not in ("conflicting_duplicate", DUPLICATE) and key.kind == "text":
            row[key.name] += "x"
        times = [column.name for column in self.contract.times]
        match reason:
            case "outside_period":
                shift = self._away()
                row |= {c.name: row[c.name] + shift for c in self.contract.sourced if c.kind in ("time", "date")}
            case "times_out_of_order":
                late = int(self.rng.integers(1, len(times)))
                row[times[late]] = row[times[late - 1]] - timedelta(seconds=int(self.rng.integers(5, 61)))
            case "duration_over_24h":
                row[times[-1]] += timedelta(hours=24, seconds=int(self.rng.integers(1, 50_000)))
            case "conflicting_duplicate" if times:
                row[times[-1]] += timedelta(seconds=7)
            case "conflicting_duplicate":
                row[self._count_without_rule()] += 1
            case "inconsistent" if sums := [rule for rule in self.contract.rules if rule.rule == "sumOf"]:
                row[sums[0].column] += 1
        return row

    def cell(self, row: Row, reason: str) -> Cell | None:
        """The cell of the broken copy that no event could give."""
        columns = self.contract.sourced
        cell: Cell | None = None
        match reason:
            case "personal_identifier":
                name = self._pick([column.name for column in columns if column.is_scanned])
                number = birth_number(self.rng) if self.rng.random() < 0.5 else phone_number(self.rng)
                cell = Cell(name, f"{row[name]} {number}")
            case "missing_value":
                cell = Cell(self._pick(self._needed(row)), None)
            case "unknown_code":
                cell = Cell(self._pick([column.name for column in columns if column.codes]), _UNKNOWN_CODE)
            case "unknown_room":
                name = self._pick([column.name for column in columns if column.kind == "room"])
                cell = Cell(name, self._pick(_UNKNOWN_ROOMS))
            case "bad_value":
                column = self._pick([column for column in columns if column.kind in ("time", "date", "count")])
                cell = Cell(column.name, self._unreadable(column, row[column.name]))
            case "nonexistent_local_time" if self.gap is not None:
                wall = self.gap + timedelta(seconds=int(self.rng.integers(0, 3600)))
                cell = Cell(self.contract.times[0].name, time_text(wall, self.contract, self.layout))
            case "inconsistent":
                cell = self._contradiction(row)
        return cell

    def _contradiction(self, row: Row) -> Cell | None:
        """A code where the row's outcome has none; else, for a row that has everything, an outcome without answer."""
        rules = [rule for rule in self.contract.rules if rule.rule == "emptyWhen"]
        for rule in rules:
            for column in (self.contract.column(name) for name in rule.columns):
                if row[rule.column] in rule.values and column.codes:
                    return Cell(column.name, next(iter(column.codes)))
        if not rules:
            return None
        return Cell(rules[0].column, source_code(self.contract.column(rules[0].column), rules[0].values[0]))

    def _away(self) -> timedelta:
        """Out of the period: to a day nearby, or out of the month."""
        days = 40 if self.contract.period == "month" else self._pick((1, 2, 7, 40))
        return timedelta(days=self._pick((-days, days)))

    def _needed(self, row: Row) -> list[str]:
        needed = {column.name for column in self.contract.sourced if column.is_required}
        for rule in self.contract.rules:
            if rule.rule == "requiredWhen" and row[rule.column] in rule.values:
                needed |= set(rule.columns)
        return sorted(needed)

    def _unreadable(self, column: Column, value: object) -> str:
        if column.kind == "count":
            return str(self._pick(("-3", "tre")))
        if self.contract.format == "xlsx" or not isinstance(value, datetime):
            return "ukjent"
        text = str(time_text(value, self.contract, self.layout)) if self.contract.is_wall_clock else value.isoformat()
        return str(self._pick(("ukjent", re.sub(r"\d", "0", text))))

    def _count_without_rule(self) -> str:
        in_rules = {name for rule in self.contract.rules for name in (rule.column, *rule.columns)}
        counts = (column.name for column in self.contract.sourced if column.kind == "count")
        return next(name for name in counts if name not in in_rules)

    def _pick(self, choices: Any) -> Any:
        return choices[int(self.rng.integers(len(choices)))]


def break_line(line: str, delimiter: str, variant: int) -> str:
    """The line with a field too few, one too many, or a quote that is never closed; without delimiter, broken JSON."""
    if not delimiter:
        return (line[: len(line) // 2], line.replace(":", "", 1), line + "}")[variant % 3]
    first, rest = line.split(delimiter, 1)
    return (line.rsplit(delimiter, 1)[0], line + delimiter + "1", f'{first}{delimiter}"{rest}')[variant % 3]
