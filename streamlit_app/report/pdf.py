"""The annual report as a typeset document; `report.typ` has its looks, this module what stands in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
import vl_convert

from streamlit_app import formats
from streamlit_app.analysis.rooms import Ranking
from streamlit_app.charts.trend import Line, trend
from streamlit_app.records import Measure
from streamlit_app.report.content import Report, sentences
from streamlit_app.text import arsrapport as text
from streamlit_app.text import published
from streamlit_app.text.app import SYNTHETIC, SYNTHETIC_MEANING

_TEMPLATE = Path(__file__).with_name("report.typ")
FONT = "Libertinus Serif"
"""One that typst brings along, so that the document looks the same on every machine."""
_WIDTH = 640
_CHARTS = 2
"""The legal requirements; the other headlines are in the tables."""


def pdf(report: Report) -> bytes:
    """The report as PDF/UA, tagged for screen readers. The same report gives the same bytes."""
    found: bytes = typst.compile(**_input(report), format="pdf", pdf_standards="ua-1")
    return found


def pages(report: Report, ppi: float = 80) -> list[bytes]:
    """The report's pages as PNG pictures."""
    found = typst.compile(**_input(report), format="png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def _input(report: Report) -> dict[str, Any]:
    return {
        "input": _TEMPLATE.read_bytes(),
        "sys_inputs": {"report": json.dumps(contents(report), ensure_ascii=False)},
        "ignore_system_fonts": True,
        "timestamp": int(report.view.release.built_at.timestamp()),
    }


def contents(report: Report) -> dict[str, Any]:
    """Everything that stands in the document, as the template reads it."""
    release = report.view.release
    return {
        "title": report.title,
        "period": report.period.name,
        "font": FONT,
        "facts": [list(fact) for fact in report.header[1:]],
        "synthetic": f"{SYNTHETIC}. {SYNTHETIC_MEANING}" if release.is_synthetic else "",
        "footer": " · ".join(
            [report.period.name, f"utgivelse {release.release_id}", *([SYNTHETIC] if release.is_synthetic else [])]
        ),
        "page": [text.PAGE, text.OF],
        "summary": {"title": text.SUMMARY, "paragraphs": sentences(report)},
        "published": [_published(report)] if report.published else [],
        "figures_title": text.FIGURES_SHEET,
        "figures": [table for table in _figures(report) if table["rows"]],
        "charts": [
            _chart(report, measure) for measure in list(report.months)[:_CHARTS] if _has_values(report, measure)
        ],
        "charts_title": text.MONTHS_TITLE,
        "rooms": [_rooms(segment, ranking) for segment, ranking in report.rankings.items() if ranking.judged],
    }


def _published(report: Report) -> dict[str, Any]:
    rows = [
        [
            row.label,
            published.stated(row.published, row.qualifier, row.unit),
            formats.value(row.own, row.unit),
            published.difference(row.difference, row.difference_share, row.unit),
            published.verdict(row.agrees),
        ]
        for row in report.published
    ]
    said = text.published_sentence(sum(row.agrees is True for row in report.published), len(report.published))
    head = [published.FIGURE, published.PUBLISHED, published.OWN, published.DIFFERENCE, published.VERDICT]
    sources = ", ".join(sorted({row.source for row in report.published}))
    return {
        "title": text.PUBLISHED_TITLE,
        "note": f"{said} {published.SOURCE}: {sources}.",
        "head": head,
        "widths": [4.4, 2.2, 1.8, 3, 1.1],
        "rows": rows,
    }


def _figures(report: Report) -> list[dict[str, Any]]:
    head = [report.period.name, report.then.name, text.CHANGE, text.TARGET]
    found = []
    for group, name in text.GROUPS.items():
        rows = []
        for line in report.lines:
            if line.group != group or line.value is None:
                continue
            unit, value = line.figure.definition.unit, line.value
            shown = formats.value(value.value, unit) + ("" if value.is_complete else f" ({text.INCOMPLETE_MARK})")
            change = formats.NOTHING if line.change.amount is None else formats.change(line.change.amount, unit)
            mark = "" if value.target_met is None else " ✓" if value.target_met else " ▼"
            target = line.figure.definition.target
            goal = "" if target is None else formats.target(target, unit) + mark
            before = formats.value(line.before.value if line.before else None, unit)
            rows.append([line.label, shown, before, change, goal])
        has_target = any(row[-1] for row in rows)
        kept = 5 if has_target else 4
        found.append(
            {
                "title": name,
                "note": text.TARGET_NOTE if has_target else "",
                "head": ["", *head][:kept],
                "widths": [5, 2, 2, 3, 1.4][:kept],
                "rows": [row[:kept] for row in rows],
            }
        )
    return found


def _rooms(segment: str, ranking: Ranking) -> dict[str, Any]:
    rows = [
        [
            room.room.name + (" ▼" if room.is_below else "" if room.is_judged else f" ({text.FEW})"),
            formats.count(room.offered.value),
            formats.share(room.share),
            f"{formats.share(room.interval[0])}–{formats.share(room.interval[1])}"
            if room.interval
            else formats.NOTHING,
            formats.duration(room.median_s),
        ]
        for room in ranking.rooms
    ]
    head = [text.ROOM, text.OFFERED, ranking.in_time.label, text.INTERVAL, text.MEDIAN]
    return {
        "title": text.ROOMS_TITLES[segment],
        "note": text.rooms_note(ranking.in_time.target),
        "head": head,
        "widths": [5, 2, 2.4, 2.6, 2],
        "rows": rows,
    }


def _chart(report: Report, measure: Measure) -> dict[str, str]:
    definition = report.of(measure.kpi_id, measure.segment).figure.definition
    line = Line(report.view.org.name, report.months[measure])
    spec = trend(line, definition.unit, definition.target, height=190)
    spec = spec | {"width": _WIDTH, "config": spec["config"] | {"font": FONT}}
    return {
        "title": definition.label,
        "alt": text.chart_description(definition.label, report.period.name),
        "svg": vl_convert.vegalite_to_svg(spec),
    }


def _has_values(report: Report, measure: Measure) -> bool:
    return any(point.value and point.value.value is not None for point in report.months[measure])
