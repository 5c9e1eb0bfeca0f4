"""A ranking of rooms as its readers meet it: a sentence, a chart, a table."""

from __future__ import annotations

from html import escape

from streamlit_app import formats, tables
from streamlit_app.analysis.figures import Figure
from streamlit_app.analysis.rooms import FEW_CALLS, Ranking, Standing
from streamlit_app.charts import rooms as chart
from streamlit_app.charts.theme import share_axis
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import figures as words
from streamlit_app.text import rooms as text


def sentence(ranking: Ranking) -> str:
    """What the rooms' figures say: how many are below the target, which is lowest, which fell most."""
    judged, target = ranking.judged, ranking.in_time.target
    if not judged or target is None:
        return text.NO_ROOM_JUDGED
    said = text.against_target(
        kinds={room.room.kind for room in judged},
        judged=len(judged),
        below=len(ranking.below),
        lowest=judged[0].room.name,
        lowest_share=judged[0].share,
        target=target,
    )
    if not ranking.falls:
        return said
    fallen, by = ranking.falls[0]
    return f"{said} {text.largest_fall(fallen.room.name, by, fallen.change.then.name)}"


def exhibit(ranking: Ranking, country: Figure) -> Exhibit:
    """The rooms beside each other with their uncertainty; `country` is the share of all of them."""
    target = ranking.in_time.target
    drawn = [
        chart.RoomShare(
            name=room.room.name,
            share=room.share,
            low=room.interval[0],
            high=room.interval[1],
            n=round(room.in_time.denominator),
            is_below=room.is_below,
            is_judged=room.is_judged,
            is_chosen=room.is_chosen,
        )
        for room in ranking.rooms
        if room.share is not None and room.interval and room.in_time and room.in_time.denominator
    ]
    segment = ranking.view.segment
    share = country.value.value if country.value else None
    is_funnel = len(drawn) > chart.MOST_RANKED and share is not None
    return Exhibit(
        key=f"sentraler-{segment}",
        title=text.TITLE,
        table=table(ranking),
        definitions=ranking.definitions,
        chart=chart.rooms(drawn, target, share) if any(room.is_judged for room in drawn) else None,
        alt=text.description(ranking.in_time.label, len(drawn)),
        note=text.note(is_funnel, FEW_CALLS, bool(ranking.below)),
        empty=text.no_rooms(segment, ranking.view.period.name),
    )


def table(ranking: Ranking) -> Table[Standing]:
    """The rooms with the share drawn beside its number; files have every digit."""
    target = ranking.in_time.target
    axis = share_axis([end for room in ranking.judged for end in room.interval or ()], target)

    def name(room: Standing) -> str:
        incomplete = "" if room.is_complete else f"<small>{words.INCOMPLETE}</small>"
        chosen = f"<strong>{escape(room.room.name)}</strong>" if room.is_chosen else escape(room.room.name)
        return f'{chosen}<small class="narrow">{escape(room.room.hf)}</small>{incomplete}'

    def interval(room: Standing) -> str:
        if room.share is None or room.interval is None:
            return ""
        return tables.interval_mark(room.share, room.interval, target, axis, room.is_below)

    def end(place: int) -> tables.Raw[Standing]:
        return lambda room: room.interval[place] if room.interval else None

    in_time, offered = ranking.in_time.label, ranking.offered.label
    columns: list[Column[Standing]] = [
        Column(heads.ROOM, name, raw=lambda room: room.room.name),
        Column(heads.ROOM_ID, None, raw=lambda room: room.room.room_id),
        Column(heads.TRUST, lambda room: escape(room.room.hf), raw=lambda room: room.room.hf, is_wide_only=True),
        Column(heads.REGION, None, raw=lambda room: room.room.rhf),
        Column(
            offered, lambda room: formats.count(room.offered.value), raw=lambda room: room.offered.value,
            is_number=True,
        ),
        Column(heads.NUMERATOR, None, raw=lambda room: room.in_time.numerator if room.in_time else None),
        Column(heads.DENOMINATOR, None, raw=lambda room: room.in_time.denominator if room.in_time else None),
        Column(in_time, _share, text.below_note(target), raw=lambda room: room.share, is_number=True),
        Column(heads.INTERVAL_LOW, None, raw=end(0)),
        Column(heads.INTERVAL_HIGH, None, raw=end(1)),
        Column(heads.INTERVAL_DRAWN, interval, heads.interval_note(axis), is_wide_only=True),
        Column(heads.TARGET, None, raw=lambda room: room.in_time.target if room.in_time else None),
        Column(text.CHANGE, _change, raw=lambda room: room.change.amount, is_number=True),
        Column(
            ranking.median.label, lambda room: formats.duration(room.median_s), raw=lambda room: room.median_s,
            is_number=True, is_wide_only=True,
        ),
        Column(
            ranking.p90.label, lambda room: formats.duration(room.p90_s), raw=lambda room: room.p90_s,
            is_number=True, is_wide_only=True,
        ),
        Column(heads.IS_COMPLETE, None, raw=lambda room: room.is_complete),
    ]  # fmt: skip
    return Table(text.caption(ranking.view.segment, ranking.view.period.name, FEW_CALLS), columns, ranking.rooms)


def _share(room: Standing) -> str:
    shown = formats.share(room.share)
    if room.is_below:
        return tables.below(shown)
    return shown if room.is_judged else f"{shown}<small>{text.FEW_CALLS}</small>"


def _change(room: Standing) -> str:
    return formats.NOTHING if room.change.amount is None else formats.signed_points(room.change.amount)
