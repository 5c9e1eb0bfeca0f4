{{ config(materialized='view') }}

select iccs.*
from {{ ref('stg_calls_iccs') }} as iccs
where
    not exists (
        select 1
        from {{ ref('int_calls__double_logged') }} as twins
        where
            twins.local_date = iccs.local_date
            and twins.call_id = iccs.call_id
    )
union all
select *
from {{ ref('stg_calls_lifex') }}
