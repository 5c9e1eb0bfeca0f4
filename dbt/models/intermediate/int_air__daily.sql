{{ config(materialized='incremental', incremental_strategy='replace_days') }}

-- One row per local date, base and segment, `all` among them; zeros where a base with such vehicles had no mission.
with missions as (
    select
        local_date,
        base_id,
        vehicle as segment,
        outcome,
        {{ milliseconds('activation_s') }} as activation_ms,
        {{ milliseconds('response_s') }} as response_ms
    from {{ ref('fct_air_ambulance_mission') }}
    where {{ is_in_scope('local_date') }}
),

counted as (
    select
        local_date,
        base_id,
        segment,
        count(*) as alerted,
        count(*) filter (where outcome = 'completed') as completed,
        count(*) filter (where outcome = 'declined') as declined,
        count(*) filter (where outcome = 'aborted') as aborted,
        count(activation_ms) as departed,
        count(response_ms) as reached,
        coalesce(sum(activation_ms), 0) as activation_ms,
        coalesce(sum(response_ms), 0) as response_ms
        {{- count_within_thresholds('air', 'response_ms') }}
    from missions
    group by local_date, base_id, segment
),

in_operation as (
    select
        bases.local_date,
        bases.base_id,
        segments.segment
        {{- measure_zeros('air') }}
    from {{ ref('int_air_bases__daily') }} as bases
    inner join {{ ref('segment_rooms') }} as segments
        on
            bases.vehicle = segments.kind
            and segments.subject = 'air'
    inner join {{ ref('int_feeds__days') }} as feeds
        on
            bases.local_date = feeds.local_date
            and feeds.feed = 'air_ambulance_missions'
            and feeds.is_delivered
    where {{ is_in_scope('bases.local_date') }}
),

by_segment as (
    select local_date, base_id, segment {{- measure_columns('air') }} from counted
    union all
    select local_date, base_id, segment {{- measure_columns('air') }} from in_operation
)

{{ with_all_segments('by_segment', 'air', place='base_id') }}
