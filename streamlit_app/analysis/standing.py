"""Where an organisation stands among those of its kind: shares with uncertainty, and how sure its place is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from streamlit_app.analysis import figures
from streamlit_app.analysis.figures import Figure
from streamlit_app.analysis.intervals import Estimate, difference, of_share
from streamlit_app.data import kpis, organisations
from streamlit_app.lines import IN_TIME
from streamlit_app.period import Period
from streamlit_app.records import KpiValue, Measure, Room
from streamlit_app.view import COUNTRY, View

SHARES = (
    *IN_TIME.values(),
    Measure("alarms_acknowledged_share"),
    Measure("video_success_share"),
    Measure("calls_unanswered_share"),
)
"""What organisations of a kind are held against each other by; each has as many as it has events for."""
FEW = 100
"""Shares of fewer events are not ranked, and nobody is ranked against them: see `rooms.FEW_CALLS`."""
_LEAST_ROOMS = 5
"""Fewer rooms than these have no middle to show."""


@dataclass(frozen=True)
class Spread:
    """Between which values most of those lie that a line is seen among."""

    period: Period
    low: float
    high: float


@dataclass(frozen=True)
class Standing:
    """One share of the view's organisation beside its peers' and the country's."""

    figure: Figure
    own: Estimate
    peers: Mapping[str, Estimate]
    """Other organisations of the kind that have events enough, by name."""
    country: KpiValue | None

    @property
    def is_judged(self) -> bool:
        """Whether there are events and peers enough for a place among them."""
        return self.own.n >= FEW and bool(self.peers)

    @property
    def place(self) -> int:
        """1 is best."""
        return 1 + sum(self._lead(peer) > 0 for peer in self.peers.values())

    @property
    def places(self) -> tuple[int, int]:
        """The best and the worst place that chance leaves open: those surely better stand before, those surely worse
        behind.
        """
        sure = [peer for peer in self.peers.values() if difference(peer, self.own).is_beyond_chance]
        better = sum(self._lead(peer) > 0 for peer in sure)
        return 1 + better, 1 + len(self.peers) - (len(sure) - better)

    @property
    def median(self) -> float | None:
        """The middle one of the peers' shares."""
        return median(peer.value for peer in self.peers.values()) if self.peers else None

    def _lead(self, peer: Estimate) -> float:
        """How much better a peer is; above 0 when it is."""
        amount = peer.value - self.own.value
        return -amount if self.figure.definition.direction == "lower" else amount


def standings(view: View) -> list[Standing]:
    """The shares that the view's organisation has events for, in the order of SHARES."""
    found = [figure for figure in figures.figures(view, SHARES) if figure.is_delivered]
    peers = _peers(view)
    country = kpis.values(view.source, SHARES, COUNTRY, [view.period])
    return [
        Standing(figure, own, peers.get(figure.measure, {}), country.get((figure.measure, view.period)))
        for figure in found
        if (own := _estimate(figure.value))
    ]


def room_of(view: View) -> Room | None:
    """The room that the view is of, as it was at the period's end; None for anything larger."""
    if view.org.level != "room":
        return None
    return organisations.rooms(view.source, view.period.last).get(view.org.org_ids[0])


def spread(view: View, measure: Measure) -> list[Spread]:
    """The middle eight tenths of the rooms of the chosen one's kind, period by period; nothing where they are few."""
    room, periods = room_of(view), figures.trend_periods(view.period)
    if room is None or view.period.type == "range" or not view.source.viewer.sees_all:
        return []
    rooms = organisations.rooms(view.source, view.period.last)
    series = kpis.room_series(view.source, measure, tuple(periods))
    found = []
    for period in periods:
        values = [
            value.value
            for room_id, by_period in series.items()
            if room_id in rooms and rooms[room_id].kind == room.kind
            and (value := by_period.get(period)) and value.value is not None and value.n >= FEW
        ]  # fmt: skip
        if len(values) >= _LEAST_ROOMS:
            tenths = quantiles(values, n=10, method="inclusive")
            found.append(Spread(period, tenths[0], tenths[-1]))
    return found


def _peers(view: View) -> dict[Measure, dict[str, Estimate]]:
    """Everybody else of the same kind, by measure and name."""
    source, period, org = view.source, view.period, view.org
    found: dict[Measure, dict[str, Estimate]] = {measure: {} for measure in SHARES}
    values: list[tuple[str, Sequence[KpiValue]]] = []
    if (room := room_of(view)) and source.viewer.sees_all:
        every = kpis.by_room(source, SHARES, period)
        values = [
            (one.room.name, list(one.values.values()))
            for one in every
            if one.room.kind == room.kind and one.room.room_id != room.room_id
        ]
    elif org.level in ("rhf", "hf"):
        others = [one for one in organisations.organisations(source) if one.level == org.level and one != org]
        values = [(one.name, list(kpis.values(source, SHARES, one, [period]).values())) for one in others]
    for name, theirs in values:
        for value in theirs:
            if (share := _estimate(value)) and share.n >= FEW:
                found[Measure(value.kpi_id, value.segment)][name] = share
    return found


def _estimate(value: KpiValue | None) -> Estimate | None:
    return of_share(value.numerator, value.denominator) if value else None
