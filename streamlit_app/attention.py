"""What needs attention, found by the data: a list of findings, each leading to the page that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from streamlit_app import addresses, formats, volumes
from streamlit_app.data import deliveries
from streamlit_app.rooms import Ranking
from streamlit_app.text import app
from streamlit_app.text import oversikt as text
from streamlit_app.view import View

_NAMED = 3
"""Rooms named for each finding; the page it leads to has them all."""


@dataclass(frozen=True)
class Link:
    """A room with its figure, and where it is shown."""

    label: str
    address: str
    figure: str


@dataclass(frozen=True)
class Finding:
    """One thing to look at."""

    kind: str
    said: str
    links: tuple[Link, ...] = ()


def show(view: View, rankings: Mapping[str, Ranking]) -> None:
    """The findings as a list, or the sentence that there are none."""
    found = findings(view, rankings)
    if not found:
        st.markdown(text.ALL_WELL)
        return
    st.html(f'<ul class="attention">{"".join(map(_html, found))}</ul>')


def findings(view: View, rankings: Mapping[str, Ranking]) -> list[Finding]:
    """Rooms below target, falls beyond chance, unusual volumes, late feeds, and what the checks remarked on."""
    found: list[Finding] = []
    for segment, ranking in rankings.items():
        found += [*_below(view, segment, ranking), *_fallen(view, segment, ranking)]
    for segment in rankings:
        found += _unusual(view, segment)
    return [*found, *_late(view), *(Finding(text.CHECK, warning) for warning in view.release.warnings)]


def _below(view: View, segment: str, ranking: Ranking) -> Iterator[Finding]:
    target = ranking.in_time.target
    if ranking.below and target is not None:
        links = tuple(
            _link(view, segment, room.room.name, formats.share(room.share)) for room in ranking.below[:_NAMED]
        )
        yield Finding(text.BELOW, text.below(segment, len(ranking.below), len(ranking.judged), target), links)


def _fallen(view: View, segment: str, ranking: Ranking) -> Iterator[Finding]:
    falls = [(room, by) for room, by in ranking.falls if room.fell][:_NAMED]
    if falls:
        links = tuple(_link(view, segment, room.room.name, formats.change(by, "share")) for room, by in falls)
        yield Finding(text.FALL, text.fell(segment, falls[0][0].change.then.name), links)


def _unusual(view: View, segment: str) -> Iterator[Finding]:
    found = volumes.unusual(view, segment)[:_NAMED]
    if found:
        links = tuple(_link(view, segment, one.room.name, text.unusual(one.offered, one.usual)) for one in found)
        yield Finding(text.VOLUME, text.unusual_at(segment, found[0].periods), links)


def _late(view: View) -> Iterator[Finding]:
    feeds = deliveries.feeds(view.source)
    newest = max((feed.last_date for feed in feeds if feed.last_date), default=None)
    for feed in feeds:
        name = app.FEEDS.get(feed.feed, feed.feed)
        is_behind = feed.last_date is not None and newest is not None and feed.last_date < newest
        if feed.last_date and (is_behind or feed.missing_deliveries):
            yield Finding(text.FEED, text.late_feed(name, formats.day(feed.last_date), feed.missing_deliveries))
        if feed.refused:
            yield Finding(text.FEED, text.refused(name, feed.refused))


def _link(view: View, segment: str, room: str, figure: str) -> Link:
    return Link(room, addresses.page(segment, view.period, room), figure)


def _html(finding: Finding) -> str:
    links = ", ".join(
        f'<a href="{escape(link.address)}" target="_self">{escape(link.label)}</a> {escape(link.figure)}'
        for link in finding.links
    )
    return f"<li><strong>{escape(finding.kind)}</strong><span>{escape(finding.said)} {links}</span></li>"
