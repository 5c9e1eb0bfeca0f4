"""What changed at the cut-overs to LifeX, room by room: a chart of differences, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from streamlit_app import formats
from streamlit_app.analysis.intervals import Estimate
from streamlit_app.analysis.rollout import FEW_CALLS, Moved
from streamlit_app.charts.changes import ChangeBar, changes
from streamlit_app.data import registry
from streamlit_app.data.cutovers import WEEKS, Part
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.lines import IN_TIME
from streamlit_app.tables import Column, Raw, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import lifex as text
from streamlit_app.view import View


def exhibit(view: View, moved: Sequence[Moved], subject: str) -> Exhibit:
    """What changed in each room, with its uncertainty; `subject` is text.IN_TIME or text.UNANSWERED."""
    drawn = [bar for one in moved if one.has_enough and (bar := _bar(one, subject))]
    ids = sorted({kpi_id(one, subject) for one in moved} - {""})
    return Exhibit(
        key="lifex-for-og-etter",
        title=text.CHANGES_TITLE,
        table=Table(text.changes_caption(WEEKS), _change_columns(subject), moved),
        definitions=[
            registry.definition(view.source, one, view.period.first) for one in (*ids, "answer_time_median_s")
        ],
        chart=changes(sorted(drawn, key=lambda bar: bar.points)) if drawn else None,
        alt=text.changes_description(subject, len(drawn)),
        note=text.changes_note(WEEKS, FEW_CALLS),
        empty=text.NO_CUTOVERS,
    )


def kpi_id(one: Moved, subject: str) -> str:
    """The KPI that a subject is for a room; empty where it has none."""
    if subject == text.UNANSWERED:
        return "calls_unanswered_share"
    return IN_TIME[one.segment].kpi_id if one.segment in IN_TIME else ""


def _bar(one: Moved, subject: str) -> ChangeBar | None:
    change, peers = one.change(kpi_id(one, subject)), one.peer_change(kpi_id(one, subject))
    if change is None:
        return None
    return ChangeBar(
        name=one.cutover.name,
        points=100 * change.amount,
        low=100 * change.low,
        high=100 * change.high,
        shown=formats.signed_points(change.amount),
        interval=_interval(change.low, change.high),
        is_beyond_chance=change.is_beyond_chance,
        peers=100 * peers.amount if peers else None,
    )


def _change_columns(subject: str) -> list[Column[Moved]]:
    def offered(part: Part) -> Column[Moved]:
        return Column(
            text.OFFERED_BEFORE if part == "before" else text.OFFERED_AFTER,
            lambda one: formats.count(one.offered[part]), raw=lambda one: one.offered[part],
            is_number=True, is_wide_only=True,
        )  # fmt: skip

    def share(part: Part) -> Raw[Moved]:
        return lambda one: _value(one.shares.get(kpi_id(one, subject), {}).get(part))

    def shown_share(part: Part) -> Callable[[Moved], str]:
        return lambda one: formats.share(_value(one.shares.get(kpi_id(one, subject), {}).get(part)))

    def change(one: Moved) -> str:
        found = one.change(kpi_id(one, subject))
        if found is None:
            return formats.NOTHING
        few = "" if one.has_enough else f"<small>{text.FEW_CALLS}</small>"
        return f"{formats.signed_points(found.amount)}<small>{_interval(found.low, found.high)}</small>{few}"

    def end(place: str) -> Raw[Moved]:
        def raw(one: Moved) -> float | None:
            found = one.change(kpi_id(one, subject))
            return getattr(found, place) if found else None

        return raw

    def peers(one: Moved) -> float | None:
        found = one.peer_change(kpi_id(one, subject))
        return found.amount if found else None

    def median(part: Part) -> Column[Moved]:
        return Column(
            text.MEDIAN_BEFORE if part == "before" else text.MEDIAN_AFTER,
            lambda one: _seconds(one.median_s.get(part)), raw=lambda one: _value(one.median_s.get(part)),
            is_number=True, is_wide_only=True,
        )  # fmt: skip

    return [
        Column(
            heads.ROOM,
            lambda one: f"{escape(one.cutover.name)}<small>{formats.day(one.cutover.on)}</small>",
            raw=lambda one: one.cutover.name,
        ),
        Column(text.DATE, None, raw=lambda one: one.cutover.on),
        Column(text.LINE, None, raw=lambda one: one.segment),
        offered("before"),
        offered("after"),
        Column(text.BEFORE, shown_share("before"), raw=share("before"), is_number=True),
        Column(text.AFTER, shown_share("after"), raw=share("after"), is_number=True),
        Column(text.POINTS, change, raw=end("amount"), is_number=True),
        Column(heads.INTERVAL_LOW, None, raw=end("low")),
        Column(heads.INTERVAL_HIGH, None, raw=end("high")),
        Column(
            text.PEERS, lambda one: formats.NOTHING if (by := peers(one)) is None else formats.signed_points(by),
            raw=peers, is_number=True, is_wide_only=True,
        ),
        median("before"),
        median("after"),
        Column(
            text.MEDIAN_CHANGE, None, raw=lambda one: one.median_change.amount if one.median_change else None,
        ),
    ]  # fmt: skip


def _value(estimate: Estimate | None) -> float | None:
    return estimate.value if estimate else None


def _seconds(estimate: Estimate | None) -> str:
    if estimate is None:
        return formats.NOTHING
    interval = f"{formats.duration(estimate.low)}–{formats.duration(estimate.high)}"
    return f"{formats.duration(estimate.value)}<small>{interval}</small>"


def _interval(low: float, high: float) -> str:
    return f"{formats.signed_points(low)} til {formats.signed_points(high)}"
