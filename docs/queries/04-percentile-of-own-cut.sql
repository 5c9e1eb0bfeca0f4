-- How long did callers to 116117 in Bergen, Voss and Askøy, taken together, wait in the first quarter of 2025?
--
-- quantile       0.5 is the median
-- wait_s         seconds, exact: linear between the closest ranks (type 7, as quantile_cont over the calls themselves)
-- n              answered calls

with counted as (
    select
        wait_s,
        sum(answered) as answered
    from marts.answer_time_distribution
    where
        segment = '116117'
        and room_id in ('LVS-4601', 'LVS-4621', 'LVS-4627')
        and month between date '2025-01-01' and date '2025-03-31'
    group by wait_s
),

ranked as (
    select
        wait_s,
        sum(answered) over (order by wait_s) as up_to
    from counted
),

quantiles as (
    select unnest([0.5, 0.9, 0.95, 0.99]) as quantile
),

-- Calls in the order of their waits are numbered from 0: the quantile lies at this place, mostly between two calls.
places as (
    select
        quantiles.quantile,
        cast(sum(counted.answered) as bigint) as n,
        quantiles.quantile * (cast(sum(counted.answered) as bigint) - 1) as place
    from quantiles
    cross join counted
    group by quantiles.quantile
),

around as (
    select
        places.quantile,
        places.n,
        places.place - floor(places.place) as part,
        min(ranked.wait_s) filter (where ranked.up_to > floor(places.place)) as before_s,
        min(ranked.wait_s) filter (where ranked.up_to > ceil(places.place)) as after_s
    from places
    cross join ranked
    group by places.quantile, places.n, places.place
)

select
    cast(quantile as double) as quantile,
    before_s + part * (after_s - before_s) as wait_s,
    n
from around
order by quantile;
