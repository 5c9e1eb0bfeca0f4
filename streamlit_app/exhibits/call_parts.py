"""Parts of the pages on calls: when they come, how long they wait, who answers for whom, and every figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from streamlit_app import formats
from streamlit_app.analysis.figures import Change, Figure
from streamlit_app.charts.bars import Bar, bars
from streamlit_app.charts.distribution import distribution
from streamlit_app.charts.heatmap import heatmap
from streamlit_app.data import calls, registry
from streamlit_app.exhibits import hours as week
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.lines import IN_TIME, WAIT_BINS
from streamlit_app.records import Definition, HourCell, Measure, Overflow, WaitBin
from streamlit_app.tables import Column, Table
from streamlit_app.text import calls as text
from streamlit_app.text import charts as heads
from streamlit_app.text import figures as words
from streamlit_app.view import View

_PAIRS_DRAWN = 12


def hours(view: View, subject: str) -> Exhibit:
    """Calls an hour, or the share answered in time, by weekday and hour; `subject` is one of text.HEATMAPS."""
    is_share = subject == text.IN_TIME

    def value(cell: HourCell) -> float | None:
        if not is_share:
            return cell.offered / cell.days
        base = cell.answered if view.segment == "113" else cell.offered
        return cell.within_target / base if base and cell.within_target is not None else None

    unit = "share" if is_share else "rate"
    cells = calls.hours(view)
    columns: list[Column[HourCell]] = [
        *week.columns(text.PER_HOUR, text.OFFERED),
        Column(text.ANSWERED, None, raw=lambda cell: cell.answered),
        Column(text.WITHIN, None, raw=lambda cell: cell.within_target),
        Column(text.DAYS, None, raw=lambda cell: cell.days),
    ]  # fmt: skip
    offered = registry.definition(view.source, "calls_offered", view.period.first)
    return Exhibit(
        key=f"ukens-timer-{view.segment}",
        title=text.HOURS_TITLE,
        table=Table(text.hours_caption(view.segment, view.period.name), columns, cells),
        definitions=[_in_time(view), offered] if is_share else [offered],
        chart=heatmap(cells, value, unit, low_is_dark=is_share) if cells else None,
        alt=text.hours_description(subject, view.segment),
        note=text.hours_note(subject),
    )


def waits(view: View) -> Exhibit:
    """How long the answered calls waited."""
    definition = _in_time(view)
    width, up_to = WAIT_BINS[view.segment]
    bins = calls.waits(view, width, up_to)
    total = sum(one.answered for one in bins) or 1
    limit = definition.threshold_s or up_to
    within = sum(one.answered for one in bins if one.to_s is not None and one.to_s <= limit)
    columns: list[Column[WaitBin]] = [
        Column(heads.WAIT, text_of, raw=text_of),
        Column(text.ANSWERED, lambda one: formats.count(one.answered), raw=lambda one: one.answered, is_number=True),
        Column(
            heads.SHARE, lambda one: formats.share(one.answered / total), raw=lambda one: one.answered / total,
            is_number=True,
        ),
    ]  # fmt: skip
    median = registry.definition(view.source, "answer_time_median_s", view.period.first)
    return Exhibit(
        key=f"ventetid-{view.segment}",
        title=text.WAITS_TITLE,
        table=Table(text.waits_caption(view.segment, view.period.name), columns, bins),
        definitions=[definition, median],
        chart=distribution(bins, limit) if bins else None,
        alt=text.waits_description(view.segment),
        note=text.waits_note(within / total, limit),
        empty=text.NO_ANSWERED,
    )


def text_of(one: WaitBin) -> str:
    """A bin in words."""
    return heads.wait(one.from_s, one.to_s)


def overflow(view: View) -> Exhibit:
    """Which rooms answered calls that were meant for others."""
    pairs = calls.overflows(view)
    definition = registry.definition(view.source, "calls_overflow_share", view.period.first)
    columns: list[Column[Overflow]] = [
        Column(text.MEANT_FOR, lambda pair: escape(pair.intended), raw=lambda pair: pair.intended),
        Column(text.ANSWERED_BY, lambda pair: escape(pair.answering), raw=lambda pair: pair.answering),
        Column(heads.CALLS, lambda pair: formats.count(pair.calls), raw=lambda pair: pair.calls, is_number=True),
        Column(text.OF_ANSWERED, lambda pair: formats.share(pair.share), raw=lambda pair: pair.share, is_number=True),
    ]
    drawn = [
        Bar(
            _pair(pair),
            pair.calls,
            f"{formats.count(pair.calls)} ({formats.share(pair.share)})",
        )
        for pair in pairs[:_PAIRS_DRAWN]
    ]
    return Exhibit(
        key=f"overlop-{view.segment}",
        title=text.OVERFLOW_TITLE,
        table=Table(text.overflow_caption(view.segment, view.period.name), columns, pairs),
        definitions=[definition],
        chart=bars(drawn) if drawn else None,
        alt=text.overflow_description(len(drawn)),
        note=text.overflow_note(len(drawn), len(pairs)),
        empty=text.NO_OVERFLOW,
    )


def _pair(pair: Overflow) -> str:
    return f"{formats.without_kind(pair.intended)} → {formats.without_kind(pair.answering)}"


def every_figure(view: View, figures: Sequence[Figure]) -> Exhibit:
    """All measures of the line beside each other, with their changes."""

    def changed(place: int) -> Callable[[Figure], str]:
        def cell(figure: Figure) -> str:
            if len(figure.changes) <= place:
                return formats.NOTHING
            one = figure.changes[place]
            return _change(one, figure.definition)

        return cell

    then = figures[0].changes
    columns: list[Column[Figure]] = [
        Column(text.FIGURE, lambda figure: escape(figure.definition.label), raw=lambda figure: figure.definition.label),
        Column(heads.VALUE, _value, raw=lambda figure: figure.value.value if figure.value else None, is_number=True),
        Column(text.UNIT, None, raw=lambda figure: text.UNITS[figure.definition.unit]),
        *(
            Column(
                text.change_from(one.then.name),
                changed(place),
                raw=_amount(place),
                is_number=True,
                is_wide_only=place > 0,
            )
            for place, one in enumerate(then)
        ),
        Column(heads.EVENTS, None, raw=lambda figure: figure.value.n if figure.value else None),
        Column(heads.TARGET, None, raw=lambda figure: figure.definition.target),
        Column(heads.IS_COMPLETE, None, raw=lambda figure: figure.value.is_complete if figure.value else None),
    ]
    return Exhibit(
        key=f"alle-tall-{view.segment}",
        title=text.ALL_TITLE,
        table=Table(text.all_caption(view.segment, view.org.name, view.period.name), columns, figures),
        definitions=[figure.definition for figure in figures],
    )


def _in_time(view: View) -> Definition:
    return registry.definition(view.source, IN_TIME[view.segment].kpi_id, view.period.first)


def measures(segment: str) -> list[Measure]:
    """Every measure of an emergency number, in the order of the table."""
    others = (
        "calls_offered", "calls_answered", "calls_unanswered", "calls_unanswered_share", "answer_time_median_s",
        "answer_time_mean_s", "answer_time_p90_s", "answer_time_p95_s", "answer_time_p99_s", "talk_time_mean_s",
        "calls_overflow_share", "calls_transferred_share",
    )  # fmt: skip
    later = [Measure("calls_answered_within_10min_share", segment)] if segment == "116117" else []
    return [IN_TIME[segment], *later, *(Measure(kpi_id, segment) for kpi_id in others)]


def _value(figure: Figure) -> str:
    shown = formats.value(figure.value.value if figure.value else None, figure.definition.unit)
    is_provisional = figure.value is not None and not figure.value.is_complete
    return f"{shown}<small>{words.INCOMPLETE}</small>" if is_provisional else shown


def _change(change: Change, definition: Definition) -> str:
    return formats.NOTHING if change.amount is None else formats.change(change.amount, definition.unit)


def _amount(place: int) -> Callable[[Figure], float | None]:
    return lambda figure: figure.changes[place].amount if len(figure.changes) > place else None
