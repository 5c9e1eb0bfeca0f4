-- One row per feed and month of the previous release: the rows it had there, and has now. A month is restated when a
-- delivery of it that counted then has been superseded since; one that is simply gone, or refused now, is a loss.
-- Columns: feed, month, rows_before, rows_now, is_restated, loss_share (below 0 when there are more rows now).
with before as (
    select feed, date_trunc('month', local_date) as month, sum(amount) as amount
    from published_feed_days
    group by all
),

now_held as (
    select feed, date_trunc('month', local_date) as month, sum(amount) as amount
    from feed_days
    group by all
),

restated as (
    select distinct before.feed, before.period[:7] as month
    from published_delivery as before
    semi join (select delivery_id from marts.delivery where state = 'superseded') as superseded
        on before.delivery_id = superseded.delivery_id
    where before.state = 'accepted'
)

select
    before.feed,
    cast(before.month as date) as month,
    before.amount as rows_before,
    coalesce(now_held.amount, 0) as rows_now,
    restated.feed is not null as is_restated,
    1 - coalesce(now_held.amount, 0) / before.amount as loss_share
from before
left join now_held on before.feed = now_held.feed and before.month = now_held.month
left join restated on before.feed = restated.feed and strftime(before.month, '%Y-%m') = restated.month
where before.amount > 0
order by loss_share desc, before.feed, before.month
