-- Offered calls are answered or unanswered; the segments add up to all; and the calls that KPIs count are those of
-- fct_call, of calls_by_hour, of calls_by_answering_room and of answer_time_distribution.
with counts as (
    select
        segment,
        period_type,
        period_start,
        org_level,
        org_id,
        max(value) filter (where kpi_id = 'calls_total') as total,
        max(value) filter (where kpi_id = 'calls_offered') as offered,
        max(value) filter (where kpi_id = 'calls_answered') as answered,
        max(value) filter (where kpi_id = 'calls_unanswered') as unanswered,
        max(numerator) filter (where kpi_id = 'calls_overflow_share') as overflowed
    from {{ periods_in_scope(ref('kpi_values')) }}
    where kpi_id in ('calls_total', 'calls_offered', 'calls_answered', 'calls_unanswered', 'calls_overflow_share')
    group by segment, period_type, period_start, org_level, org_id
),

by_segment as (
    select
        period_type,
        period_start,
        org_level,
        org_id,
        max(total) filter (where segment = 'all') as total,
        max(offered) filter (where segment = 'all') as offered_all,
        max(answered) filter (where segment = 'all') as answered_all,
        sum(offered) filter (where segment != 'all') as offered,
        sum(answered) filter (where segment != 'all') as answered
    from counts
    group by period_type, period_start, org_level, org_id
),

monthly as (
    select
        period_start as month,
        segment,
        offered,
        answered,
        overflowed
    from counts
    where period_type = 'month' and org_level = 'nation' and segment != 'all'
),

hourly as (
    select
        cast(date_trunc('month', local_date) as date) as month,
        segment,
        sum(offered) as offered,
        sum(answered) as answered
    from {{ ref('calls_by_hour') }}
    where {{ is_day_of_period_in_scope('local_date') }}
    group by cast(date_trunc('month', local_date) as date), segment
),

answering as (
    select
        cast(date_trunc('month', local_date) as date) as month,
        segment,
        sum(answered) as answered,
        sum(answered) filter (where intended_room_id != answering_room_id) as overflowed
    from {{ ref('calls_by_answering_room') }}
    where {{ is_day_of_period_in_scope('local_date') }}
    group by cast(date_trunc('month', local_date) as date), segment
),

waits as (
    select month, segment, sum(answered) as answered
    from {{ in_scope(ref('answer_time_distribution'), 'month', 'month') }}
    group by month, segment
),

facts as (
    select
        count(*) as total,
        count(*) filter (where direction = 'inbound') as offered,
        count(*) filter (where direction = 'inbound' and outcome = 'answered') as answered
    from {{ ref('fct_call') }}
    where not is_test and {{ is_day_of_year_in_scope('local_date') }}
),

years as (
    select
        coalesce(sum(value) filter (where kpi_id = 'calls_total'), 0) as total,
        coalesce(sum(value) filter (where kpi_id = 'calls_offered'), 0) as offered,
        coalesce(sum(value) filter (where kpi_id = 'calls_answered'), 0) as answered
    from {{ ref('kpi_values') }}
    where
        period_type = 'year'
        and org_level = 'nation'
        and segment = 'all'
        and {{ is_in_scope('period_start', 'year') }}
)

select 'offered = answered + unanswered' as broken, segment, period_type, period_start, org_id
from counts
where offered is distinct from answered + unanswered
union all
select 'all = sum of segments', null, period_type, period_start, org_id
from by_segment
where not coalesce(offered_all = offered and answered_all = answered and total >= offered, false)
union all
select 'calls_by_hour', monthly.segment, 'month', monthly.month, null
from monthly
left join hourly
    on
        monthly.month = hourly.month
        and monthly.segment = hourly.segment
where
    monthly.offered is distinct from coalesce(hourly.offered, 0)
    or monthly.answered is distinct from coalesce(hourly.answered, 0)
union all
select 'calls_by_answering_room', monthly.segment, 'month', monthly.month, null
from monthly
left join answering
    on
        monthly.month = answering.month
        and monthly.segment = answering.segment
where
    monthly.answered is distinct from coalesce(answering.answered, 0)
    -- Without answered calls there is no share of them; other lines have no such KPI.
    or (
        monthly.answered > 0
        and monthly.segment in ('113', '116117')
        and monthly.overflowed is distinct from coalesce(answering.overflowed, 0)
    )
union all
select 'answer_time_distribution', monthly.segment, 'month', monthly.month, null
from monthly
left join waits
    on
        monthly.month = waits.month
        and monthly.segment = waits.segment
where monthly.answered is distinct from coalesce(waits.answered, 0)
union all
select 'fct_call', null, null, null, null
from facts
cross join years
where not coalesce(
    facts.total = years.total and facts.offered = years.offered and facts.answered = years.answered, false
)
