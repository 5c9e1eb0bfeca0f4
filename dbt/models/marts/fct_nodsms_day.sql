{{ config(materialized='incremental', incremental_strategy='replace_days') }}

select
    local_date,
    received,
    forwarded,
    filtered,
    test_messages,
    delivery_id
from {{ ref('stg_nodsms') }}
order by local_date
