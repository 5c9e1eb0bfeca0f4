{{ config(materialized='incremental', incremental_strategy='replace_days') }}

-- Pairs of one call that both systems logged on the day its room moved to LifeX: in time order, each call of ICCS takes
-- the first call of LifeX, at most two seconds before or after it, that no earlier one has taken.
{%- set cutover_days = literal_days(ref('int_control_rooms__cutovers'), 'cutover_date') %}

with cutover_calls as (
    {%- for feed in ['calls_iccs', 'calls_lifex'] %}
    select
        calls.call_id,
        calls.source_system,
        calls.line,
        calls.intended_room_id,
        calls.queued_at,
        calls.local_date,
        calls.is_test,
        calls.delivery_id
    from {{ ref('stg_' ~ feed) }} as calls
    inner join {{ ref('int_control_rooms__cutovers') }} as cutovers
        on
            calls.intended_room_id = cutovers.room_id
            and calls.local_date = cutovers.cutover_date
    -- Days spelt out let the reader skip the files of all other days.
    where calls.local_date in ({{ cutover_days }})
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

numbered as (
    select
        *,
        cast(row_number() over (
            partition by source_system, intended_room_id, line
            order by queued_at, call_id
        ) as integer) as position
    from cutover_calls
),

iccs as (
    select * from numbered where source_system = 'iccs'
),

lifex as (
    select * from numbered where source_system = 'lifex'
),

pairs as (
    select
        iccs.intended_room_id,
        iccs.line,
        {{ pairs_in_order('iccs.position', 'lifex.position') }} as pair
    from iccs
    inner join lifex
        on
            iccs.intended_room_id = lifex.intended_room_id
            and iccs.line = lifex.line
            and iccs.queued_at between
            lifex.queued_at - interval 2 second and lifex.queued_at + interval 2 second
    group by iccs.intended_room_id, iccs.line
)

select
    iccs.call_id,
    iccs.source_system,
    lifex.call_id as kept_call_id,
    iccs.line,
    iccs.intended_room_id,
    iccs.queued_at,
    iccs.local_date,
    iccs.is_test,
    iccs.delivery_id
from pairs
inner join iccs
    on
        pairs.intended_room_id = iccs.intended_room_id
        and pairs.line = iccs.line
        and {{ array_element('pairs.pair', 1) }} = iccs.position
inner join lifex
    on
        pairs.intended_room_id = lifex.intended_room_id
        and pairs.line = lifex.line
        and {{ array_element('pairs.pair', 2) }} = lifex.position
