{{ config(materialized='incremental', incremental_strategy='replace_days') }}

-- Pairs of one call that both systems logged on the day its room moved to LifeX.
-- Calls are paired in time order, first with first, so each is in one pair at most. Calls more than two seconds
-- apart never pair: an unbroken run of calls (an island) can be walked on its own, and most hold one or two.
{%- set cutover_days = literal_days(ref('int_control_rooms__cutovers'), 'cutover_date') %}

with recursive

cutover_calls as (
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

gaps as (
    select
        *,
        coalesce(
            queued_at > lag(queued_at) over (
                partition by intended_room_id, line
                order by queued_at, source_system, call_id
            ) + interval 2 second,
            true
        ) as is_after_gap
    from cutover_calls
),

islands as (
    select
        *,
        count(case when is_after_gap then 1 end) over (
            partition by intended_room_id, line
            order by queued_at, source_system, call_id
        ) as island
    from gaps
),

ranked as (
    select
        *,
        row_number() over (
            partition by intended_room_id, line, island, source_system
            order by queued_at, call_id
        ) as rank_in_island
    from islands
),

iccs as (
    select * from ranked where source_system = 'iccs'
),

lifex as (
    select * from ranked where source_system = 'lifex'
),

compared as (
    select
        iccs.intended_room_id,
        iccs.line,
        iccs.island,
        iccs.local_date,
        iccs.rank_in_island as iccs_rank,
        lifex.rank_in_island as lifex_rank,
        iccs.call_id as iccs_call_id,
        lifex.call_id as lifex_call_id,
        iccs.queued_at between
        lifex.queued_at - interval 2 second and lifex.queued_at + interval 2 second as is_pair,
        iccs.queued_at < lifex.queued_at as is_iccs_first
    from iccs
    inner join lifex
        on
            iccs.intended_room_id = lifex.intended_room_id
            and iccs.line = lifex.line
            and iccs.island = lifex.island
),

walk as (
    select * from compared
    where iccs_rank = 1 and lifex_rank = 1
    union all
    select compared.*
    from walk
    inner join compared
        on
            walk.intended_room_id = compared.intended_room_id
            and walk.line = compared.line
            and walk.island = compared.island
            and compared.iccs_rank = walk.iccs_rank
            + case when walk.is_pair or walk.is_iccs_first then 1 else 0 end
            and compared.lifex_rank = walk.lifex_rank
            + case when walk.is_pair or not walk.is_iccs_first then 1 else 0 end
)

select
    iccs.call_id,
    iccs.source_system,
    walk.lifex_call_id as kept_call_id,
    iccs.line,
    iccs.intended_room_id,
    iccs.queued_at,
    iccs.local_date,
    iccs.is_test,
    iccs.delivery_id
from walk
inner join iccs
    on
        walk.local_date = iccs.local_date
        and walk.iccs_call_id = iccs.call_id
where walk.is_pair
