{#-
    Percentiles of a duration at every grain, computed from the events of that grain: percentiles do not add up.
    `events` is a relation of local_date, room_id, segment and the duration in milliseconds.

    Rooms, organisations and segments are small whole numbers on the way through the millions of events, and get
    their names back at the end: grouping by text took a third more time. One statement per period type was a fifth
    faster than one for all.
-#}
{% macro quantile_periods(events, subject, duration) -%}
with segments as (
    select
        segment,
        cast(row_number() over (order by segment) as utinyint) as segment_key
    from {{ ref('segment_feeds') }}
    where subject = '{{ subject }}' and segment != 'all'
    group by segment
),

keyed_events as materialized (
    select
        events.local_date,
        segments.segment_key,
        rooms.room_key,
        rooms.hf_key,
        rooms.rhf_key,
        events.{{ duration }}
    from {{ events }} as events
    inner join {{ ref('int_control_rooms__daily') }} as rooms
        on
            events.local_date = rooms.local_date
            and events.room_id = rooms.room_id
    inner join segments
        on events.segment = segments.segment
),

{%- set quantiles = registry_values('quantile', subject) or [0.5] %}
{%- set period_types = ['day', 'week', 'month', 'tertial', 'year'] %}

quantiles as (
{%- for period_type in period_types %}
    select
        periods.period_type,
        periods.period_start,
        periods.period_end,
        events.segment_key,
        events.room_key,
        events.hf_key,
        events.rhf_key,
        count(*) as events,
        {{ exact_quantiles('events.' ~ duration, quantiles) }} as quantiles_ms
    from keyed_events as events
    inner join {{ ref('int_calendar__periods') }} as periods
        on
            events.local_date = periods.local_date
            and periods.period_type = '{{ period_type }}'
    group by grouping sets (
    {%- for organisation in ['events.room_key', 'events.hf_key', 'events.rhf_key', none] %}
        {%- for segment in ['events.segment_key', none] %}
        ({{ ['periods.period_type', 'periods.period_start', 'periods.period_end', organisation, segment]
            | select | join(', ') }})
        {{- ',' if not (loop.last and organisation is none) }}
        {%- endfor %}
    {%- endfor %}
    )
    {{ 'union all' if not loop.last }}
{%- endfor %}
),

organisations as (
    select distinct 'room' as org_level, room_key as org_key, room_id as org_id
    from {{ ref('int_control_rooms__daily') }}
    union all
    select distinct 'hf', hf_key, hf_id
    from {{ ref('int_control_rooms__daily') }}
    union all
    select distinct 'rhf', rhf_key, rhf_id
    from {{ ref('int_control_rooms__daily') }}
    union all
    select 'nation', 0, 'NO'
)

select
    coalesce(segments.segment, 'all') as segment,
    quantiles.period_type,
    quantiles.period_start,
    quantiles.period_end,
    organisations.org_level,
    organisations.org_id,
    '{{ duration | replace("_ms", "_s") }}' as duration,
    quantiles.events,
    quantiles.quantiles_ms
from quantiles
inner join organisations
    on
        coalesce(quantiles.room_key, quantiles.hf_key, quantiles.rhf_key, 0) = organisations.org_key
        and case
            when quantiles.room_key is not null then 'room'
            when quantiles.hf_key is not null then 'hf'
            when quantiles.rhf_key is not null then 'rhf'
            else 'nation'
        end = organisations.org_level
left join segments
    on quantiles.segment_key = segments.segment_key
{%- endmacro %}
