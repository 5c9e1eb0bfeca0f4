"""The annual report as data: its figures, what has been published of them, its rooms, its months and its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from streamlit_app.access import Source
from streamlit_app.analysis import figures, rooms
from streamlit_app.analysis.figures import Change, Figure, TrendPoint
from streamlit_app.analysis.rooms import Ranking
from streamlit_app.data import kpis, reconciliation
from streamlit_app.data.reconciliation import Published
from streamlit_app.downloads import Header
from streamlit_app.lines import IN_TIME
from streamlit_app.period import Period, parts
from streamlit_app.records import KpiValue, Measure
from streamlit_app.text import arsrapport as text
from streamlit_app.text.registry import SEGMENTS
from streamlit_app.text.source import file_header
from streamlit_app.view import COUNTRY, View

CONTENTS: dict[str, tuple[Measure, ...]] = {
    "calls": (Measure("calls_total"),),
    "113": (
        Measure("calls_offered", "113"), IN_TIME["113"], Measure("calls_unanswered_share", "113"),
        Measure("answer_time_median_s", "113"), Measure("answer_time_p90_s", "113"),
    ),
    "116117": (
        Measure("calls_offered", "116117"), IN_TIME["116117"],
        Measure("calls_answered_within_10min_share", "116117"), Measure("calls_unanswered_share", "116117"),
        Measure("answer_time_median_s", "116117"), Measure("answer_time_p90_s", "116117"),
    ),
    "alarms": (
        Measure("alarms_sent"), Measure("missions_alarmed"), Measure("alarms_acknowledged_share"),
        Measure("alarm_acknowledge_time_median_s"),
    ),
    "video": (
        Measure("video_invitations"), Measure("video_sessions"), Measure("video_success_share"),
        Measure("video_connect_time_median_s"), Measure("video_duration_median_s"),
    ),
    "nodsms": (Measure("nodsms_received"), Measure("nodsms_forwarded"), Measure("nodsms_forwarded_share")),
    "rooms": (
        Measure("rooms_total"), Measure("rooms_on_lifex"), Measure("rooms_with_video", "amk"),
        Measure("rooms_with_video", "lvs"), Measure("rooms_with_video_share", "lvs"),
    ),
}  # fmt: skip
"""The report's figures by subject, in its order."""
_PUBLISHED_ORDER = ("calls", "amk_meeting", "ambulance", "video", "nodsms", "amk", "lvs", "seats", "lifex")
"""How the names of published figures begin, in the report's order."""
HEADLINES = (*IN_TIME.values(), Measure("alarms_sent"), Measure("video_sessions"))


@dataclass(frozen=True)
class Line:
    """One figure of the report, beside the same of the year before."""

    group: str
    figure: Figure
    before: KpiValue | None

    @property
    def label(self) -> str:
        """Its name, with what it is of where its group does not tell."""
        segment = self.figure.measure.segment
        label = self.figure.definition.label
        return label if segment in ("all", self.group) else f"{label}, {SEGMENTS.get(segment, segment)}"

    @property
    def value(self) -> KpiValue | None:
        """None where nothing was delivered."""
        return self.figure.value if self.figure.is_delivered else None

    @property
    def change(self) -> Change:
        """From the same period of the year before."""
        return self.figure.changes[-1]


@dataclass(frozen=True)
class Report:
    """The report of a year or a tertial, for the whole country."""

    view: View
    title: str
    header: Header
    """Its first rows, as every file's."""
    lines: list[Line]
    published: list[Published]
    """Those of its own year; none for a tertial."""
    rankings: dict[str, Ranking]
    """Rooms by emergency number; none for a viewer who may not see them beside each other."""
    months: dict[Measure, list[TrendPoint]]

    @property
    def period(self) -> Period:
        """What it is of."""
        return self.view.period

    @property
    def then(self) -> Period:
        """What it is compared with."""
        return self.lines[0].change.then

    @property
    def is_complete(self) -> bool:
        """Whether everything of the period has been delivered."""
        return all(line.value.is_complete for line in self.lines if line.value)

    def of(self, kpi_id: str, segment: str = "all") -> Line:
        """One of its lines. Raises KeyError for a figure that is not in CONTENTS."""
        by_measure = {line.figure.measure: line for line in self.lines}
        return by_measure[Measure(kpi_id, segment)]


