"""What is worked out from KPI values before they are shown: figures, changes, intervals. No SQL, no layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from streamlit_app.access import Source
from streamlit_app.data import kpis, registry
from streamlit_app.period import Period, parts
from streamlit_app.records import Definition, KpiValue, Measure
from streamlit_app.text.figures import Reason
from streamlit_app.view import Organisation, View

SPARKLINE = 12
"""Periods in a figure's small line."""
_TREND = {"day": 35, "week": 53, "month": 25, "tertial": 9, "year": 10}
"""Periods in a trend: long enough to hold the same one a year before, but for days, where five weeks show the week."""


@dataclass(frozen=True)
class Change:
    """How a value differs from that of another period, or why the two are not compared."""

    then: Period
    amount: float | None
    """For a share the difference between the two fractions, for anything else the relative change."""
    reason: Reason | None = None


@dataclass(frozen=True)
class Figure:
    """One measure in one view, with what belongs beside it."""

    definition: Definition
    measure: Measure
    view: View
    value: KpiValue | None
    changes: tuple[Change, ...]
    """From the previous period, and from the same one last year where there is such a one."""
    recent: tuple[float, ...]
    """Complete periods up to this one, oldest first."""

    @property
    def is_delivered(self) -> bool:
        """Whether there is anything behind the figure."""
        return self.value is not None and self.value.is_delivered


@dataclass(frozen=True)
class TrendPoint:
    """One period of a trend."""

    period: Period
    value: KpiValue | None


def figures(view: View, measures: Sequence[Measure]) -> list[Figure]:
    """The measures in the view, in their order, with changes and recent periods."""
    period = view.period
    # Of a year the two are the same.
    compared = list(dict.fromkeys([period.previous, *([period.year_before] if period.year_before else [])]))
    recent = trend_periods(period)[-SPARKLINE:]
    found = kpis.values(view.source, measures, view.org, list(dict.fromkeys([period, *compared, *recent])))
    return [
        Figure(
            definition=registry.definition(view.source, measure.kpi_id, period.first),
            measure=measure,
            view=view,
            value=found.get((measure, period)),
            changes=tuple(change(view.source, measure, period, then, found) for then in compared),
            recent=tuple(
                known.value
                for part in recent
                if (known := found.get((measure, part))) and known.is_complete and known.value is not None
            ),
        )
        for measure in measures
    ]


def change(source: Source, measure: Measure, now: Period, then: Period, found: kpis.Found) -> Change:
    """The change between two periods; None with its reason unless both are complete and mean the same."""
    definition = registry.definition(source, measure.kpi_id, now.first)
    new, old = found.get((measure, now)), found.get((measure, then))
    return compare(definition, then, new, old)


def compare(definition: Definition, then: Period, new: KpiValue | None, old: KpiValue | None) -> Change:
    """The change from an old value to a new one of the same measure."""
    reason: Reason | None = None
    if new is None or new.value is None or not new.is_delivered:
        reason = "nothing now"
    elif not definition.holds_on(then.first):
        reason = "another definition"
    elif old is None or old.value is None or not old.is_delivered:
        reason = "nothing then"
    elif not new.is_complete:
        reason = "incomplete now"
    elif not old.is_complete:
        reason = "incomplete then"
    elif definition.unit == "share":
        return Change(then, new.value - old.value)
    elif old.value:
        return Change(then, new.value / old.value - 1)
    return Change(then, None, reason or "nothing then")


def trend(view: View, measure: Measure, org: Organisation | None = None) -> list[TrendPoint]:
    """The measure period by period up to the view's own, or within its days; from the first period with a value."""
    periods = trend_periods(view.period)
    found = kpis.values(view.source, [measure], org or view.org, periods)
    points = [TrendPoint(period, found.get((measure, period))) for period in periods]
    first = next((place for place, point in enumerate(points) if point.value is not None), len(points))
    return points[first:]


def trend_periods(period: Period) -> tuple[Period, ...]:
    """The periods that a trend shows: up to a standard one, or the days, weeks or months within days from–to."""
    if period.type != "range":
        return period.trailing(_TREND[period.type])
    return parts(period, "day" if period.days <= 62 else "week" if period.days <= 400 else "month")


def wilson(numerator: float, denominator: float) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927); `denominator` must be above 0."""
    z = 1.959963984540054
    share = numerator / denominator
    spread = z * sqrt(share * (1 - share) / denominator + z**2 / (4 * denominator**2))
    middle = share + z**2 / (2 * denominator)
    scale = 1 + z**2 / denominator
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
