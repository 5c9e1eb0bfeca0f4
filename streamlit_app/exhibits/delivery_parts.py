"""Parts of Datakvalitet: what came of each feed, what was refused, set aside and corrected."""

from __future__ import annotations

from collections import Counter
from datetime import date
from html import escape

from streamlit_app import formats, tables
from streamlit_app.access import Source
from streamlit_app.charts.quarantine import quarantine as chart
from streamlit_app.data import deliveries
from streamlit_app.exhibits.exhibit import Exhibit
from streamlit_app.records import Correction, FeedStatus, Quarantined, Refusal
from streamlit_app.tables import Column, Table
from streamlit_app.text import app
from streamlit_app.text import datakvalitet as text


def feeds(source: Source) -> Exhibit:
    """Every feed: how far it reaches, whether it is late by now, and how much of it counts."""
    columns: list[Column[FeedStatus]] = [
        Column(text.FEED, lambda feed: escape(_name(feed.feed)), raw=lambda feed: _name(feed.feed)),
        Column(text.STATE, _shown_state, raw=state),
        Column(text.LAST_DAY, lambda feed: _day(feed.last_date), raw=lambda feed: feed.last_date),
        Column(
            text.DEADLINE, lambda feed: text.deadline(feed.period, feed.due_hour),
            raw=lambda feed: text.deadline(feed.period, feed.due_hour), is_wide_only=True,
        ),
        Column(
            text.EXPECTED, lambda feed: formats.count(feed.expected_deliveries),
            raw=lambda feed: feed.expected_deliveries, is_number=True, is_wide_only=True,
        ),
        Column(
            text.MISSING, lambda feed: formats.count(feed.missing_deliveries), raw=lambda feed: feed.missing_deliveries,
            is_number=True,
        ),
        Column(
            text.REFUSED, lambda feed: formats.count(feed.refused), raw=lambda feed: feed.refused, is_number=True,
            is_wide_only=True,
        ),
        Column(
            text.ACCEPTED_ROWS, lambda feed: formats.count(feed.accepted), raw=lambda feed: feed.accepted,
            is_number=True, is_wide_only=True,
        ),
        Column(
            text.QUARANTINED_ROWS, lambda feed: formats.count(feed.quarantined), raw=lambda feed: feed.quarantined,
            is_number=True, is_wide_only=True,
        ),
        Column(
            text.QUARANTINED_SHARE,
            lambda feed: formats.share(quarantined_share([feed]), 2), raw=lambda feed: quarantined_share([feed]),
            is_number=True,
        ),
        Column(
            text.LAST_DELIVERY,
            lambda feed: formats.instant(feed.last_delivery_at) if feed.last_delivery_at else formats.NOTHING,
            raw=lambda feed: formats.instant(feed.last_delivery_at) if feed.last_delivery_at else None,
            is_wide_only=True,
        ),
    ]  # fmt: skip
    return Exhibit(
        key="leveranser",
        title=text.FEEDS_TITLE,
        table=Table(text.FEEDS_CAPTION, columns, deliveries.feeds(source)),
        note=text.FEEDS_NOTE,
    )


def refusals(source: Source) -> Exhibit:
    """Deliveries that were refused, and whether their period has come since."""
    columns: list[Column[Refusal]] = [
        Column(text.FILE, lambda one: escape(one.file), raw=lambda one: one.file),
        Column(text.FEED, lambda one: escape(_name(one.feed)), raw=lambda one: _name(one.feed)),
        Column(text.PERIOD, lambda one: _period(one.period), raw=lambda one: one.period),
        Column(text.REASON, lambda one: _refused_for(one.reason), raw=lambda one: _refused_for(one.reason)),
        Column(text.REASON_CODE, None, raw=lambda one: one.reason),
        Column(
            text.RECEIVED, lambda one: formats.instant(one.ingested_at),
            raw=lambda one: formats.instant(one.ingested_at), is_wide_only=True,
        ),
        Column(text.MENDED, lambda one: text.mended(one.is_mended), raw=lambda one: text.mended(one.is_mended)),
    ]  # fmt: skip
    return Exhibit(
        key="avviste",
        title=text.REFUSALS_TITLE,
        table=Table(text.REFUSALS_CAPTION, columns, deliveries.refusals(source)),
        note=text.REFUSALS_NOTE,
        empty=text.NO_REFUSALS,
    )


