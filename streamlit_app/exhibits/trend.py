"""A trend as a part of a page: the chart with its breaks, the country behind it, and the periods as a table."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit_app import formats
from streamlit_app.analysis import figures
from streamlit_app.analysis.figures import TrendPoint
from streamlit_app.analysis.standing import Spread
from streamlit_app.charts import theme
from streamlit_app.charts.trend import Break, Line, trend
from streamlit_app.data import organisations, registry
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.records import Measure
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as text
from streamlit_app.text import lifex
from streamlit_app.view import COUNTRY, View


def exhibit(
    view: View,
    measure: Measure,
    *,
    is_beside_country: bool = True,
    spread: Sequence[Spread] = (),
    height: int = 260,
) -> Exhibit:
    """The measure of the view's organisation up to its period, or within its days.

    The country stands behind a share or a time of anything smaller; a count of theirs would dwarf it. `spread` is where
    most of the organisation's peers lie.
    """
    definition = registry.definition(view.source, measure.kpi_id, view.period.first)
    points = figures.trend(view, measure)
    is_beside = is_beside_country and not view.org.is_country and definition.unit != "count"
    behind = Line(text.COUNTRY, figures.trend(view, measure, COUNTRY)) if is_beside and points else None
    if behind:
        periods = {point.period for point in points}
        behind = Line(behind.name, [point for point in behind.points if point.period in periods])
    target = definition.target
    shown = [point.value.value for line in (points, behind.points if behind else []) for point in line if point.value]
    shown += [end for one in spread for end in (one.low, one.high)]
    lowest, _ = theme.share_axis(shown, target)
    has_incomplete = any(point.value is not None and not point.value.is_complete for point in points)
    return Exhibit(
        key=f"utvikling-{measure.kpi_id}-{measure.segment}",
        title=definition.label,
        table=_table(points, definition.unit, view.org.name),
        definitions=[definition],
        chart=trend(
            Line(view.org.name, points), definition.unit, target, behind=behind, breaks=breaks(view, measure),
            spread=spread,
            height=height,
        ) if points else None,
        alt=text.trend_description(
            definition.label, view.org.name, points[0].period.name, points[-1].period.name
        ) if points else "",
        note=text.trend_note(definition.unit, lowest, has_incomplete, has_spread=bool(spread)),
    )  # fmt: skip


def breaks(view: View, measure: Measure) -> list[Break]:
    """The days on which the KPI got another definition, or the chosen room, or one of a selection, another platform."""
    return [*_redefined(view, measure), *_cutovers(view)]


def _redefined(view: View, measure: Measure) -> list[Break]:
    known = registry.definitions(view.source)
    days = {one.valid_from for one in known if one.kpi_id == measure.kpi_id and measure.segment in one.segments}
    return [Break(day, text.REDEFINED) for day in sorted(days)[1:]]


def _cutovers(view: View) -> list[Break]:
    if view.org.level not in ("room", "selection"):
        return []
    return [
        Break(one.on, lifex.cutover(one.name if len(view.org.org_ids) > 1 else "", one.platform, one.is_limited_pilot))
        for one in organisations.cutovers(view.source)
        if one.room_id in view.org.org_ids
    ]


def _table(points: Sequence[TrendPoint], unit: str, org: str) -> Table[TrendPoint]:
    def shown(point: TrendPoint) -> str:
        value = formats.value(point.value.value if point.value else None, unit)
        is_provisional = point.value is not None and not point.value.is_complete
        return f"{value}<small>{text.INCOMPLETE}</small>" if is_provisional else value

    columns: list[Column[TrendPoint]] = [
        Column(text.PERIOD, lambda point: point.period.name),
        Column(text.PERIOD_START, None, raw=lambda point: point.period.first),
        Column(text.PERIOD_END, None, raw=lambda point: point.period.last),
        Column(text.VALUE, shown, raw=lambda point: point.value.value if point.value else None, is_number=True),
        Column(text.NUMERATOR, None, raw=lambda point: point.value.numerator if point.value else None),
        Column(text.DENOMINATOR, None, raw=lambda point: point.value.denominator if point.value else None),
        Column(
            text.EVENTS, lambda point: formats.count(point.value.n if point.value else None),
            raw=lambda point: point.value.n if point.value else None, is_number=True,
        ),
        Column(text.TARGET, None, raw=lambda point: point.value.target if point.value else None),
        Column(text.IS_COMPLETE, None, raw=lambda point: point.value.is_complete if point.value else None),
    ]  # fmt: skip
    return Table(org[:1].upper() + org[1:], columns, points[::-1])
