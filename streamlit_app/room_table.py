"""A ranking of rooms as its readers meet it: a sentence, a table, a file."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from streamlit_app import formats, tables, text
from streamlit_app.charts import share_axis
from streamlit_app.downloads import Cell, CsvFile, csv_file
from streamlit_app.release import Release
from streamlit_app.rooms import FEW_CALLS, RoomRanking, RoomYear
from streamlit_app.tables import Column


def sentence(ranking: RoomRanking) -> str:
    """What the rooms' figures say: how many are below the target, which is lowest, which fell most."""
    judged, target = ranking.judged, ranking.in_time.target
    if not judged or target is None:
        return text.NO_ROOM_JUDGED
    said = text.rooms_against_target(
        kinds={room.room.kind for room in judged},
        judged=len(judged),
        below=sum(room.is_below for room in judged),
        lowest=judged[0].room.name,
        lowest_share=judged[0].share,
        target=target,
    )
    fall = ranking.largest_fall
    return f"{said} {text.largest_fall(fall[0].name, fall[1], ranking.year - 1)}" if fall else said


def table(ranking: RoomRanking) -> str:
    """The rooms as an HTML table, the share drawn beside its number."""
    target = ranking.in_time.target
    axis = share_axis([end for room in ranking.judged for end in room.interval or ()], target)

    def name(room: RoomYear) -> str:
        is_marked = ranking.has_complete_room and not room.is_complete
        incomplete = f"<small>{text.INCOMPLETE}</small>" if is_marked else ""
        return f'{escape(room.room.name)}<small class="narrow">{escape(room.room.hf)}</small>{incomplete}'

    def interval(room: RoomYear) -> str:
        if room.share is None or room.interval is None:
            return ""
        return tables.interval_mark(room.share, room.interval, target, axis, room.is_below)

    def column(
        heading: str, cell: Callable[[RoomYear], str], note: str = "", *, wide: bool = False, number: bool = True
    ) -> Column[RoomYear]:
        return Column(heading, cell, note, is_number=number, is_wide_only=wide)

    columns = [
        column(text.ROOM, name, number=False),
        column(text.TRUST, lambda room: escape(room.room.hf), wide=True, number=False),
        column(ranking.offered.label, lambda room: formats.count(room.offered)),
        column(ranking.in_time.label, _share, text.below_note(target)),
        column(text.INTERVAL, interval, text.interval_note(axis), wide=True, number=False),
        column(ranking.median.label, lambda room: formats.duration(room.median_s), wide=True),
        column(ranking.p90.label, lambda room: formats.duration(room.p90_s)),
    ]
    caption = text.rooms_caption(ranking.line, ranking.year, FEW_CALLS, ranking.has_complete_room)
    return tables.html_table(caption, columns, ranking.rooms)


def _share(room: RoomYear) -> str:
    shown = formats.share(room.share)
    if room.is_below:
        return tables.below(shown)
    return shown if room.is_judged else f"{shown}<small>{text.FEW_CALLS}</small>"


def file(release: Release, ranking: RoomRanking) -> CsvFile:
    """The rooms with every digit, in the table's order."""
    columns = (
        text.ROOM_ID, text.ROOM, text.TRUST, text.REGION, ranking.offered.label,
        text.NUMERATOR, text.DENOMINATOR, ranking.in_time.label, text.INTERVAL_LOW, text.INTERVAL_HIGH, text.TARGET,
        ranking.median.label, ranking.p90.label, text.IS_COMPLETE,
    )  # fmt: skip
    header = text.file_header(release, ranking.in_time.label, str(ranking.year), text.each_room(ranking.line))
    return csv_file(f"nodstat_sentraler_{ranking.line}_{ranking.year}", header, columns, map(_file_row, ranking.rooms))


def _file_row(room: RoomYear) -> list[Cell]:
    in_time = room.in_time
    counted = (in_time.numerator, in_time.denominator) if in_time else (None, None)
    low, high = room.interval or (None, None)
    return [
        room.room.room_id, room.room.name, room.room.hf, room.room.rhf, room.offered,
        *counted, room.share, low, high, in_time.target if in_time else None,
        room.median_s, room.p90_s, room.is_complete,
    ]  # fmt: skip
