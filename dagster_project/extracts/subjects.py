"""The sheets of missions: key figures, bases, months, and national figures of other subjects beside them."""

from __future__ import annotations

from typing import Any

import polars as pl

from dagster_project.extracts.figures import AIR
from dagster_project.extracts.matrix import NOTHING, TOP, Entry, bars, cells_of, columns_over, table
from dagster_project.extracts.package import Content
from dagster_project.extracts.periods import parse_period
from dagster_project.extracts.protection import AIRCRAFT, CAR, TOTAL
from dagster_project.extracts.styles import QUIET, WARM, Book
from dagster_project.extracts.words import CODES, SHEETS, THREE_UNITS

VEHICLES: tuple[Entry, ...] = tuple((CODES[code], (code,)) for code in (TOTAL, *AIRCRAFT, CAR))
_KINDS = {"HEL": 0, "FLY": 1, "SAR": 2}
"""The order of bases, by the beginning of their ids."""


def key_figures(book: Book, content: Content, subtitle: str) -> None:
    """The air ambulance's key figures for the country, by kind of vehicle."""
    rows = own(content, "nokkeltall").filter(pl.col("kpi_id").is_in(AIR))
    sheet = book.sheet(SHEETS["key_figures"], [40, *[20] * len(VEHICLES)])
    book.title(sheet, "Nøkkeltall for luftambulansen, hele landet", subtitle)
    book.heading(sheet, TOP, ["Nøkkeltall", *(name for name, _ in VEHICLES)])
    sheet.freeze_panes(TOP + 1, 1)
    values = cells_of(rows, ["kpi_id", "segment"], "value")
    names = rows.select("kpi_id", "kpi_name", "unit").unique("kpi_id").rows_by_key("kpi_id", unique=True)
    told = [(*names[kpi], (kpi,), values) for kpi in AIR if kpi in names]
    times = cells_of(
        own(content, "tider").filter(pl.col("base_id") == TOTAL), ["time", "statistic", "vehicle"], "seconds"
    )
    told += [(f"{CODES[time]}, ni av ti innen", "seconds", (time, "p90"), times) for time in ("activation", "response")]
    for row, (name, unit, key, cells) in enumerate(told, start=TOP + 1):
        book.text(sheet, row, 0, name)
        for column, (_, vehicle) in enumerate(VEHICLES, start=1):
            number, hidden = cells.get((*key, *vehicle), NOTHING)
            book.number(sheet, row, column, number, unit, hidden=hidden)


def bases(book: Book, content: Content, subtitle: str) -> None:
    """Missions per base and vehicle, with a chart."""
    rows = own(content, "oppdrag_per_base")
    sheet = book.sheet(SHEETS["bases"], [32, *[20] * len(VEHICLES), 3])
    book.title(sheet, "Oppdrag per base og ressurs", subtitle)
    entries = [("Hele landet", (TOTAL,)), *bases_of(rows)]
    span = table(
        book,
        sheet,
        TOP,
        "Base",
        rows=entries,
        columns=VEHICLES,
        cells=cells_of(rows, ["base_id", "vehicle"], "missions"),
        absent=NOTHING,
        total=True,
    )
    sheet.freeze_panes(TOP + 1, 1)
    vehicles = [(column, name) for column, (name, _) in enumerate(VEHICLES, start=1) if column > 1]
    if span.first <= span.last:
        bars(book, sheet, "Oppdrag per base", span, vehicles, place=(TOP, len(VEHICLES) + 2))


def have_months(content: Content) -> bool:
    """Whether the package is of more than one month, and has them."""
    codes = content.period.months
    return len(codes) > 1 and not set(codes).isdisjoint(content.tables["oppdrag_per_base"]["period"])


def months(book: Book, content: Content, subtitle: str) -> None:
    """Missions per month, by vehicle and by base, with a chart; for packages that have_months."""
    codes = content.period.months
    rows = content.tables["oppdrag_per_base"]
    sheet = book.sheet(SHEETS["months"], [32, *[10] * max(len(codes) + 1, 10)])
    book.title(sheet, "Oppdrag måned for måned", subtitle)
    labels: list[Entry] = [(parse_period(code).label.split()[0][:3].capitalize(), (code,)) for code in codes]
    whole = ("I alt", (content.period.code,))
    cells = cells_of(rows, ["base_id", "vehicle", "period"], "missions")
    by_vehicle: list[Entry] = [(name, (TOTAL, *code)) for name, code in VEHICLES]
    span = table(book, sheet, TOP, "Ressurs", rows=by_vehicle, columns=[*labels, whole], cells=cells, total=True)
    by_base: list[Entry] = [(name, (*code, TOTAL)) for name, code in bases_of(own(content, "oppdrag_per_base"))]
    top = span.last + 18
    table(book, sheet, top, "Base, alle ressurser", rows=by_base, columns=[*labels, whole], cells=cells, absent=NOTHING)
    columns_over(book, sheet, "Oppdrag per måned", span, len(codes), place=(span.last + 2, 0))
    colours = {"type": "2_color_scale", "min_color": "#ffffff", "max_color": "#9ecae1"}
    sheet.fit_to_pages(1, 1)
    sheet.conditional_format(top + 1, 1, top + len(by_base), len(codes), colours)


def context(book: Book, content: Content, subtitle: str) -> None:
    """National figures of calls and ambulance alarms, each in its own unit."""
    rows = own(content, "nokkeltall").filter(~pl.col("kpi_id").is_in(AIR))
    sheet = book.sheet(SHEETS["context"], [58, 14, 16, 12, 14])
    book.title(sheet, "Nasjonale tall ved siden av", subtitle)
    book.heading(sheet, TOP, ["Nøkkeltall, hele landet", "Gruppe", "Verdi", "Mål", "Mål nådd"], left=2)
    sheet.freeze_panes(TOP + 1, 1)
    columns = rows.select("kpi_name", "segment", "unit", "value", "target", "target_met", "is_suppressed")
    row = TOP
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


def own(content: Content, name: str) -> pl.DataFrame:
    """A table's rows of the package's own period."""
    return content.tables[name].filter(pl.col("period") == content.period.code)


def bases_of(rows: pl.DataFrame) -> list[Entry]:
    """The bases, those of one kind beside each other, by name."""
    names = rows.filter(pl.col("base_id") != TOTAL).select("base_id", "base_name").unique().rows()
    found: list[Entry] = [(name, (base,)) for base, name in names]
    return sorted(found, key=lambda entry: (_KINDS.get(entry[1][0].split("-")[0], len(_KINDS)), _norwegian(entry[0])))


def _norwegian(name: str) -> str:
    """To sort by: æ, ø and å come last, and in this order."""
    return name.lower().translate(str.maketrans("æøå", "{|}"))
