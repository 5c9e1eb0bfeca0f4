"""The annual report as a workbook: a cover, then a sheet for each table, numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter  # type: ignore[import-untyped]

from streamlit_app.analysis.rooms import Ranking
from streamlit_app.downloads import Cell, write_cell
from streamlit_app.report.content import Report, sentences
from streamlit_app.text import arsrapport as text
from streamlit_app.text import calls, published

Typed = tuple[Cell, str]
"""A cell and its unit: `count`, `share`, `seconds`, or empty for text."""
_FORMATS = {"count": "#,##0", "share": "0.0%", "seconds": '0.0" s"'}
_WIDEST = 60


def workbook(report: Report) -> bytes:
    """The report's bytes."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "dd.mm.yyyy",
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": f"{report.title}, {report.period.name}", "created": report.view.release.built_at})
        _cover(book, report)
        _sheet(book, text.FIGURES_SHEET, report, *_figures(report))
        if report.published:
            _sheet(book, text.PUBLISHED_SHEET, report, *_published(report))
        for segment, ranking in report.rankings.items():
            if ranking.rooms:
                _sheet(book, text.ROOMS_TITLES[segment], report, *_rooms(ranking))
        _sheet(book, text.MONTHS_SHEET, report, *_months(report))
    return buffer.getvalue()


def _cover(book: xlsxwriter.Workbook, report: Report) -> None:
    bold, large = book.add_format({"bold": True, "valign": "top"}), book.add_format({"bold": True, "font_size": 18})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(text.COVER_SHEET)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 95)
    sheet.write_string(0, 0, f"{report.title}, {report.period.name}", large)
    for place, (name, value) in enumerate(report.header, start=2):
        sheet.write_string(place, 0, name, bold)
        sheet.write_string(place, 1, value, wrapped)
    top = len(report.header) + 3
    sheet.write_string(top, 0, text.SUMMARY, bold)
    for place, paragraph in enumerate(sentences(report), start=top):
        sheet.write_string(place, 1, paragraph, wrapped)
        sheet.set_row(place, 15 * (1 + len(paragraph) // 95))


def _sheet(
    book: xlsxwriter.Workbook, name: str, report: Report, columns: Sequence[str], rows: Sequence[Sequence[Typed]]
) -> None:
    """One line that says whence, an empty one, headings, and the rows."""
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    by_unit = {unit: book.add_format({"num_format": shown}) for unit, shown in _FORMATS.items()}
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, " · ".join(value for _, value in report.header), book.add_format({"italic": True}))
    sheet.write_row(2, 0, columns, head)
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, 2 + len(rows), len(columns) - 1)
    for across, column in enumerate(columns):
        longest = max((len(str(row[across][0])) for row in rows if isinstance(row[across][0], str)), default=0)
        sheet.set_column(across, across, min(_WIDEST, max(12, len(column) / 2, longest + 2)))
    for below, row in enumerate(rows, start=3):
        for across, (cell, unit) in enumerate(row):
            write_cell(sheet, below, across, cell, look=by_unit.get(unit))


def _figures(report: Report) -> tuple[list[str], list[list[Typed]]]:
    columns = [
        text.GROUP, text.FIGURE, text.UNIT, report.period.name, report.then.name, text.CHANGE, text.TARGET, text.MET,
        text.COMPLETE,
    ]  # fmt: skip
    rows: list[list[Typed]] = []
    for line in report.lines:
        definition, value = line.figure.definition, line.value
        rows.append(
            [
                (text.GROUPS[line.group], ""),
                (line.label, ""),
                (calls.UNITS[definition.unit], ""),
                (value.value if value else None, definition.unit),
                (line.before.value if line.before else None, definition.unit),
                (line.change.amount, "share"),
                (definition.target, definition.unit),
                (value.target_met if value else None, ""),
                (value.is_complete if value else None, ""),
            ]
        )
    return columns, rows


def _published(report: Report) -> tuple[list[str], list[list[Typed]]]:
    columns = [
        published.FIGURE, published.QUALIFIER, published.PUBLISHED, published.OWN, published.DIFFERENCE,
        published.DIFFERENCE_SHARE, published.VERDICT, published.SOURCE,
    ]  # fmt: skip
    return columns, [
        [
            (row.label, ""),
            (published.QUALIFIERS.get(row.qualifier, row.qualifier), ""),
            (row.published, row.unit),
            (row.own, row.unit),
            (row.difference, row.unit),
            (row.difference_share, "share"),
            (row.agrees, ""),
            (row.source, ""),
        ]
        for row in report.published
    ]


def _rooms(ranking: Ranking) -> tuple[list[str], list[list[Typed]]]:
    columns = [
        text.ROOM, text.TRUST, text.OFFERED, ranking.in_time.label, text.LOW, text.HIGH, text.TARGET, text.MET,
        text.MEDIAN,
    ]  # fmt: skip
    return columns, [
        [
            (room.room.name, ""),
            (room.room.hf, ""),
            (room.offered.value, "count"),
            (room.share, "share"),
            (room.interval[0] if room.interval else None, "share"),
            (room.interval[1] if room.interval else None, "share"),
            (ranking.in_time.target, "share"),
            (not room.is_below if room.is_judged else text.FEW, ""),
            (room.median_s, "seconds"),
        ]
        for room in ranking.rooms
    ]


def _months(report: Report) -> tuple[list[str], list[list[Typed]]]:
    lines = [report.of(measure.kpi_id, measure.segment) for measure in report.months]
    months = [point.period for point in next(iter(report.months.values()))]
    rows: list[list[Typed]] = []
    for place, month in enumerate(months):
        points = [points[place].value for points in report.months.values()]
        cells: list[Typed] = [
            (point.value if point else None, line.figure.definition.unit)
            for point, line in zip(points, lines, strict=True)
        ]
        complete = all(point.is_complete for point in points if point)
        rows.append([(month.name, ""), *cells, (complete, "")])
    return [text.MONTH, *(line.label for line in lines), text.COMPLETE], rows
