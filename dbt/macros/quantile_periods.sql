{#-
    Percentiles of a duration at every grain, from the events of that grain: percentiles do not add up.

    Millions of events are grouped forty times, so they are laid out for it first, as a table: whole numbers for rooms,
    organisations and segments instead of their names, and the periods as columns. Grouping by names took a third more
    time; joining the periods to the events in each grouping, or scanning a CTE instead of a table, twice as long. Plain
    GROUP BYs were as fast as grouping sets. While a statement runs, each grouping in it holds a copy of the durations in
    memory that cannot be spilt to disk: the calls, which are the most, get a statement per period type, which takes
    0.4 GB for a year instead of 1.5.
-#}

{#- Events laid out for `quantile_periods`, from a relation of local_date, room_id, segment and durations. -#}
{% macro keyed_events(events, subject, durations) -%}
with segments as (
    {{ segment_keys(subject) }}
)

select
    dates.local_date,
    dates.week_start,
    dates.month_start,
    dates.tertial_start,
    dates.year_start,
    segments.segment_key,
    rooms.room_key,
    rooms.hf_key,
    rooms.rhf_key,
    cast(0 as smallint) as nation_key
    {%- for duration in durations -%}
        , events.{{ duration }}
    {%- endfor %}
from {{ events }} as events
inner join {{ ref('int_control_rooms__daily') }} as rooms
    on
        events.local_date = rooms.local_date
        and events.room_id = rooms.room_id
inner join segments
    on events.segment = segments.segment
inner join {{ ref('dim_date') }} as dates
    on events.local_date = dates.local_date
where {{ is_in_scope('events.local_date') }}
{%- endmacro %}

{#- The small number of each of a subject's segments. -#}
{% macro segment_keys(subject) -%}
    select
        segment,
        cast(row_number() over (order by segment) as tinyint) as segment_key
    from {{ ref('segment_feeds') }}
    where subject = '{{ subject }}' and segment != 'all'
    group by segment
{%- endmacro %}

{#- Percentiles of each duration: one row per grain and duration, with the number of events that have it. -#}
{% macro quantile_periods(keyed_events, subject, durations, period_types=none) -%}
{%- set quantiles = registry_values('quantile', subject) or [0.5] -%}
with segments as (
    {{ segment_keys(subject) }}
),

quantiles as (
{%- for duration in durations %}
{%- for period_type in period_types or ['day', 'week', 'month', 'tertial', 'year'] %}
{%- set period_start = 'local_date' if period_type == 'day' else period_type ~ '_start' %}
{%- for org_level in ['nation', 'rhf', 'hf', 'room'] %}
{%- for segment_key in ['segment_key', none] %}
    select
        '{{ period_type }}' as period_type,
        {{ period_start }} as period_start,
        '{{ org_level }}' as org_level,
        {{ org_level }}_key as org_key,
        {{ segment_key or 'null' }} as segment_key,
        '{{ duration | replace("_ms", "_s") }}' as duration,
        count({{ duration }}) as events,
        {{ exact_quantiles(duration, quantiles) }} as quantiles_ms
    from {{ keyed_events }}
    where {{ is_in_scope(period_start, period_type) }}
    group by {{ period_start }}, {{ org_level }}_key{{ ', segment_key' if segment_key }}
    {{ 'union all' if not loop.last }}
{%- endfor %}
    {{ 'union all' if not loop.last }}
{%- endfor %}
    {{ 'union all' if not loop.last }}
{%- endfor %}
    {{ 'union all' if not loop.last }}
{%- endfor %}
),

periods as (
    select distinct period_type, period_start, period_end
    from {{ ref('int_calendar__periods') }}
),

organisations as (
    select 'nation' as org_level, 0 as org_key, 'NO' as org_id
{%- for org_level in ['rhf', 'hf', 'room'] %}
    union all
    select distinct '{{ org_level }}', {{ org_level }}_key, {{ org_level }}_id
    from {{ ref('int_control_rooms__daily') }}
{%- endfor %}
)

select
    coalesce(segments.segment, 'all') as segment,
    periods.period_type,
    periods.period_start,
    periods.period_end,
    organisations.org_level,
    organisations.org_id,
    quantiles.duration,
    quantiles.events,
    quantiles.quantiles_ms
from quantiles
inner join periods
    on
        quantiles.period_type = periods.period_type
        and quantiles.period_start = periods.period_start
inner join organisations
    on
        quantiles.org_level = organisations.org_level
        and quantiles.org_key = organisations.org_key
left join segments
    on quantiles.segment_key = segments.segment_key
{%- endmacro %}
