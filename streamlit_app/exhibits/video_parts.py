"""Parts of the page on video: what became of invitations, how often video is used, and who has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from streamlit_app import formats
from streamlit_app.analysis.places import Place
from streamlit_app.charts.bars import Bar, bars
from streamlit_app.data import organisations, registry, video
from streamlit_app.data.video import Published, VideoUse
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.tables import Column, Table
from streamlit_app.text import charts as heads
from streamlit_app.text import video as text
from streamlit_app.text.registry import SEGMENTS
from streamlit_app.view import View

_COVERAGE = (
    "amk_with_video", "amk_with_hjelp113", "amk_with_bliksund", "lvs_with_video", "lvs_with_video_share",
    "lvs_with_hjelp113", "lvs_with_bliksund", "seats_with_hjelp113", "seats_with_bliksund",
)  # fmt: skip


@dataclass(frozen=True)
class _Use:
    kind: str
    rooms: int
    sessions: int
    calls: int

    @property
    def per_1000(self) -> float | None:
        return 1000 * self.sessions / self.calls if self.calls else None


def per_1000(used: Sequence[VideoUse]) -> float | None:
    """Sessions for every thousand calls of all the rooms together."""
    return _together("all", used).per_1000


def per_1000_of(used: Mapping[str, VideoUse]) -> Column[Place]:
    """The same of each room, as a column beside its other figures."""

    def amount(place: Place) -> float | None:
        one = used.get(place.place_id)
        return _together("all", [one]).per_1000 if one else None

    return Column(
        text.PER_1000, lambda place: formats.rate(amount(place)), raw=amount, is_number=True, is_wide_only=True
    )


def use(view: View, used: Sequence[VideoUse]) -> Exhibit:
    """Sessions beside calls, by kind of room: AMK are called on 113, the others on 116117."""
    rooms = organisations.rooms(view.source, view.period.last)
    kinds = {one.room_id: rooms[one.room_id].kind if one.room_id in rooms else "" for one in used}
    rows = [_together(kind, [one for one in used if kinds[one.room_id] == kind]) for kind in text.KINDS]
    rows = [row for row in rows if row.rooms]
    if len(rows) > 1:
        rows.append(_together("all", used))
    columns: list[Column[_Use]] = [
        Column(text.KIND, lambda row: escape(_kind(row)), raw=_kind),
        Column(text.OF_KIND, lambda row: formats.count(row.rooms), raw=lambda row: row.rooms, is_number=True),
        Column(text.SESSIONS, lambda row: formats.count(row.sessions), raw=lambda row: row.sessions, is_number=True),
        Column(text.CALLS, lambda row: formats.count(row.calls), raw=lambda row: row.calls, is_number=True),
        Column(
            text.PER_1000, lambda row: formats.rate(row.per_1000), raw=lambda row: row.per_1000, is_number=True
        ),
    ]  # fmt: skip
    return Exhibit(
        key=f"bruk-av-video-{view.segment}",
        title=text.USE_TITLE,
        table=Table(text.use_caption(view.org.name, view.period.name), columns, rows),
        definitions=[
            registry.definition(view.source, kpi, view.period.first) for kpi in ("video_sessions", "calls_offered")
        ],
        note=text.USE_NOTE,
    )


def _together(kind: str, used: Iterable[VideoUse]) -> _Use:
    found = list(used)
    return _Use(kind, len(found), sum(one.sessions for one in found), sum(one.calls for one in found))


def _kind(row: _Use) -> str:
    return text.KINDS.get(row.kind, SEGMENTS["all"].capitalize())


def statuses(view: View) -> Exhibit:
    """What became of the invitations."""
    found = video.statuses(view)
    total = sum(found.values()) or 1
    rows = list(found.items())
    columns: list[Column[tuple[str, int]]] = [
        Column(text.STATUS, lambda row: escape(_status(row[0])), raw=lambda row: _status(row[0])),
        Column(text.INVITATIONS, lambda row: formats.count(row[1]), raw=lambda row: row[1], is_number=True),
        Column(heads.SHARE, lambda row: formats.share(row[1] / total), raw=lambda row: row[1] / total, is_number=True),
    ]
    drawn = [Bar(_status(status), n, formats.share(n / total)) for status, n in rows]
    return Exhibit(
        key=f"invitasjoner-{view.segment}",
        title=text.STATUSES_TITLE,
        table=Table(text.statuses_caption(view.org.name, view.period.name), columns, rows),
        definitions=[
            registry.definition(view.source, kpi, view.period.first)
            for kpi in ("video_invitations", "video_success_share")
        ],
        chart=bars(drawn) if drawn else None,
        alt=text.statuses_description(),
    )


def _status(status: str) -> str:
    name = text.STATUSES.get(status, status)
    return name[:1].upper() + name[1:]


def coverage(view: View) -> Exhibit:
    """Rooms and operator seats with video at the period's end, beside the published figures; the whole country's."""
    now = video.coverage(view.source, view.period.last)
    rows = video.published(view.source, _COVERAGE)

    def of_published(row: Published) -> str:
        return text.published(formats.value(row.published, row.unit), row.year)

    columns: list[Column[Published]] = [
        Column(text.FIGURE, lambda row: escape(row.label), raw=lambda row: row.label),
        Column(
            text.AT_END, lambda row: formats.value(now.get(row.figure, 0), row.unit),
            raw=lambda row: now.get(row.figure, 0), is_number=True,
        ),
        Column(heads.YEAR, None, raw=lambda row: row.year),
        Column(text.PUBLISHED, of_published, raw=lambda row: row.published, is_number=True),
        Column(
            text.WAREHOUSE, lambda row: formats.value(row.warehouse, row.unit), raw=lambda row: row.warehouse,
            is_number=True, is_wide_only=True,
        ),
        Column(text.AGREES, lambda row: text.AGREEMENT[row.agrees], raw=lambda row: row.agrees),
    ]  # fmt: skip
    return Exhibit(
        key="videodekning",
        title=text.COVERAGE_TITLE,
        table=Table(text.coverage_caption(view.period.name), columns, rows),
        definitions=[
            registry.definition(view.source, kpi, view.period.first)
            for kpi in ("rooms_with_video", "rooms_with_video_share")
        ],
        note=text.COVERAGE_NOTE,
        empty=text.NO_COVERAGE,
    )
