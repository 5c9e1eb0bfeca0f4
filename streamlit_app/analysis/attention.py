"""What needs attention, found by the data: a list of findings, each leading to the page that shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from streamlit_app import addresses, formats
from streamlit_app.analysis import volumes
from streamlit_app.analysis.rooms import Ranking
from streamlit_app.data import deliveries
from streamlit_app.records import FeedStatus
from streamlit_app.text import app
from streamlit_app.text import oversikt as text
from streamlit_app.view import View

_NAMED = 3
"""Rooms named for each finding; the page it leads to has them all."""


@dataclass(frozen=True)
class Link:
    """A room with its figure, or a page, and where it is shown."""

    label: str
    address: str
    figure: str


_MORE = Link(text.MORE, addresses.QUALITY, "")


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
        st.markdown(text.ALL_WELL if view.source.viewer.sees_all else text.ALL_WELL_OF_ONES_OWN)
        return
    st.html(f'<ul class="attention">{"".join(map(_html, found))}</ul>')


def findings(view: View, rankings: Mapping[str, Ranking]) -> list[Finding]:
    """Rooms below target, falls beyond chance, unusual volumes, late feeds, and what the checks remarked on."""
    found: list[Finding] = []
    for segment, ranking in rankings.items():
        found += [*_below(view, segment, ranking), *_fallen(view, segment, ranking)]
    for segment in rankings:
        found += _unusual(view, segment)
    return [*found, *_deliveries(view), *_checks(view)]


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


def _deliveries(view: View) -> Iterator[Finding]:
    feeds = deliveries.feeds(view.source)
    late = [feed for feed in feeds if deliveries.is_late(feed)]
    if late:
        reached = {_name(feed): feed.last_date for feed in late}
        yield Finding(text.FEED, text.late(reached, len(feeds)), (_MORE,))
    for feed in feeds:
        if feed.missing_deliveries:
            yield Finding(text.FEED, text.missing(_name(feed), feed.missing_deliveries), (_MORE,))
    refused = [one for one in deliveries.refusals(view.source) if not one.is_mended]
    for feed_id, count in Counter(one.feed for one in refused).items():
        yield Finding(text.FEED, text.refused(app.FEEDS.get(feed_id, feed_id), count), (_MORE,))


def _checks(view: View) -> Iterator[Finding]:
    for check in view.release.warnings:
        yield Finding(text.CHECK, check.says, (_MORE,))


def _name(feed: FeedStatus) -> str:
    return app.FEEDS.get(feed.feed, feed.feed)


def _link(view: View, segment: str, room: str, figure: str) -> Link:
    return Link(room, addresses.page(segment, view.period, room), figure)


def _html(finding: Finding) -> str:
    links = ", ".join(
        f'<a href="{escape(link.address)}" target="_self">{escape(link.label)}</a> {escape(link.figure)}'
        for link in finding.links
    )
    return f"<li><strong>{escape(finding.kind)}</strong><span>{escape(finding.said)} {links}</span></li>"
