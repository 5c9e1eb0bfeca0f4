"""How far LifeX has come: rooms by platform at each month's end, and their figures before and after they moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from streamlit_app.access import Source
from streamlit_app.analysis.intervals import Difference, Estimate, difference, of_share
from streamlit_app.data import cutovers, organisations, registry
from streamlit_app.data.cutovers import Move, Part
from streamlit_app.data.platforms import Stay
from streamlit_app.lines import IN_TIME, OF_KIND
from streamlit_app.period import Period, parts
from streamlit_app.records import Cutover, Measure

STATES = ("lifex", "limited", "iccs")
SMALL = ("lvs", "akuttmottak")
"""The kinds that the plan calls small rooms."""
FEW_CALLS = 100
"""Fewer calls than these in one of the parts are shown, and said to be too few to tell anything."""
_LINES = {"113": ("113",), "116117": ("116117", "116117_local"), "all": ()}


@dataclass(frozen=True)
class MonthEnd:
    """How many rooms were in each of STATES on the last day of a month, or on the last one known of it."""

    on: date
    rooms: dict[str, int]
    is_plan: bool
    """Whether it lies after the last day with figures, so that the reference data only says what is meant to be."""


@dataclass(frozen=True)
class Moved:
    """A room in the four weeks before and after its first day on LifeX, on the number it answers."""

    cutover: Cutover
    kind: str
    segment: str
    offered: dict[Part, float]
    shares: dict[str, dict[Part, Estimate]]
    """By KPI; without a legal limit there is none for being in time."""
    peers: dict[str, dict[Part, Estimate]]
    """The same of the rooms of its kind that kept their platform in those weeks, taken together."""
    median_s: dict[Part, Estimate]

    @property
    def has_enough(self) -> bool:
        """Whether there are calls enough before and after to say anything."""
        return min(self.offered.get("before", 0.0), self.offered.get("after", 0.0)) >= FEW_CALLS

    def change(self, kpi_id: str) -> Difference | None:
        """The room's own change in a share."""
        return _change(self.shares.get(kpi_id, {}))

    def peer_change(self, kpi_id: str) -> Difference | None:
        """The change of the others in the same weeks."""
        return _change(self.peers.get(kpi_id, {}))

    @property
    def median_change(self) -> Difference | None:
        """The change of the median wait, in seconds."""
        return _change(self.median_s)


def on_day(stays: Sequence[Stay], day: date) -> list[Stay]:
    """Every room as it is on a day."""
    return [stay for stay in stays if stay.holds_on(day)]


def month_ends(stays: Sequence[Stay], first: date, known_until: date) -> list[MonthEnd]:
    """From the month of a day to that of the last planned change, or the last known day if that is later."""
    last = max([known_until, *(stay.valid_from for stay in stays)])
    found = []
    for month in parts(Period(first.replace(day=1), date(last.year, 12, 31)), "month"):
        if month.first > last:
            break
        end = known_until if month.first <= known_until < month.last else month.last
        states = [stay.state for stay in on_day(stays, end)]
        found.append(MonthEnd(end, {state: states.count(state) for state in STATES}, end > known_until))
    return found


def moves(source: Source, until: date) -> list[Cutover]:
    """Rooms that took LifeX into full use up to a day, oldest first."""
    return [
        one
        for one in organisations.cutovers(source)
        if one.platform == "lifex" and not one.is_limited_pilot and one.on <= until
    ]


def before_and_after(source: Source, moved: Sequence[Cutover], stays: Sequence[Stay]) -> list[Moved]:
    """The moves with four whole weeks of complete deliveries to either side, under one definition of every measure."""
    kinds = {stay.room_id: stay.kind for stay in stays}
    wanted = {Move(one.room_id, one.on): one for one in moved}
    if not wanted:
        return []
    segments = {move: OF_KIND.get(kinds[move.room_id], "all") for move in wanted}
    measures = tuple(
        one for segment in sorted(set(segments.values())) for one in (_offered(segment), *_shares(segment))
    )
    summed = cutovers.sums(source, tuple(wanted), measures)
    medians = cutovers.medians(source, tuple(wanted), tuple(_LINES[segments[move]] for move in wanted))
    found = []
    for move, one in wanted.items():
        segment = segments[move]
        own = [row for row in summed if row.move == move and row.measure.segment == segment]
        counted = [row for row in own if row.is_own and row.measure == _offered(segment)]
        if len(counted) < 2 or any(row.complete_days < cutovers.WEEKS * 7 for row in counted):
            continue
        if any(_is_redefined(source, measure, move) for measure in measures if measure.segment == segment):
            continue
        shares: tuple[dict[str, dict[Part, Estimate]], dict[str, dict[Part, Estimate]]] = ({}, {})
        for row in own:
            if row.measure != _offered(segment) and (share := of_share(row.numerator, row.denominator)):
                shares[not row.is_own].setdefault(row.measure.kpi_id, {})[row.part] = share
        waits = {m.part: Estimate(m.value, m.low, m.high, m.n) for m in medians if m.move == move}
        offered = {row.part: row.numerator or 0.0 for row in counted}
        found.append(Moved(one, kinds[move.room_id], segment, offered, *shares, waits))
    return found


def _offered(segment: str) -> Measure:
    return Measure("calls_offered", segment)


def _shares(segment: str) -> list[Measure]:
    in_time = IN_TIME.get(segment)
    return [*([in_time] if in_time else []), Measure("calls_unanswered_share", segment)]


def _is_redefined(source: Source, measure: Measure, move: Move) -> bool:
    return not registry.definition(source, measure.kpi_id, move.first).holds_on(move.last)


def _change(parts_of: dict[Part, Estimate]) -> Difference | None:
    if "before" not in parts_of or "after" not in parts_of:
        return None
    return difference(parts_of["after"], parts_of["before"])
