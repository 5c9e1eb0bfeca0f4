"""What has been delivered, feed by feed, and what became of it."""

from __future__ import annotations

from datetime import UTC, datetime

from dagster_project import freshness
from streamlit_app.access import Source
from streamlit_app.data.connection import NOBODY, kept, rows
from streamlit_app.records import Correction, FeedStatus, Quarantined, Refusal


@kept(32)
def feeds(source: Source) -> list[FeedStatus]:
    """Every feed's state in this release, by feed."""
    found = rows(
        source,
        NOBODY,
        """
        select
            feed, delivery_period, due_hour, starts_date, last_date, expected_deliveries, missing_deliveries,
            accepted, quarantined, refused, last_delivery_at
        from marts.data_status
        order by feed
        """,
    )
    return [FeedStatus(*(*told, _utc(at))) for *told, at in found]


def is_late(feed: FeedStatus) -> bool:
    """Whether a feed should reach further by now: by the clock, and not by what the last run knew."""
    return freshness.is_late(feed, feed.last_date, datetime.now(UTC))


@kept(32)
def refusals(source: Source) -> list[Refusal]:
    """Every delivery that was refused, those that still lack a replacement first, the newest first."""
    found = rows(
        source,
        NOBODY,
        """
        select
            feed, file, period, reason,
            exists (
                select * from marts.delivery as other
                where other.feed = refused.feed and other.period = refused.period and other.state = 'accepted'
            ) as is_mended,
            ingested_at
        from marts.delivery as refused
        where state = 'refused'
        order by is_mended, ingested_at desc, feed, file
        """,
    )
    return [Refusal(*(*told, at.replace(tzinfo=UTC))) for *told, at in found]


@kept(32)
def quarantined(source: Source) -> list[Quarantined]:
    """Rows in quarantine by feed, month and reason, the newest month first."""
    found = rows(
        source,
        NOBODY,
        "select feed, month, reason, rows from marts.quarantine_summary order by month desc, rows desc, feed, reason",
    )
    return [Quarantined(*row) for row in found]


@kept(32)
def corrections(source: Source) -> list[Correction]:
    """Every correction, the newest first."""
    found = rows(
        source,
        NOBODY,
        """
        select feed, matched, changed, reason, decided_by, decided_date, rows_changed, first_date, last_date
        from marts.correction
        order by decided_date desc, feed, correction_id
        """,
    )
    return [Correction(*row) for row in found]


def _utc(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at else None
