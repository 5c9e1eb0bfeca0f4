{{ config(materialized='incremental', incremental_strategy='replace_days') }}

with inbound as (
    select
        local_date,
        local_hour,
        intended_room_id as room_id,
        {{ segment_of_line('line') }} as segment,
        outcome = 'answered' as is_answered,
        {{ milliseconds('wait_s') }} as wait_ms
    from {{ ref('fct_call') }}
    where direction = 'inbound' and not is_test and {{ is_in_scope('local_date') }}
),

counted as (
    select
        local_date,
        local_hour,
        room_id,
        segment,
        count(*) as offered,
        count(*) filter (where is_answered) as answered
        {{- count_within_thresholds('calls', 'is_answered and wait_ms') }}
    from inbound
    group by local_date, local_hour, room_id, segment
),

-- The target that a regulation sets; a KPI may have one of its own beside it.
targets as (
    select *
    from {{ ref('int_kpis__definitions') }}
    where
        subject = 'calls'
        and numerator = '{{ within_measure("calls") }}'
        and target is not null
        and legal_basis is not null
)

select
    measures.local_date,
    measures.local_hour,
    measures.room_id,
    measures.segment,
    measures.offered,
    measures.answered,
    {{ named_within('calls') }} as within_target
from counted as measures
left join targets as definitions
    on
        measures.segment = definitions.segment
        and {{ is_in_force('measures.local_date') }}
