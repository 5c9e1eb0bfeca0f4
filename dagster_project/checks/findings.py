"""What the gate found, in words and numbers of both languages: for Dagster, the manifest and the result page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dagster_project.checks.expectations import BETWEEN, Expectation, Severity
from dagster_project.checks.validator import Outcome
from dagster_project.dictionary.words import FEEDS, Language, Text

_NAMED, _SHOWN = 5, 20
"""Rows that a detail names, and rows that the result page shows."""
_LANGUAGES: tuple[Language, ...] = ("nb", "en")
_NBSP = "\N{NO-BREAK SPACE}"
_NOTHING = Text("ingenting å sammenligne med ennå", "not enough history to compare with yet")
_LACKING = Text("ingenting å vurdere: profilen er tom", "nothing to judge: the profile is empty")


@dataclass(frozen=True)
class Finding:
    """How one expectation went."""

    expectation: Expectation
    passed: bool
    severity: Severity
    judged: int
    outside: int
    detail: Text
    rows: tuple[tuple[Text, ...], ...]
    """The worst rows, by `Expectation.columns`: those outside first."""

    def record(self) -> dict[str, Any]:
        """Everything that the result page tells, ready for JSON; words as `{nb, en}`."""
        told = self.expectation
        return {
            "name": told.name,
            "suite": _both(told.suite.title),
            "title": _both(told.title),
            "rule": _both(told.rule),
            "remedy": _both(_remedy(told)),
            "detail": _both(self.detail),
            "bounds": dict(told.bounds),
            "judged": self.judged,
            "outside": self.outside,
            "columns": list(told.columns),
            "rows": [[_both(cell) for cell in row] for row in self.rows],
        }


def request_of(expectations: Sequence[Expectation], frames: Mapping[str, pl.DataFrame]) -> list[dict[str, Any]]:
    """What Great Expectations is asked, in the order of the expectations (see `gx.validate`)."""
    return [
        {
            "name": expectation.name,
            "kind": BETWEEN,
            "arguments": expectation.arguments,
            "values": judged_rows(expectation, frames)[expectation.column].to_list(),
        }
        for expectation in expectations
    ]


def judged_rows(expectation: Expectation, frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The rows of its frame that an expectation is about."""
    return frames[expectation.frame].filter(*(pl.col(name) == value for name, value in expectation.where.items()))


def finding(
    expectation: Expectation, rows: pl.DataFrame, outcome: Outcome, *, is_synthetic: bool, accepted: Collection[str]
) -> Finding:
    """An outcome in words. `accepted` are the names of expectations that the operator lets pass, for once."""
    worst = [rows.row(number, named=True) for number in outcome.outside]
    others = [rows.row(number, named=True) for number in range(rows.height) if number not in set(outcome.outside)]
    is_lacking = expectation.needs_rows and not outcome.judged
    is_lenient = expectation.name in accepted or (is_synthetic and expectation.is_lenient_with_synthetic)
    return Finding(
        expectation=expectation,
        passed=outcome.success and not is_lacking,
        severity="warn" if is_lenient else expectation.severity,
        judged=outcome.judged,
        outside=len(outcome.outside),
        detail=Text(*(_detail(expectation, worst, outcome.judged, language) for language in _LANGUAGES)),
        rows=tuple(
            tuple(Text(*(_shown(row, column, language) for language in _LANGUAGES)) for column in expectation.columns)
            for row in [*worst, *others][:_SHOWN]
        ),
    )


def _detail(expectation: Expectation, worst: Sequence[Mapping[str, Any]], judged: int, language: Language) -> str:
    if not judged:
        return (_LACKING if expectation.needs_rows else _NOTHING).in_language(language)
    what = expectation.judged.in_language(language)
    if not worst:
        return (
            f"{_number(judged, language)} {what}, alle innenfor"
            if language == "nb"
            else f"{judged:,} {what}, all within"
        )
    text = expectation.outside.in_language(language)
    told = [text.format_map({name: _shown(row, name, language) for name in [*row, "label"]}) for row in worst[:_NAMED]]
    if len(worst) > _NAMED:
        told.append(f"og {len(worst) - _NAMED} til" if language == "nb" else f"and {len(worst) - _NAMED} more")
    share = f"{len(worst)} av {_number(judged, language)}" if language == "nb" else f"{len(worst)} of {judged:,}"
    return f"{share} {what}: {'; '.join(told)}. {_remedy(expectation).in_language(language)}"


def _remedy(expectation: Expectation) -> Text:
    return Text(*(text.format(name=expectation.name) for text in (expectation.remedy.nb, expectation.remedy.en)))


def _shown(row: Mapping[str, Any], column: str, language: Language) -> str:
    """A cell as people read it: `label` in their language, a share in per cent, a day as its country writes it."""
    if column == "label":
        return str(row.get(f"label_{language}") or row.get("label_nb") or "")
    match row[column]:
        case None:
            return "–"
        case date() as day:
            month, whole = ("%m.%Y", "%d.%m.%Y") if language == "nb" else ("%Y-%m", "%Y-%m-%d")
            return day.strftime(month if column == "month" else whole)
        case int() | float() as number:
            return _measured(number, column, row.get("unit"), language)
        case text:
            return FEEDS[text].in_language(language) if column == "feed" and text in FEEDS else str(text)


def _measured(number: float, column: str, unit: object, language: Language) -> str:
    is_figure = column in ("value", "usual")
    if column == "loss_share" or (is_figure and unit == "share"):
        return f"{_number(round(100 * number, 1), language)}{_NBSP if language == 'nb' else ''}%"
    if is_figure and unit == "seconds":
        return f"{_number(round(number, 1), language)}{_NBSP}s"
    return _number(round(number, 1) if column == "deviation" else round(number), language)


def _number(value: float, language: Language) -> str:
    text = f"{value:,}"
    return text.replace(",", _NBSP).replace(".", ",") if language == "nb" else text


def _both(text: Text) -> dict[str, str]:
    return {"nb": text.nb, "en": text.en}
