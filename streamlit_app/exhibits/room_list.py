"""Rooms to choose among: a table of each kind, where every name leads to the room's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from streamlit_app import addresses, formats
from streamlit_app.analysis.intervals import Estimate, of_share
from streamlit_app.analysis.standing import FEW
from streamlit_app.data import kpis, platforms, registry
from streamlit_app.data.platforms import Stay
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.lines import IN_TIME, OF_KIND
from streamlit_app.records import KpiValue, Measure
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import lifex
from streamlit_app.text import sentral as text
from streamlit_app.view import View

PATH = "sentral"


@dataclass(frozen=True)
class Row:
    """A room as it was at the period's end, with its calls and the share that is its first concern."""

    stay: Stay
    offered: KpiValue | None
    share: Estimate | None


def first_measure(kind: str) -> Measure:
    """The share within the legal limit, or, where there is none, of calls that nobody answered."""
    return IN_TIME[OF_KIND[kind]] if kind in OF_KIND else Measure("calls_unanswered_share")


def exhibit(view: View, kind: str, stays: Sequence[Stay], title: str) -> Exhibit:
    """The rooms of a kind by name, those that the viewer may open."""
    share, offered = first_measure(kind), Measure("calls_offered", OF_KIND.get(kind, "all"))
    definition = registry.definition(view.source, share.kpi_id, view.period.first)
    values = {one.room.room_id: one.values for one in kpis.by_room(view.source, [share, offered], view.period)}
    open_to = view.source.viewer.may_read
    rows = []
    for stay in sorted((s for s in stays if s.kind == kind and open_to((s.room_id,))), key=lambda stay: stay.name):
        known = values.get(stay.room_id, {})
        own = known.get(share.kpi_id)
        rows.append(Row(stay, known.get(offered.kpi_id), of_share(own.numerator, own.denominator) if own else None))

    def shown(row: Row) -> str:
        few = f"<small>{text.FEW}</small>" if row.share and row.share.n < FEW else ""
        return f"{formats.share(row.share.value if row.share else None)}{few}"

    columns: list[Column[Row]] = [
        Column(heads.ROOM, lambda row: link(view, row.stay.name), raw=lambda row: row.stay.name),
        Column(heads.ROOM_ID, None, raw=lambda row: row.stay.room_id),
        Column(heads.TRUST, lambda row: escape(row.stay.hf), raw=lambda row: row.stay.hf, is_wide_only=True),
        Column(
            text.OFFERED, lambda row: formats.count(row.offered.value if row.offered else None),
            raw=lambda row: row.offered.value if row.offered else None, is_number=True,
        ),
        Column(definition.label, shown, raw=lambda row: row.share.value if row.share else None, is_number=True),
        Column(heads.INTERVAL_LOW, None, raw=lambda row: row.share.low if row.share else None),
        Column(heads.INTERVAL_HIGH, None, raw=lambda row: row.share.high if row.share else None),
        Column(
            text.PLATFORM, lambda row: lifex.STATES[row.stay.state], raw=lambda row: lifex.STATES[row.stay.state],
            is_wide_only=True,
        ),
        Column(
            text.VIDEO_SOLUTION, lambda row: video(row.stay), raw=lambda row: video(row.stay), is_wide_only=True,
        ),
    ]  # fmt: skip
    return Exhibit(
        key=f"sentralliste-{kind}",
        title=title,
        table=Table(text.rooms_caption(kind, view.period.name), columns, rows),
        definitions=[definition, registry.definition(view.source, "calls_offered", view.period.first)],
    )


def link(view: View, name: str) -> str:
    """The name of an organisation, leading to its own page in the same period."""
    return f'<a href="{escape(addresses.page(PATH, view.period, name))}" target="_self">{escape(name)}</a>'


def video(stay: Stay) -> str:
    """A room's video solution in words."""
    return text.VIDEO.get(stay.video_solution or "", text.NO_VIDEO)


def stays_on(view: View) -> list[Stay]:
    """Every room as it was on the period's last day."""
    return [stay for stay in platforms.stays(view.source) if stay.holds_on(view.period.last)]
