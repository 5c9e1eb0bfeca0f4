"""The workbook that people read: cover, a sheet per subject, definitions, changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from dagster_project.extracts import breakdowns, subjects
from dagster_project.extracts.disclosure import explanation
from dagster_project.extracts.figures import NATION
from dagster_project.extracts.highlights import highlights
from dagster_project.extracts.package import Content
from dagster_project.extracts.styles import ACCENT, PALE, QUIET, WARM, Book, open_workbook
from dagster_project.extracts.words import (
    CODES,
    FIRST,
    INCOMPLETE,
    NO_ROW,
    SHEETS,
    SYNTHETIC,
    THREE_UNITS,
    TIMES,
    UNITS,
)

_OSLO = ZoneInfo("Europe/Oslo")
_HEADLINES = (
    "air_missions",
    "air_missions_completed_share",
    "air_activation_time_median_s",
    "air_response_time_median_s",
)


def write_workbook(content: Content, path: Path) -> None:
    """Write the workbook. The same content makes the same bytes."""
    recipient, period = content.recipient, content.period
    with open_workbook(str(path)) as workbook:
        workbook.set_properties(
            {
                "title": f"Luftambulanse {period.label}",
                "subject": content.name,
                "comments": f"Utgivelse {content.release.release_id}",
                "created": content.built_at.replace(tzinfo=None),
            }
        )
        book = Book(workbook)
        mark = " · syntetiske data" if content.is_synthetic else ""
        subtitle = f"{period.label} · {recipient.name} · utgivelse {content.release.release_id}{mark}"
        _cover(book, content)
        subjects.key_figures(book, content, subtitle)
        subjects.bases(book, content, subtitle)
        if subjects.have_months(content):
            subjects.months(book, content, subtitle)
        breakdowns.outcomes(book, content, subtitle)
        breakdowns.categories(book, content, subtitle)
        breakdowns.times(book, content, subtitle)
        subjects.context(book, content, subtitle)
        _definitions(book, content, subtitle)
        _changes(book, content, subtitle)


def _cover(book: Book, content: Content) -> None:
    sheet = book.sheet(SHEETS["cover"], [26, 26, 26, 26], landscape=False)
    sheet.set_row(0, 40)
    sheet.write_string(0, 0, "Luftambulansen i tall", book.style(bold=True, font_size=26, font_color=ACCENT))
    sheet.write_string(1, 0, _capital(content.period.label), book.style(font_size=16, font_color=QUIET))
    row = 2
    for said, warns in ((SYNTHETIC, content.is_synthetic), (INCOMPLETE, not content.is_complete)):
        if warns:
            row += 1
            style = book.style(bold=True, font_color="#ffffff", bg_color=WARM, align="center")
            sheet.set_row(row, 24)
            sheet.merge_range(row, 0, row, 3, "", style)
            sheet.write_string(row, 0, said, style)
    row = _headlines(book, sheet, content, row + 2)
    for sentence in highlights(content):
        book.across(sheet, row, sentence, width=4, characters=105)
        row += 1
    row += 1
    for name, value in _facts(content):
        book.text(sheet, row, 0, name, font_color=QUIET, valign="top")
        style = book.style(text_wrap=True, bottom=1, bottom_color="#d8dce1", valign="top")
        sheet.merge_range(row, 1, row, 3, "", style)
        sheet.write_string(row, 1, value, style)
        sheet.set_row(row, 18 * (1 + len(value) // 80))
        row += 1
    row += 1
    for said in (explanation(content.recipient.threshold)["nb"], THREE_UNITS):
        book.across(sheet, row, said, width=4, characters=105, font_color=QUIET)
        row += 1
    row += 1
    sheet.write_string(row, 0, "Innhold", book.style(bold=True))
    for name in SHEETS.values():
        if name == SHEETS["cover"] or (name == SHEETS["months"] and not subjects.have_months(content)):
            continue
        row += 1
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.style(font_color=ACCENT, underline=1), name)


def _headlines(book: Book, sheet: Any, content: Content, row: int) -> int:
    """The few numbers to read first, beside each other. Gives the next free row."""
    rows = content.tables["nokkeltall"].filter(
        pl.col("period") == content.period.code, pl.col("org_id") == NATION, pl.col("segment") == "all"
    )
    found = {row["kpi_id"]: row for row in rows.iter_rows(named=True)}
    sheet.set_row(row, 34)
    sheet.set_row(row + 1, 34)
    for column, kpi in enumerate(name for name in _HEADLINES if name in found):
        told = found[kpi]
        look: dict[str, Any] = {"bg_color": PALE, "align": "center", "bottom": 0}
        book.number(
            sheet,
            row,
            column,
            told["value"],
            told["unit"],
            hidden=told["is_suppressed"],
            **look,
            bold=True,
            font_size=22,
        )
        book.text(sheet, row + 1, column, told["kpi_name"], **look, font_color=QUIET, text_wrap=True)
    return row + 3


def _facts(content: Content) -> list[tuple[str, str]]:
    recipient, period = content.recipient, content.period
    built = content.built_at.astimezone(_OSLO)
    news = content.schema_news
    hidden = sum(int(frame["is_suppressed"].sum()) for frame in content.tables.values())
    rows = sum(len(frame) for frame in content.tables.values())
    return [
        ("Mottaker", recipient.name),
        ("Periode", f"{_capital(period.label)}, {period.start:%d.%m.%Y}–{period.end:%d.%m.%Y}"),
        (
            "Versjon",
            f"{content.version}" + (f", erstatter versjon {content.version - 1}" if content.version > 1 else ""),
        ),
        ("Data til og med", f"{content.data_as_at[8:10]}.{content.data_as_at[5:7]}.{content.data_as_at[:4]}"),
        ("Utgivelse", f"{content.release.release_id}, laget {built:%d.%m.%Y kl. %H.%M}"),
        ("Formål", recipient.purpose),
        ("Avtale", recipient.agreement or "Ingen avtale: prøveutskrift, ikke til levering"),
        ("Skjulte tall", f"{hidden} av {rows} rader, grense {recipient.threshold}"),
        ("Kolonner", f"Kontrakt {content.contract.data_set}, versjon {content.contract.version}"),
        *([("Nytt i denne versjonen", news)] if news else []),
    ]


def _definitions(book: Book, content: Content, subtitle: str) -> None:
    sheet = book.sheet(SHEETS["definitions"], [38, 60, 46, 10, 10, 26])
    sheet.fit_to_pages(1, 1)
    book.title(sheet, "Definisjoner", subtitle)
    book.heading(sheet, 3, ["Nøkkeltall", "Hva det er", "Formel", "Enhet", "Mål", "Hjemmel"], left=6)
    sheet.freeze_panes(4, 1)
    shown = content.tables["nokkeltall"]["kpi_id"].unique()
    newest = content.registry.sort("valid_from").unique("kpi_id", keep="last", maintain_order=True)
    columns = ["label_nb", "description_nb", "formula_nb", "unit", "target", "legal_basis"]
    row = 3
    for name, what, formula, unit, target, basis in (
        newest.filter(pl.col("kpi_id").is_in(shown.to_list())).sort("kpi_id").select(columns).iter_rows()
    ):
        row += 1
        sheet.set_row(row, 16 * (1 + max(len(what) // 56, len(formula) // 42, len(name) // 34)))
        for column, text in enumerate((name, what, formula, UNITS[unit])):
            book.text(sheet, row, column, text, text_wrap=True, valign="top")
        book.number(sheet, row, 4, target, unit, valign="top")
        book.text(sheet, row, 5, basis or "", text_wrap=True, valign="top", indent=1)
    row += 2
    notes = [explanation(content.recipient.threshold)["nb"], NO_ROW, THREE_UNITS]
    notes += TIMES
    for note in notes:
        book.across(sheet, row, note, width=3, characters=130)
        row += 1
    row += 1
    book.heading(sheet, row, ["Kode i filene", "Betyr"], left=2)
    for code, word in CODES.items():
        row += 1
        book.text(sheet, row, 0, code)
        book.text(sheet, row, 1, word)


def _changes(book: Book, content: Content, subtitle: str) -> None:
    sheet = book.sheet(SHEETS["changes"], [24, 70, 16, 16, 16])
    book.title(sheet, "Endringer siden forrige leveranse", subtitle)
    row = 3
    if content.schema_news:
        sheet.write_string(row, 0, content.schema_news, book.style(bold=True))
        row += 2
    if content.version == 1:
        sheet.write_string(row, 0, FIRST, book.style())
        return
    said = f"{len(content.changes)} tall er endret siden versjon {content.version - 1}. Tom rute: raden fantes ikke."
    sheet.write_string(row, 0, said, book.style())
    book.heading(sheet, row + 1, ["Tabell", "Rad", "Kolonne", "Før", "Nå"], left=3)
    sheet.freeze_panes(row + 2, 0)
    for below, change in enumerate(content.changes, start=row + 2):
        heading = content.contract.table(change.table).heading
        for column, text in enumerate((heading, change.row, change.column)):
            book.text(sheet, below, column, text)
        book.text(sheet, below, 3, change.before, align="right")
        book.text(sheet, below, 4, change.after, align="right")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
