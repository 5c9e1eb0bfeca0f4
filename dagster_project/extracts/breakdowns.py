"""The sheets that take missions apart: outcomes and causes, categories, times."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from dagster_project.extracts.matrix import NOTHING, TOP, Entry, bars, cells_of, table
from dagster_project.extracts.package import Content
from dagster_project.extracts.protection import AIRCRAFT, CAR, FREQUENT, LONG, OUTCOMES, RARE, TOTAL
from dagster_project.extracts.styles import Book
from dagster_project.extracts.subjects import VEHICLES, bases_of, own
from dagster_project.extracts.words import BASES_LATER, CARS_AND_BASES_LATER, CODES, SHEETS

_CAUSES = (*FREQUENT, "technical", "duty_time", "other")
_CATEGORIES = ("primary", "secondary", "other")
_WIDTH, _CATEGORIES_WIDTH = len(VEHICLES) + 2, len(_CATEGORIES) + 3
"""The columns that charts begin in, beside the tables."""


def outcomes(book: Book, content: Content, subtitle: str) -> None:
    """How missions ended, by vehicle and in long periods by base, and why they were not completed."""
    rows = own(content, "utfall_og_arsak")
    sheet = book.sheet(SHEETS["outcomes"], [32, *[20] * len(VEHICLES), 3])
    book.title(sheet, "Utfall og årsak", subtitle)
    cells = cells_of(rows, ["base_id", "outcome", "cause", "vehicle"], "missions")
    ended: list[Entry] = [(CODES[outcome], (TOTAL, outcome, TOTAL)) for outcome in (TOTAL, *OUTCOMES)]
    span = table(book, sheet, TOP, "Utfall", rows=ended, columns=VEHICLES, cells=cells, total=True)
    sheet.freeze_panes(TOP, 1)
    nation: list[Entry] = [("Avbrutt", ("aborted",)), ("Avvist", ("declined",))]
    whole = cells_of(
        rows.filter(pl.col("base_id") == TOTAL, pl.col("vehicle") == TOTAL), ["cause", "outcome"], "missions"
    )
    is_long = content.period.type in LONG
    causes: list[Entry] = [(CODES[cause], (cause,)) for cause in (_CAUSES if is_long else (*FREQUENT, RARE))]
    span = table(book, sheet, span.last + 2, "Årsak, hele landet", rows=causes, columns=nation, cells=whole)
    bars(
        book,
        sheet,
        "Hvorfor oppdrag ikke ble fullført",
        span,
        [(1, "Avbrutt"), (2, "Avvist")],
        place=(TOP, _WIDTH) if is_long else (span.last + 4, 0),
    )
    if not is_long:
        book.note(sheet, span.last + 2, BASES_LATER)
        return
    for outcome in ("aborted", "declined"):
        of_vehicles: list[Entry] = [(CODES[cause], (TOTAL, outcome, cause)) for cause in _CAUSES]
        span = table(
            book, sheet, span.last + 2, f"{CODES[outcome]}: årsak", rows=of_vehicles, columns=VEHICLES, cells=cells
        )
    of_bases = cells_of(rows.filter(pl.col("vehicle") == TOTAL), ["base_id", "outcome", "cause"], "missions")
    ways: list[Entry] = [(CODES[outcome], (outcome, TOTAL)) for outcome in (TOTAL, *OUTCOMES)]
    span = table(book, sheet, span.last + 2, "Base, alle ressurser", rows=bases_of(rows), columns=ways, cells=of_bases)
    series = [(column, name) for column, (name, _) in enumerate(ways, start=1) if column > 1]
    bars(book, sheet, "Utfall per base", span, series, place=(TOP + 16, _WIDTH))


def categories(book: Book, content: Content, subtitle: str) -> None:
    """What kinds of missions there were, by vehicle and in long periods by base."""
    rows = own(content, "kategori")
    sheet = book.sheet(SHEETS["categories"], [32, *[20] * (len(_CATEGORIES) + 1), 3])
    book.title(sheet, "Kategori", subtitle)
    kinds: list[Entry] = [(CODES[category], (category,)) for category in (TOTAL, *_CATEGORIES)]
    of_vehicles = cells_of(rows.filter(pl.col("base_id") == TOTAL), ["vehicle", "category"], "missions")
    is_long = content.period.type in LONG
    vehicles = [entry for entry in VEHICLES if is_long or entry[1][0] in AIRCRAFT]
    span = table(book, sheet, TOP, "Ressurs", rows=vehicles, columns=kinds, cells=of_vehicles, total=is_long)
    sheet.freeze_panes(TOP, 1)
    series = [(column, name) for column, (name, _) in enumerate(kinds, start=1) if column > 1]
    place = (TOP, _CATEGORIES_WIDTH) if is_long else (span.last + 4, 0)
    bars(book, sheet, "Kategori per ressurs", span, series, place=place)
    if not is_long:
        book.note(sheet, span.last + 2, CARS_AND_BASES_LATER)
        return
    of_bases = cells_of(rows.filter(pl.col("vehicle") == TOTAL), ["base_id", "category"], "missions")
    span = table(book, sheet, span.last + 2, "Base, alle ressurser", rows=bases_of(rows), columns=kinds, cells=of_bases)
    bars(book, sheet, "Kategori per base", span, series, place=(TOP + 15, _CATEGORIES_WIDTH))


def times(book: Book, content: Content, subtitle: str) -> None:
    """Activation and response times of vehicles and bases: the middle one, and what nine of ten are within."""
    rows = own(content, "tider")
    sheet = book.sheet(SHEETS["times"], [34, 20, 16, 16, 16, 3])
    book.title(sheet, "Aktiverings- og responstid", subtitle)
    both, of_bases = (
        _columns(("median", "p90")),
        _columns(("median", "p90") if _has_p90_of_bases(rows) else ("median",)),
    )
    cells = cells_of(rows, ["vehicle", "base_id", "time", "statistic"], "seconds")
    nation: list[Entry] = [(f"Hele landet, {name[0].lower()}{name[1:]}", (*code, TOTAL)) for name, code in VEHICLES[1:]]
    aircraft: list[Entry] = [
        (name, (vehicle, *base))
        for vehicle in AIRCRAFT
        for name, base in bases_of(rows.filter(pl.col("vehicle") == vehicle))
    ]
    cars: list[Entry] = [(name, (CAR, *base)) for name, base in bases_of(rows.filter(pl.col("vehicle") == CAR))]
    lay = partial(table, book, sheet, cells=cells, unit="seconds", absent=NOTHING)
    span = lay(TOP, "Ressurs", rows=nation, columns=both)
    sheet.freeze_panes(TOP, 1)
    span = lay(span.last + 2, "Base, luftfartøy", rows=aircraft, columns=of_bases)
    response = 1 + len(of_bases) // 2
    if aircraft:
        bars(
            book, sheet, "Responstid, median, luftfartøy", span, [(response, "Median")], place=(TOP, 6), unit="seconds"
        )
    if cars:
        span = lay(span.last + 2, "Base, legebil", rows=cars, columns=of_bases)
    book.note(sheet, span.last + 2, "Tider er minutter og sekunder.")


def _columns(statistics: Sequence[str]) -> list[Entry]:
    names = {"median": "median", "p90": "ni av ti innen"}
    return [
        (f"{CODES[time]}, {names[statistic]}", (time, statistic))
        for time in ("activation", "response")
        for statistic in statistics
    ]


def _has_p90_of_bases(rows: pl.DataFrame) -> bool:
    return not rows.filter(pl.col("base_id") != TOTAL, pl.col("statistic") == "p90").is_empty()
