"""Tables as plain HTML: Norwegian numbers, right-aligned, readable by a screen reader and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Generic, TypeVar

from streamlit_app.downloads import Cell
from streamlit_app.text import figures as text

Row = TypeVar("Row")
Raw = Callable[[Row], Cell]
"""What a file has of a row."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its heading, what it shows of a row, as HTML, and what a file has of it."""

    heading: str
    cell: Callable[[Row], str] | None
    """None for a column of files only."""
    note: str = ""
    """A second, lighter line of the heading."""
    raw: Raw[Row] | None = None
    """Every digit, for files; None for a column of the screen only."""
    is_number: bool = False
    is_wide_only: bool = False
    """Left out on a phone."""


@dataclass(frozen=True)
class Table(Generic[Row]):
    """Rows with what is shown of them."""

    caption: str
    columns: Sequence[Column[Row]]
    rows: Sequence[Row]

    @property
    def html(self) -> str:
        """As it is shown."""
        return html_table(self.caption, self.columns, self.rows)

    @property
    def cells(self) -> tuple[list[str], list[list[Cell]]]:
        """As files have it: the headings, and every row's cells."""
        kept = [(column.heading, column.raw) for column in self.columns if column.raw]
        return [heading for heading, _ in kept], [[raw(row) for _, raw in kept] for row in self.rows]


def html_table(caption: str, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> str:
    """The rows as a table whose first column names its row; the caption is shown above it."""
    shown = [column for column in columns if column.cell]
    head = "".join(
        f'<th scope="col"{_classes(column)}>{escape(column.heading)}{_note(column.note)}</th>' for column in shown
    )
    body = "".join(f"<tr>{_cells(shown, row)}</tr>" for row in rows)
    return (
        f'<div class="rows" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(columns: Sequence[Column[Row]], row: Row) -> str:
    cells = [(_classes(column), column.cell(row)) for column in columns if column.cell]
    (classes, name), *rest = cells
    return f'<th scope="row"{classes}>{name}</th>' + "".join(f"<td{own}>{cell}</td>" for own, cell in rest)


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
