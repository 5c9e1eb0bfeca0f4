-- Every accepted row of every delivery that counts is in a fact table, and nothing else is. The ICCS twin of a call
-- that was logged twice is the one exception, and those are counted too.
with in_facts as (
    select delivery_id, count(*) as events
    from {{ ref('fct_call') }}
    where {{ is_day_of_year_in_scope('local_date') }}
    group by delivery_id
    union all
    select delivery_id, count(*)
    from {{ ref('calls_double_logged') }}
    where {{ is_day_of_year_in_scope('local_date') }}
    group by delivery_id
    union all
    select delivery_id, count(*)
    from {{ ref('fct_ambulance_alarm') }}
    where {{ is_day_of_year_in_scope('local_date') }}
    group by delivery_id
    union all
    select delivery_id, count(*)
    from {{ ref('fct_video_session') }}
    where {{ is_day_of_year_in_scope('local_date') }}
    group by delivery_id
    union all
    select delivery_id, count(*)
    from {{ ref('fct_nodsms_day') }}
    where {{ is_day_of_year_in_scope('local_date') }}
    group by delivery_id
    union all
    select delivery_id, count(*)
    from {{ ref('fct_air_ambulance_mission') }}
    where {{ is_day_of_year_in_scope('local_date') }}
    group by delivery_id
),

counted as (
    select delivery_id, sum(events) as events
    from in_facts
    group by delivery_id
),

accepted as (
    select delivery_id, accepted
    from {{ ref('stg_ledger') }}
    where state = 'accepted' and {{ is_day_of_year_in_scope('period_start') }}
)

select
    coalesce(accepted.delivery_id, counted.delivery_id) as delivery_id,
    accepted.accepted,
    counted.events
from accepted
full outer join counted
    on accepted.delivery_id = counted.delivery_id
where
    accepted.delivery_id is null
    or accepted.accepted is distinct from coalesce(counted.events, 0)
