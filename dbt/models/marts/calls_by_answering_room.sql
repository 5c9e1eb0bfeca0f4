{{ config(materialized='incremental', incremental_strategy='replace_days') }}

select
    local_date,
    intended_room_id,
    answering_room_id,
    {{ segment_of_line('line') }} as segment,
    count(*) as answered
from {{ ref('fct_call') }}
where
    direction = 'inbound'
    and outcome = 'answered'
    and not is_test
    and {{ is_in_scope('local_date') }}
group by
    local_date,
    intended_room_id,
    answering_room_id,
    {{ segment_of_line('line') }}
