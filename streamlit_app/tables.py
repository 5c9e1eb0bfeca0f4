"""Tables as plain HTML: Norwegian numbers, right-aligned, readable by a screen reader and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Generic, TypeVar

from streamlit_app import text

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its heading, and what it shows of a row, as HTML."""

    heading: str
    cell: Callable[[Row], str]
    note: str = ""
    """A second, lighter line of the heading."""
    is_number: bool = False
    is_wide_only: bool = False
    """Left out on a phone."""


def html_table(caption: str, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> str:
    """The rows as a table whose first column names its row; the caption is shown above it."""
    head = "".join(
        f'<th scope="col"{_classes(column)}>{escape(column.heading)}{_note(column.note)}</th>' for column in columns
    )
    body = "".join(f"<tr>{_cells(columns, row)}</tr>" for row in rows)
    return (
        f'<div class="rows" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(columns: Sequence[Column[Row]], row: Row) -> str:
    first, *rest = columns
    cells = "".join(f"<td{_classes(column)}>{column.cell(row)}</td>" for column in rest)
    return f'<th scope="row"{_classes(first)}>{first.cell(row)}</th>{cells}'


def _classes(column: Column[Row]) -> str:
    names = [name for name, wanted in (("number", column.is_number), ("wide", column.is_wide_only)) if wanted]
    return f' class="{" ".join(names)}"' if names else ""


def _note(note: str) -> str:
    return f"<small>{escape(note)}</small>" if note else ""


def below(shown: str) -> str:
    """A value below its target: by symbol and colour, and by words for a screen reader."""
    aloud = f'<span class="hidden"> {text.BELOW}</span>'
    return f'<strong class="below"><span aria-hidden="true">▼ </span>{shown}</strong>{aloud}'


def interval_mark(
    share: float,
    interval: tuple[float, float],
    target: float | None,
    axis: tuple[float, float],
    is_below: bool,
) -> str:
    """A share as a dot on an axis, its interval as a line through it and the target as an upright line.

    Drawn with styled elements, since Streamlit removes SVG from HTML. It repeats numbers that stand
    beside it, so it is hidden from screen readers.
    """
    first, last = axis

    def per_cent(fraction: float) -> float:
        return 100 * (min(max(fraction, first), last) - first) / ((last - first) or 1)

    low, high = (per_cent(end) for end in interval)
    goal = "" if target is None else f'<i class="goal" style="left:{per_cent(target):.1f}%"></i>'
    return (
        f'<div class="{"mark is-below" if is_below else "mark"}" aria-hidden="true">{goal}'
        f'<i class="spread" style="left:{low:.1f}%;width:{high - low:.1f}%"></i>'
        f'<i class="dot" style="left:{per_cent(share):.1f}%"></i></div>'
    )
