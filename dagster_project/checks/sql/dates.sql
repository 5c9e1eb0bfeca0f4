-- One row per feed: how far its last event and the first day of its last delivery lie after today, in days. Columns:
-- feed, event_date, delivery_date, days_ahead (0 or less when nothing lies ahead).
with events as (
    select feed, max(local_date) as event_date
    from feed_days
    group by feed
),

deliveries as (
    select feed, max(cast(if(length(period) = 7, period || '-01', period) as date)) as delivery_date
    from marts.delivery
    where state = 'accepted'
    group by feed
)

select
    deliveries.feed,
    events.event_date,
    deliveries.delivery_date,
    greatest(coalesce(events.event_date, deliveries.delivery_date), deliveries.delivery_date)
    - cast($today as date) as days_ahead
from deliveries
left join events on deliveries.feed = events.feed
order by days_ahead desc, deliveries.feed
