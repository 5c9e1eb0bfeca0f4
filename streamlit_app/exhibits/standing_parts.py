"""Parts of the page on one organisation: its place among its peers, its systems, and what has been delivered of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from streamlit_app import formats
from streamlit_app.analysis.standing import FEW, Standing, room_of
from streamlit_app.charts.strip import Strip, strips
from streamlit_app.data import registry, sources
from streamlit_app.data.platforms import Stay
from streamlit_app.data.sources import Arrived
from streamlit_app.exhibits import room_list
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.records import Definition
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import lifex
from streamlit_app.text import registry as words
from streamlit_app.text import sentral as text
from streamlit_app.view import View


def peers_of(view: View) -> str:
    """What the organisation's peers are called together; empty for a selection, which has none."""
    room = room_of(view)
    return text.OF_KIND[room.kind] if room else text.OF_LEVEL.get(view.org.level, "")


def peers(view: View, standings: Sequence[Standing]) -> Exhibit:
    """Every share of the organisation among its peers' and the country's, with its place and how sure that is."""
    drawn = [
        Strip(
            one.figure.definition.label,
            one.own,
            [(name, peer.value) for name, peer in one.peers.items()],
            one.country.value if one.country else None,
        )
        for one in standings
    ]

    def own(one: Standing) -> str:
        interval = f"{formats.share(one.own.low)}–{formats.share(one.own.high)}"
        return f"{formats.share(one.own.value)}<small>{interval}</small>"

    def place(one: Standing) -> str:
        return (
            f"{one.place} av {len(one.peers) + 1}" if one.is_judged else f"{formats.NOTHING}<small>{text.FEW}</small>"
        )

    columns: list[Column[Standing]] = [
        Column(
            text.MEASURE, lambda one: escape(one.figure.definition.label), raw=lambda one: one.figure.definition.label
        ),
        Column(heads.VALUE, own, raw=lambda one: one.own.value, is_number=True),
        Column(heads.INTERVAL_LOW, None, raw=lambda one: one.own.low),
        Column(heads.INTERVAL_HIGH, None, raw=lambda one: one.own.high),
        Column(heads.EVENTS, None, raw=lambda one: one.own.n),
        Column(
            text.MEDIAN, lambda one: formats.share(one.median), raw=lambda one: one.median, is_number=True,
            is_wide_only=True,
        ),
        Column(
            heads.COUNTRY, lambda one: formats.share(one.country.value if one.country else None),
            raw=lambda one: one.country.value if one.country else None, is_number=True,
        ),
        Column(text.PLACE, place, raw=lambda one: one.place if one.is_judged else None, is_number=True),
        Column(
            text.PLACES, lambda one: text.places(*one.places) if one.is_judged else formats.NOTHING, is_number=True
        ),
        Column(text.BEST, None, raw=lambda one: one.places[0] if one.is_judged else None),
        Column(text.WORST, None, raw=lambda one: one.places[1] if one.is_judged else None),
        Column(text.JUDGED, None, raw=lambda one: len(one.peers) + 1 if one.is_judged else None),
    ]  # fmt: skip
    definitions: list[Definition] = [one.figure.definition for one in standings]
    return Exhibit(
        key="blant-de-andre",
        title=text.PEERS_TITLE,
        table=Table(text.peers_caption(view.org.name, peers_of(view), view.period.name), columns, standings),
        definitions=definitions,
        chart=strips(drawn) if drawn else None,
        alt=text.peers_description(view.org.name, [one.label for one in definitions]),
        note=text.peers_note(peers_of(view), FEW),
    )


def systems(view: View, stays: Sequence[Stay], known: tuple[date, date]) -> Exhibit:
    """The room's platform and video solution through the days with figures, and as planned after them."""
    first, last = known

    def since(stay: Stay) -> str:
        if stay.valid_from <= first:
            return text.ALWAYS
        return formats.day(stay.valid_from) + (f"<small>{text.PLANNED}</small>" if stay.valid_from > last else "")

    columns: list[Column[Stay]] = [
        Column(text.SINCE, since, raw=lambda stay: stay.valid_from),
        Column(
            text.UNTIL, lambda stay: formats.day(stay.valid_to) if stay.valid_to else formats.NOTHING,
            raw=lambda stay: stay.valid_to,
        ),
        Column(text.PLATFORM, lambda stay: lifex.STATES[stay.state], raw=lambda stay: lifex.STATES[stay.state]),
        Column(text.VIDEO_SOLUTION, room_list.video, raw=room_list.video),
        Column(
            text.SEATS, lambda stay: formats.count(stay.video_seats), raw=lambda stay: stay.video_seats,
            is_number=True, is_wide_only=True,
        ),
    ]  # fmt: skip
    shown = [stay for stay in stays if stay.valid_to is None or stay.valid_to >= first]
    return Exhibit(
        key="systemer",
        title=text.SYSTEMS_TITLE,
        table=Table(text.systems_caption(view.org.name), columns, shown[::-1]),
        definitions=[
            registry.definition(view.source, kpi_id, view.period.first)
            for kpi_id in ("rooms_on_lifex", "rooms_with_video")
        ],
    )


def status(view: View) -> Exhibit:
    """What has been delivered of the organisation's events."""

    def subject(one: Arrived) -> str:
        return words.SUBJECTS.get(one.subject, one.subject)

    columns: list[Column[Arrived]] = [
        Column(text.SUBJECT, subject, raw=subject),
        Column(text.FIRST_DAY, lambda one: formats.day(one.first_date), raw=lambda one: one.first_date),
        Column(text.LAST_DAY, lambda one: formats.day(one.last_date), raw=lambda one: one.last_date),
        Column(
            text.INCOMPLETE_DAYS, lambda one: formats.count(one.incomplete_days), raw=lambda one: one.incomplete_days,
            is_number=True,
        ),
    ]  # fmt: skip
    return Exhibit(
        key="datastatus",
        title=text.STATUS_TITLE,
        table=Table(
            text.status_caption(view.org.name, view.period.name),
            columns,
            sources.arrived(view.source, view.org, view.period),
        ),
        definitions=[registry.definition(view.source, "calls_total", view.period.first)],
        empty=text.NO_EVENTS,
    )
