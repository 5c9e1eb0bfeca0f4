"""The sheets of numbers: key figures, bases, categories and causes, national figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dagster_project.extracts.figures import NATION
from dagster_project.extracts.package import Content
from dagster_project.extracts.protection import TOTAL
from dagster_project.extracts.styles import PALE, QUIET, SERIES, WARM, Book
from dagster_project.extracts.words import CODES, SHEETS, THREE_UNITS

Cell = tuple[float | None, bool]
"""A number and whether it is hidden."""
_VEHICLES = ("all", "helicopter", "plane", "rescue_helicopter", "rapid_response_car")
_OUTCOMES = ("all", "completed", "aborted", "declined")
_CAUSES = ("no_longer_indicated", "weather", "competing_mission", "technical", "duty_time", "other")
_TOP = 3
"""Row of the column names, from 0."""


def key_figures(book: Book, content: Content, subtitle: str) -> None:
    """The air ambulance's key figures: the nation by kind of vehicle, and each base."""
    rows = content.tables["nokkeltall"].filter(
        pl.col("period") == content.period.code, pl.col("kpi_id").str.starts_with("air_")
    )
    sheet = book.sheet(SHEETS["key_figures"], [42, *[21] * len(_VEHICLES), 12])
    book.title(sheet, "Nøkkeltall for luftambulansen", subtitle)
    book.heading(sheet, _TOP, ["Hele landet", *(CODES[code] for code in _VEHICLES), "Mål"])
    sheet.freeze_panes(_TOP + 1, 1)
    kpis = rows.filter(pl.col("org_id") == NATION).select("kpi_id", "kpi_name", "unit", "target").unique("kpi_id")
    kpis = kpis.sort(pl.col("kpi_id").replace_strict({name: n for n, name in enumerate(_ORDER)}, default=len(_ORDER)))
    cells = _cells(rows, ["kpi_id", "org_id", "segment"], "value")
    for row, (kpi, name, unit, target) in enumerate(kpis.iter_rows(), start=_TOP + 1):
        book.text(sheet, row, 0, name)
        for column, vehicle in enumerate(_VEHICLES, start=1):
            _write(book, sheet, (row, column), cells.get((kpi, NATION, vehicle)), unit)
        book.number(sheet, row, len(_VEHICLES) + 1, target, unit)
    top = _TOP + len(kpis) + 3
    names = list(kpis.select("kpi_id", "kpi_name", "unit").iter_rows())
    book.heading(sheet, top, ["Per base, alle ressurser", *(name for _, name, _ in names)])
    bases = rows.filter(pl.col("org_level") == "base").select("org_id", "org_name").unique().sort("org_id")
    for row, (base, name) in enumerate(bases.iter_rows(), start=top + 1):
        book.text(sheet, row, 0, name)
        for column, (kpi, _, unit) in enumerate(names, start=1):
            _write(book, sheet, (row, column), cells.get((kpi, base, "all")), unit)


_ORDER = (
    "air_missions",
    "air_missions_completed_share",
    "air_missions_aborted_share",
    "air_missions_declined_share",
    "air_activation_time_median_s",
    "air_response_time_median_s",
)


def bases(book: Book, content: Content, subtitle: str) -> None:
    """Missions per base by outcome, with a chart."""
    rows = content.tables["oppdrag_per_base"].filter(
        pl.col("period") == content.period.code, pl.col("vehicle") == TOTAL
    )
    sheet = book.sheet(SHEETS["bases"], [32, 12, 12, 12, 12, 3])
    book.title(sheet, "Luftambulanseoppdrag per base", subtitle)
    book.heading(sheet, _TOP, ["Base", *(CODES[code] for code in _OUTCOMES)])
    sheet.freeze_panes(_TOP + 1, 1)
    cells = _cells(rows, ["base_id", "outcome"], "missions")
    names = rows.select("base_id", "base_name").unique().sort(pl.col("base_id") != TOTAL, "base_id")
    for row, (base, name) in enumerate(names.iter_rows(), start=_TOP + 1):
        look: dict[str, Any] = {"bold": True, "bg_color": PALE} if base == TOTAL else {}
        book.text(sheet, row, 0, name, **look)
        for column, outcome in enumerate(_OUTCOMES, start=1):
            _write(book, sheet, (row, column), cells.get((base, outcome), (0, False)), "count", **look)
    first = _TOP + 1 + int(TOTAL in names["base_id"])
    if first <= _TOP + len(names):
        _chart(
            book,
            sheet,
            "Varslede oppdrag per base",
            (first, _TOP + len(names)),
            [(1, "I alt")],
            place=(_TOP, 6),
            height=max(420, 24 * len(names)),
        )


