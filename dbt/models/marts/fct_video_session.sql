{{ config(materialized='incremental', incremental_strategy='replace_days') }}

{% for feed in ['video_hjelp113', 'video_bliksund'] %}
select
    session_id,
    solution,
    centre_room_id,
    call_id,
    link_sent_at,
    started_at,
    ended_at,
    status,
    device_os,
    connect_s,
    duration_s,
    clock_skew,
    time_ambiguous,
    local_date,
    local_hour,
    delivery_id
from {{ ref('stg_' ~ feed) }}
{{ 'union all' if not loop.last }}
{% endfor %}