def report(source: Source, period: Period) -> Report:
    """Read everything that the report of a year or tertial says."""
    view = View(source, period)
    measures = [measure for group in CONTENTS.values() for measure in group]
    before = period.year_before or period.previous
    earlier = kpis.values(source, measures, COUNTRY, [before])
    found = {figure.measure: figure for figure in figures.figures(view, measures)}
    months = parts(period, "month")
    by_month = kpis.values(source, HEADLINES, COUNTRY, months)
    may_rank = source.viewer.sees_all
    title = text.title(period)
    return Report(
        view=view,
        title=title,
        header=file_header(source.release, title, period.name, view.org.name),
        lines=[
            Line(group, found[measure], earlier.get((measure, before)))
            for group, some in CONTENTS.items()
            for measure in some
        ],
        published=_published(source, period),
        rankings={segment: rooms.ranking(view, segment) for segment in IN_TIME} if may_rank else {},
        months={
            measure: [TrendPoint(month, by_month.get((measure, month))) for month in months] for measure in HEADLINES
        },
    )


def _published(source: Source, period: Period) -> list[Published]:
    """What was published of a year, events before rooms."""

    def place(row: Published) -> tuple[int, str]:
        about = (number for number, start in enumerate(_PUBLISHED_ORDER) if row.figure.startswith(start))
        return next(about, len(_PUBLISHED_ORDER)), row.figure

    own = [row for row in reconciliation.published(source) if row.year == period.first.year]
    return sorted(own, key=place) if period.type == "year" else []


def sentences(found: Report) -> list[str]:
    """The report in words, subject by subject; what has no figures is passed over."""
    then = found.then.name
    calls = found.of("calls_total")
    said = [[text.all_calls(found.period.name, value, _more(calls, then))] if (value := _value(calls)) else []]
    said += [_of_number(found, segment, then) for segment in IN_TIME]
    alarms, video, nodsms = found.of("alarms_sent"), found.of("video_sessions"), found.of("nodsms_received")
    on_lifex, total = _value(found.of("rooms_on_lifex")), _value(found.of("rooms_total"))
    said.append(
        [
            *([text.alarms(value, _more(alarms, then))] if (value := _value(alarms)) else []),
            *(
                [text.video(value, _more(video, then), _value(found.of("video_success_share")))]
                if (value := _value(video))
                else []
            ),
            *(
                [text.nodsms(value, _more(nodsms, then), _value(found.of("nodsms_forwarded_share")))]
                if (value := _value(nodsms))
                else []
            ),
            *([text.lifex(on_lifex, total)] if on_lifex is not None and total else []),
        ]
    )
    if not found.is_complete:
        said.append([text.INCOMPLETE])
    return [" ".join(some) for some in said if some]


def _of_number(found: Report, segment: str, then: str) -> list[str]:
    offered, in_time = found.of("calls_offered", segment), found.of(IN_TIME[segment].kpi_id, segment)
    said = []
    if calls := _value(offered):
        said.append(text.emergency_calls(segment, calls, _more(offered, then)))
    share, definition = in_time.value, in_time.figure.definition
    if share and share.value is not None and share.target is not None and definition.threshold_s is not None:
        said.append(
            text.in_time(
                number=segment, share=share.value, limit_s=definition.threshold_s, target=share.target,
                change=text.higher_or_lower(in_time.change.amount, then), is_met=bool(share.target_met),
            )
        )  # fmt: skip
    ranking = found.rankings.get(segment)
    if ranking and ranking.judged:
        said.append(text.rooms_meeting(len(ranking.judged) - len(ranking.below), len(ranking.judged), segment))
    return said


def _value(line: Line) -> float | None:
    return line.value.value if line.value else None


def _more(line: Line, then: str) -> str:
    return text.more_or_fewer(line.change.amount, then)


def periods(years: Sequence[Period], tertials: Sequence[Period]) -> list[Period]:
    """What there can be a report of, newest first, a year before its tertials."""
    return sorted(
        [*years, *tertials], key=lambda period: (-period.first.year, period.type != "year", -period.first.month)
    )