def causes(book: Book, content: Content, subtitle: str) -> None:
    """Missions by vehicle and category, and why missions were aborted or declined, with a chart."""
    rows = content.tables["oppdrag_per_kategori"].filter(pl.col("period") == content.period.code)
    sheet = book.sheet(SHEETS["causes"], [32, *[21] * len(_VEHICLES), 3])
    book.title(sheet, "Luftambulanseoppdrag etter kategori, utfall og årsak", subtitle)
    book.heading(sheet, _TOP, ["Kategori", *(CODES[code] for code in _VEHICLES)])
    sheet.freeze_panes(_TOP + 1, 1)
    cells = _cells(rows, ["vehicle", "category", "outcome", "cause"], "missions")
    row = _TOP
    for category in (TOTAL, "primary", "secondary", "other"):
        row += 1
        book.text(sheet, row, 0, CODES[category])
        for column, vehicle in enumerate(_VEHICLES, start=1):
            _write(book, sheet, (row, column), cells.get((vehicle, category, TOTAL, TOTAL), (0, False)), "count")
    row += 2
    book.heading(sheet, row, ["Utfall", *(CODES[code] for code in _VEHICLES)])
    for outcome in _OUTCOMES[1:]:
        row += 1
        book.text(sheet, row, 0, CODES[outcome])
        for column, vehicle in enumerate(_VEHICLES, start=1):
            _write(book, sheet, (row, column), cells.get((vehicle, TOTAL, outcome, TOTAL), (0, False)), "count")
    row += 2
    book.heading(sheet, row, ["Årsak, hele landet", "Avbrutt", "Avvist"])
    first = row + 1
    for cause in _CAUSES:
        row += 1
        book.text(sheet, row, 0, CODES[cause])
        for column, outcome in enumerate(("aborted", "declined"), start=1):
            _write(book, sheet, (row, column), cells.get((TOTAL, TOTAL, outcome, cause), (0, False)), "count")
    _chart(
        book,
        sheet,
        "Hvorfor oppdrag ble avbrutt eller avvist",
        (first, row),
        [(1, "Avbrutt"), (2, "Avvist")],
        place=(first - 1, 4),
        height=300,
    )


def context(book: Book, content: Content, subtitle: str) -> None:
    """National figures of calls and ambulance alarms, each in its own unit."""
    rows = content.tables["nokkeltall"].filter(
        pl.col("period") == content.period.code, ~pl.col("kpi_id").str.starts_with("air_")
    )
    sheet = book.sheet(SHEETS["context"], [58, 14, 16, 12, 14])
    book.title(sheet, "Nasjonale tall ved siden av", subtitle)
    book.heading(sheet, _TOP, ["Nøkkeltall, hele landet", "Gruppe", "Verdi", "Mål", "Mål nådd"], left=2)
    sheet.freeze_panes(_TOP + 1, 1)
    columns = rows.select("kpi_name", "segment", "unit", "value", "target", "target_met", "is_suppressed")
    row = _TOP
    for name, segment, unit, value, target, met, hidden in columns.iter_rows():
        row += 1
        book.text(sheet, row, 0, name)
        book.text(sheet, row, 1, CODES.get(segment, segment))
        book.number(sheet, row, 2, value, unit, hidden=hidden)
        book.number(sheet, row, 3, target, unit)
        said = "–" if met is None else "ja" if met else "nei"
        warns: dict[str, Any] = {"font_color": WARM, "bold": True} if met is False else {}
        book.text(sheet, row, 4, said, align="right", **warns)
    sheet.merge_range(row + 2, 0, row + 2, 4, "", book.style())
    sheet.set_row(row + 2, 48)
    sheet.write_string(row + 2, 0, THREE_UNITS, book.style(text_wrap=True, font_color=QUIET))


def _cells(rows: pl.DataFrame, keys: Sequence[str], column: str) -> Mapping[tuple[str, ...], Cell]:
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in rows.select(*keys, column, "is_suppressed").iter_rows()}


def _write(book: Book, sheet: Any, place: tuple[int, int], cell: Cell | None, unit: str, **look: Any) -> None:
    number, hidden = cell or (None, False)
    book.number(sheet, *place, number, unit, hidden=hidden, **look)


def _chart(
    book: Book,
    sheet: Any,
    title: str,
    rows: tuple[int, int],
    series: Sequence[tuple[int, str]],
    *,
    place: tuple[int, int],
    height: int,
) -> None:
    """Bars, the first row on top; what is hidden has none."""
    chart = book.workbook.add_chart({"type": "bar"})
    for colour, (column, name) in zip(SERIES, series, strict=False):
        chart.add_series(
            {
                "name": name,
                "categories": [sheet.get_name(), rows[0], 0, rows[1], 0],
                "values": [sheet.get_name(), rows[0], column, rows[1], column],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True}})
    chart.set_y_axis({"reverse": True, "line": {"none": True}, "major_tick_mark": "none"})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#d8dce1"}}, "num_format": "#,##0"})
    legend: dict[str, Any] = {"none": True} if len(series) == 1 else {"position": "bottom"}
    chart.set_legend(legend)
    chart.set_size({"width": 640, "height": height})
    sheet.insert_chart(*place, chart)
