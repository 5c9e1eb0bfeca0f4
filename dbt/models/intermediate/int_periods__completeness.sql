-- A period is complete when every feed behind a subject's segment covers every one of its days. No day to come is
-- covered, so that the period is over follows.
with covered as (
    select
        segment_feeds.subject,
        segment_feeds.segment,
        periods.period_type,
        periods.period_start,
        periods.period_end,
        count(*) filter (where days.is_covered) as covered_days,
        count(distinct segment_feeds.feed) as feeds
    from {{ ref('segment_feeds') }} as segment_feeds
    inner join {{ ref('int_feeds__days') }} as days
        on segment_feeds.feed = days.feed
    inner join {{ ref('int_calendar__periods') }} as periods
        on days.local_date = periods.local_date
    group by
        segment_feeds.subject,
        segment_feeds.segment,
        periods.period_type,
        periods.period_start,
        periods.period_end
)

select
    subject,
    segment,
    period_type,
    period_start,
    covered_days = feeds * {{ days_from_to('period_start', 'period_end') }} as is_complete
from covered