def quarantine(source: Source) -> Exhibit:
    """Rows that are in no figure, by feed, month and reason."""
    found = deliveries.quarantined(source)
    columns: list[Column[Quarantined]] = [
        Column(text.FEED, lambda one: escape(_name(one.feed)), raw=lambda one: _name(one.feed)),
        Column(text.MONTH, lambda one: formats.month(one.month), raw=lambda one: one.month),
        Column(text.REASON, lambda one: _set_aside_for(one.reason), raw=lambda one: _set_aside_for(one.reason)),
        Column(text.REASON_CODE, None, raw=lambda one: one.reason),
        Column(text.ROWS, lambda one: formats.count(one.rows), raw=lambda one: one.rows, is_number=True),
    ]
    drawn: Counter[tuple[str, date]] = Counter()
    for one in found:
        drawn[_set_aside_for(one.reason), one.month] += one.rows
    return Exhibit(
        key="karantene",
        title=text.QUARANTINE_TITLE,
        table=Table(text.QUARANTINE_CAPTION, columns, found),
        chart=chart(drawn) if drawn else None,
        alt=text.QUARANTINE_ALT,
        note=text.QUARANTINE_NOTE,
        empty=text.NO_QUARANTINE,
    )


def corrections(source: Source) -> Exhibit:
    """What people have corrected in deliveries, and why."""
    columns: list[Column[Correction]] = [
        Column(text.FEED, lambda one: escape(_name(one.feed)), raw=lambda one: _name(one.feed)),
        Column(text.MATCHED, lambda one: escape(one.matched), raw=lambda one: one.matched, is_wide_only=True),
        Column(text.CHANGED, lambda one: escape(one.changed), raw=lambda one: one.changed),
        Column(text.REASON, lambda one: escape(one.reason), raw=lambda one: one.reason),
        Column(text.DECIDED_BY, lambda one: escape(one.decided_by), raw=lambda one: one.decided_by, is_wide_only=True),
        Column(text.DECIDED, lambda one: _day(one.decided_date), raw=lambda one: one.decided_date, is_wide_only=True),
        Column(text.DAYS, _days, raw=_days, is_wide_only=True),
        Column(
            text.ROWS_CHANGED, lambda one: formats.count(one.rows_changed), raw=lambda one: one.rows_changed,
            is_number=True,
        ),
    ]  # fmt: skip
    return Exhibit(
        key="rettelser",
        title=text.CORRECTIONS_TITLE,
        table=Table(text.CORRECTIONS_CAPTION, columns, deliveries.corrections(source)),
        note=text.CORRECTIONS_NOTE,
        empty=text.NO_CORRECTIONS,
    )


def state(feed: FeedStatus) -> str:
    """Whether a feed is late, in a word."""
    if deliveries.is_late(feed):
        return text.LATE
    return text.ON_TIME if feed.last_date else text.NOT_BEGUN


def quarantined_share(some: list[FeedStatus]) -> float | None:
    """The share of the rows of feeds that are in quarantine; None without rows."""
    set_aside = sum(feed.quarantined for feed in some)
    read = set_aside + sum(feed.accepted for feed in some)
    return set_aside / read if read else None


def _shown_state(feed: FeedStatus) -> str:
    said = state(feed)
    return tables.marked(said) if said == text.LATE else said


def _name(feed: str) -> str:
    return app.FEEDS.get(feed, feed)


def _day(day: date | None) -> str:
    return formats.day(day) if day else formats.NOTHING


def _days(one: Correction) -> str:
    return formats.period(one.first_date, one.last_date)


def _period(period: str | None) -> str:
    if period is None:
        return text.UNKNOWN_PERIOD
    return (
        formats.day(date.fromisoformat(period))
        if len(period) > 7
        else formats.month(date.fromisoformat(f"{period}-01"))
    )


def _refused_for(reason: str) -> str:
    return text.REFUSAL_REASONS.get(reason, reason)


def _set_aside_for(reason: str) -> str:
    return text.QUARANTINE_REASONS.get(reason, reason)
