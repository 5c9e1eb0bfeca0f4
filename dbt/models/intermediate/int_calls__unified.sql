{{ config(materialized='view') }}
{%- set cutover_days = literal_days(ref('int_control_rooms__cutovers'), 'cutover_date') %}

-- Only on the days of a cut-over are there twins to look for; the others, nearly all, are read straight through.
select iccs.*
from {{ ref('stg_calls_iccs') }} as iccs
where iccs.local_date not in ({{ cutover_days }})
union all
select iccs.*
from {{ ref('stg_calls_iccs') }} as iccs
where
    iccs.local_date in ({{ cutover_days }})
    and not exists (
        select 1
        from {{ ref('int_calls__double_logged') }} as twins
        where
            twins.local_date = iccs.local_date
            and twins.call_id = iccs.call_id
    )
union all
select *
from {{ ref('stg_calls_lifex') }}
