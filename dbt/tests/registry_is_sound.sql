-- A KPI has one definition at a time, and every definition can be computed: its measures, segments and parts exist.
with measures as (
    {%- for subject in ['calls', 'alarms', 'video', 'nodsms', 'rooms', 'air'] %}
    {%- for measure in measures(subject) %}
    select '{{ subject }}' as subject, '{{ measure | replace("_ms", "_s") }}' as measure
    union all
    {%- endfor %}
    {%- endfor %}
    {%- for subject in ['calls', 'alarms', 'video', 'air'] %}
    select '{{ subject }}', '{{ within_measure(subject) }}'
    union all
    {%- endfor %}
    select 'alarms', 'missions'
),

segments as (
    select distinct subject, segment
    from {{ ref('segment_feeds') }}
    union all
    select distinct 'rooms', kind
    from {{ ref('control_rooms') }}
    union all
    select 'rooms', 'all'
)

select definitions.kpi_id, 'overlaps another definition' as problem
from {{ ref('int_kpis__definitions') }} as definitions
inner join {{ ref('int_kpis__definitions') }} as others
    on
        definitions.kpi_id = others.kpi_id
        and definitions.segment = others.segment
        and definitions.valid_from < others.valid_from
        and (definitions.valid_to is null or definitions.valid_to >= others.valid_from)
union all
select kpi_id, 'is there twice from the same day'
from {{ ref('int_kpis__definitions') }}
group by kpi_id, segment, valid_from
having count(*) > 1
union all
select definitions.kpi_id, 'has a regulated target where another has one'
from {{ ref('int_kpis__definitions') }} as definitions
inner join {{ ref('int_kpis__definitions') }} as others
    on
        definitions.subject = others.subject
        and definitions.segment = others.segment
        and (definitions.kpi_id, definitions.valid_from) < (others.kpi_id, others.valid_from)
        and coalesce(definitions.valid_to >= others.valid_from, true)
        and coalesce(definitions.valid_from <= others.valid_to, true)
where
    definitions.target is not null
    and others.target is not null
    and definitions.legal_basis is not null
    and others.legal_basis is not null
union all
select definitions.kpi_id, 'has an unknown segment: ' || definitions.segment
from {{ ref('int_kpis__definitions') }} as definitions
left join segments
    on
        definitions.subject = segments.subject
        and definitions.segment = segments.segment
where segments.segment is null
union all
select definitions.kpi_id, 'has an unknown numerator: ' || definitions.numerator
from {{ ref('int_kpis__definitions') }} as definitions
left join measures
    on
        definitions.subject = measures.subject
        and definitions.numerator = measures.measure
where measures.measure is null
union all
select definitions.kpi_id, 'has an unknown denominator: ' || definitions.denominator
from {{ ref('int_kpis__definitions') }} as definitions
left join measures
    on
        definitions.subject = measures.subject
        and definitions.denominator = measures.measure
where definitions.denominator is not null and measures.measure is null
union all
select kpi_id, 'lacks a part that its statistic needs'
from {{ ref('dim_kpi') }}
where
    not coalesce(
        unit in ('count', 'share', 'seconds')
        and statistic in ('count', 'share', 'mean', 'quantile')
        and (statistic = 'count') = (denominator is null)
        and (statistic = 'quantile') = (quantile is not null)
        and (right(numerator, 7) = '_within') = (threshold_s is not null)
        and (target is null or direction in ('higher', 'lower'))
        and (valid_to is null or valid_to >= valid_from),
        false
    )
