-- One row per feed and delivered day that is judged: its rows beside those of the same weekday in the twelve weeks
-- before. Judged are the last 28 days, and older days whose rows are others than in the previous release.
--
-- A public holiday counts as a Sunday. Counts are compared as 2 * sqrt(count), whose standard deviation is 1 for any
-- Poisson count (Bartlett 1936): a feed of ten rows a day and one of thirty thousand share a band.
--   deviation = 2 * (sqrt(rows) - sqrt(usual)) / greatest(1, 1.4826 * MAD, 5 % of sqrt(usual))
-- with `usual` the median of at least six days, and MAD their median absolute deviation; 1.4826 * MAD estimates the
-- standard deviation of a normal distribution (Rousseeuw and Croux 1993). The last term allows for seasons.
-- A feed of rooms that move from one system to another has their usual share of it: history is scaled by how much
-- the rooms on the system at the time stand for now (capacity). Columns: feed, local_date, rows, usual, low, high,
-- history (days), deviation.
with room_weights as (
    select
        org_id as room_id,
        sum(value) filter (where kpi_id = 'calls_total') as calls,
        sum(value) filter (where kpi_id = 'video_invitations') as video
    from marts.kpi_values
    where
        period_type = 'day'
        and org_level = 'room'
        and segment = 'all'
        and kpi_id in ('calls_total', 'video_invitations')
        and period_start > (select today from intermediate.int_data__extent) - 365
    group by org_id
),

capacities as (
    select rooms.platform as system, rooms.local_date, sum(room_weights.calls) as capacity
    from intermediate.int_control_rooms__daily as rooms
    inner join room_weights on rooms.room_id = room_weights.room_id
    group by all
    union all
    select rooms.video_solution, rooms.local_date, sum(room_weights.video)
    from intermediate.int_control_rooms__daily as rooms
    inner join room_weights on rooms.room_id = room_weights.room_id
    where rooms.video_solution is not null
    group by all
),

delivered as (
    select
        days.feed,
        days.local_date,
        if(dates.is_public_holiday, 7, dates.weekday) as weekday,
        coalesce(feed_days.amount, 0) as amount,
        if(
            feeds.source_system in (select system from capacities), nullif(coalesce(capacities.capacity, 0), 0), 1
        ) as capacity,
        days.local_date > extent.today - $judged_days
        or feed_days.amount is distinct from before.amount as is_judged
    from intermediate.int_feeds__days as days
    inner join feeds on days.feed = feeds.feed
    inner join marts.dim_date as dates on days.local_date = dates.local_date
    inner join intermediate.int_data__extent as extent on days.local_date <= extent.today
    left join feed_days on days.feed = feed_days.feed and days.local_date = feed_days.local_date
    left join published_feed_days as before on days.feed = before.feed and days.local_date = before.local_date
    left join capacities on feeds.source_system = capacities.system and days.local_date = capacities.local_date
    where days.is_delivered
),

with_history as (
    select
        *,
        list(amount / capacity) filter (where capacity is not null) over (
            partition by feed, weekday order by local_date
            range between interval 84 days preceding and interval 1 day preceding
        ) as rates
    from delivered
),

compared as (
    select
        *,
        len(rates) as history,
        list_aggregate(rates, 'median') * capacity as usual,
        1.4826 * list_aggregate([2 * sqrt(rate * capacity) for rate in rates], 'mad') as spread
    from with_history
    where is_judged and capacity is not null and len(rates) >= $least_history
),

scaled as (
    select *, greatest(1, spread, 0.05 * sqrt(usual)) as scale
    from compared
)

select
    feed,
    local_date,
    amount as rows,
    usual,
    greatest(0, sqrt(usual) + $low * scale / 2) ** 2 as low,
    (sqrt(usual) + $high * scale / 2) ** 2 as high,
    history,
    2 * (sqrt(amount) - sqrt(usual)) / scale as deviation
from scaled
order by abs(deviation) desc, feed, local_date
