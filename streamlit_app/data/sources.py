"""What has arrived of an organisation's own events, subject by subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from streamlit_app.access import Source
from streamlit_app.data.connection import kept, rows
from streamlit_app.period import Period
from streamlit_app.view import Organisation

_COUNTS = ("calls_total", "alarms_sent", "video_invitations")


@dataclass(frozen=True)
class Arrived:
    """One subject of the organisation's."""

    subject: str
    first_date: date
    last_date: date
    """Between which local days it has had events."""
    incomplete_days: int
    """Days of the period for which a delivery that should be there is missing."""


@kept(128)
def arrived(source: Source, org: Organisation, period: Period) -> list[Arrived]:
    """The subjects that the organisation has ever had events of."""
    found = rows(
        source,
        org.org_ids,
        f"""
        with subjects as (select distinct kpi_id, subject from marts.dim_kpi)
        select
            subjects.subject,
            min(kpi_values.period_start) filter (kpi_values.value > 0),
            max(kpi_values.period_start) filter (kpi_values.value > 0),
            count(distinct kpi_values.period_start) filter (
                not kpi_values.is_complete and kpi_values.period_start between ? and ?
            )
        from marts.kpi_values
        inner join subjects on kpi_values.kpi_id = subjects.kpi_id
        where kpi_values.kpi_id in ({", ".join("?" for _ in _COUNTS)}) and kpi_values.segment = 'all'
            and kpi_values.period_type = 'day' and kpi_values.org_level = ?
            and kpi_values.org_id in ({", ".join("?" for _ in org.org_ids)})
        group by subjects.subject
        having bool_or(kpi_values.value > 0)
        order by subjects.subject
        """,
        period.first, period.last, *_COUNTS, "room" if org.level == "selection" else org.level, *org.org_ids,
    )  # fmt: skip
    return [Arrived(*row) for row in found]
