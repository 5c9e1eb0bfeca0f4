"""Ambulansealarmer: how fast are alarms to ambulances acknowledged, by urgency, AMK, hour and season?"""

from __future__ import annotations

import streamlit as st

from streamlit_app import choices, formats
from streamlit_app.analysis import figures, places
from streamlit_app.analysis.places import Comparison
from streamlit_app.charts.heatmap import heatmap
from streamlit_app.data import alarms, kpis, registry
from streamlit_app.data.alarms import AlarmHour
from streamlit_app.exhibits import cards, exhibit, place_ranking, season, segments, trend
from streamlit_app.exhibits import hours as week
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.page import Page
from streamlit_app.records import Measure
from streamlit_app.tables import Column, Table
from streamlit_app.text import ambulansealarmer as text
from streamlit_app.view import COUNTRY, View

URGENCIES = ("akutt", "haster", "vanlig")
MEDIAN, P90, ACKNOWLEDGED, SENT, MISSIONS = (
    "alarm_acknowledge_time_median_s", "alarm_acknowledge_time_p90_s", "alarms_acknowledged_share", "alarms_sent",
    "missions_alarmed",
)  # fmt: skip


def _show(chosen: View) -> None:
    view = chosen.of(choices.segment(text.URGENCY, ("all", *URGENCIES), "hastegrad"))
    headline = figures.figures(view, [Measure(kpi_id, view.segment) for kpi_id in (MEDIAN, P90, ACKNOWLEDGED, SENT)])
    sent = headline[-1].value
    if not view.org.is_country and (sent is None or (sent.is_complete and not sent.value)):
        st.info(text.none(view.org.name, view.period.name))
        return
    cards.cards(headline)
    compared = _compared(view)
    st.markdown(f"{_by_urgency(view)} {place_ranking.sentence(compared, text.ROOMS)}".strip())
    _units(view)
    measure = choices.measure(
        view, [MEDIAN, P90, ACKNOWLEDGED, SENT, *([MISSIONS] if view.segment == "all" else [])], "alarmtall"
    )
    with st.grid(2, min_column_width=330):
        for part in (
            trend.exhibit(view, measure),
            season.exhibit(view, measure),
            hours(view, is_volume=True),
            hours(view, is_volume=False),
        ):
            with st.container():
                exhibit.show(view, part)
    exhibit.show(
        view.of("all"),
        segments.exhibit(
            view, (*URGENCIES, "all"), (SENT, MEDIAN, P90, ACKNOWLEDGED, MISSIONS), key="hastegrader",
            title=text.URGENCIES_TITLE, heading=text.URGENCY, note=text.URGENCIES_NOTE,
        ),
    )  # fmt: skip
    exhibit.show(compared.view, place_ranking.exhibit(compared, text.ROOMS, f"amk-{view.segment}"))


def _by_urgency(view: View) -> str:
    urgencies = URGENCIES if view.segment == "all" else (view.segment,)
    found = kpis.values(view.source, [Measure(MEDIAN, one) for one in urgencies], view.org, [view.period])
    medians = [
        (one, value.value)
        for one in urgencies
        if (value := found.get((Measure(MEDIAN, one), view.period))) and value.value is not None
    ]
    return text.medians(medians) if medians else ""


def _units(view: View) -> None:
    """Alarms beside missions, whatever urgency is chosen: only all alarms together have missions."""
    found = kpis.values(view.source, [Measure(SENT), Measure(MISSIONS)], view.org, [view.period])
    sent, missions = (found.get((Measure(kpi_id), view.period)) for kpi_id in (SENT, MISSIONS))
    if sent and missions and sent.value and missions.value:
        st.caption(text.missions(sent.value, missions.value, view.org.name, view.period.name))


def _compared(view: View) -> Comparison:
    """The AMKs of the whole country, whatever is chosen: a room is seen among its peers."""
    measures = [Measure(kpi_id, view.segment) for kpi_id in (MEDIAN, SENT, P90, ACKNOWLEDGED)]
    country = kpis.values(view.source, measures[:1], COUNTRY, [view.period])
    return places.comparison(
        view,
        places.of_rooms(kpis.by_room(view.source, measures, view.period)),
        *(measures[0], measures[1:]),
        country=country.get((measures[0], view.period)),
        chosen=places.chosen_rooms(view),
        intervals=alarms.median_intervals(view),
    )


def hours(view: View, *, is_volume: bool) -> Exhibit:
    """Alarms an hour, or how long they took to be acknowledged, by weekday and hour."""
    cells = alarms.hours(view)

    def value(cell: AlarmHour) -> float | None:
        return cell.offered / cell.days if is_volume else cell.median_s

    columns: list[Column[AlarmHour]] = [
        *week.columns(text.PER_HOUR, text.ALARMS),
        Column(text.ACKNOWLEDGED, None, raw=lambda cell: cell.answered),
        Column(
            text.MEDIAN, lambda cell: formats.duration(cell.median_s), raw=lambda cell: cell.median_s, is_number=True
        ),
        Column(text.DAYS, None, raw=lambda cell: cell.days),
    ]  # fmt: skip
    return Exhibit(
        key=f"{'alarmer' if is_volume else 'kvittering'}-ukens-timer-{view.segment}",
        title=text.HOURS_TITLE if is_volume else text.HOURS_TIME_TITLE,
        table=Table(text.hours_caption(view.period.name), columns, cells),
        definitions=[registry.definition(view.source, SENT if is_volume else MEDIAN, view.period.first)],
        chart=heatmap(cells, value, "rate" if is_volume else "seconds", low_is_dark=False, events=text.ALARMS)
        if cells
        else None,
        alt=text.hours_description(is_volume),
        note=text.hours_note(is_volume),
    )  # fmt: skip


PAGE = Page(
    path="ambulansealarmer",
    menu=text.MENU,
    question=lambda view: text.question(view.is_over),
    show=_show,
)
