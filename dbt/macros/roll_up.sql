{#-
    From days and rooms, or bases, to periods and organisations. `daily` is a relation of local_date, the place, segment
    and the subject's measures, with a row for the segment `all`; `organisations` has those of each place. Two plain GROUP BYs, each over far fewer rows than the last:
    many times faster than grouping the events once per grain.
-#}
{% macro roll_up(daily, subject, place='room_id', organisations=none) -%}
with by_organisation as (
    select
        daily.local_date,
        daily.segment,
        organisations.org_level,
        organisations.org_id
        {{- measure_sums(subject) }}
    from {{ daily }} as daily
    inner join {{ organisations or ref('int_control_rooms__organisations') }} as organisations
        on
            daily.local_date = organisations.local_date
            and daily.{{ place }} = organisations.{{ place }}
    where {{ is_day_of_period_in_scope('daily.local_date') }}
    group by daily.local_date, daily.segment, organisations.org_level, organisations.org_id
)

select
    by_organisation.segment,
    periods.period_type,
    periods.period_start,
    periods.period_end,
    by_organisation.org_level,
    by_organisation.org_id
    {{- measure_sums(subject) }}
from by_organisation
inner join {{ ref('int_calendar__periods') }} as periods
    on by_organisation.local_date = periods.local_date
where {{ is_period_in_scope('periods') }}
group by
    by_organisation.segment,
    periods.period_type,
    periods.period_start,
    periods.period_end,
    by_organisation.org_level,
    by_organisation.org_id
{%- endmacro %}

{#- Counts of single segments added up per day and room, or base, and the segment `all` over them. -#}
{% macro with_all_segments(by_segment, subject, place='room_id') -%}
select
    local_date,
    {{ place }},
    segment
    {{- measure_sums(subject) }}
from {{ by_segment }}
group by local_date, {{ place }}, segment
union all
select
    local_date,
    {{ place }},
    'all' as segment
    {{- measure_sums(subject) }}
from {{ by_segment }}
group by local_date, {{ place }}
{%- endmacro %}
