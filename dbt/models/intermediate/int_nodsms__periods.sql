-- NødSMS is national: one organisation, one segment.
select
    'all' as segment,
    periods.period_type,
    periods.period_start,
    periods.period_end,
    'nation' as org_level,
    'NO' as org_id
    {{- measure_sums('nodsms') }}
from {{ ref('fct_nodsms_day') }} as days
inner join {{ ref('int_calendar__periods') }} as periods
    on days.local_date = periods.local_date
group by periods.period_type, periods.period_start, periods.period_end
