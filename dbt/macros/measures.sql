{#-
    The additive measures of each subject: counted or added up per day, room and segment, and rolled up from
    there. The registry names them in its columns `numerator` and `denominator`; it says `wait_s` for the sum that
    is kept in whole milliseconds as `wait_ms`.
-#}
{% macro measures(subject) -%}
    {%- set additive = {
        'calls': ['total', 'offered', 'answered', 'unanswered', 'overflowed', 'transferred', 'wait_ms', 'talk_ms'],
        'alarms': ['sent', 'acknowledged', 'missions_in_one_place', 'acknowledge_ms'],
        'video': ['invitations', 'sessions', 'connect_ms', 'duration_ms'],
        'nodsms': ['received', 'forwarded', 'filtered'],
        'rooms': ['rooms', 'on_lifex', 'with_video'],
    } -%}
    {%- set measures = additive[subject] | list -%}
    {%- for threshold_ms in thresholds_ms(subject) -%}
        {%- do measures.append(within(subject, threshold_ms)) -%}
    {%- endfor -%}
    {{ return(measures) }}
{%- endmacro %}

{#- What the registry calls the events within a threshold. -#}
{% macro within_measure(subject) -%}
    {%- set names = {'calls': 'answered_within', 'alarms': 'acknowledged_within', 'video': 'connected_within'} -%}
    {{ return(names[subject]) }}
{%- endmacro %}

{#- The column that counts events within a threshold. -#}
{% macro within(subject, threshold_ms) -%}
    {{ return(within_measure(subject) ~ '_' ~ threshold_ms ~ 'ms') }}
{%- endmacro %}

{#- A column for each threshold of the registry: how many events had a duration of at most that. -#}
{% macro count_within_thresholds(subject, duration_ms) -%}
    {%- for threshold_ms in thresholds_ms(subject) %},
        count(*) filter (where {{ duration_ms }} <= {{ threshold_ms }}) as {{ within(subject, threshold_ms) }}
    {%- endfor -%}
{%- endmacro %}

{#- A zero for every measure of a subject. -#}
{% macro zeros(subject) -%}
    {%- for measure in measures(subject) %}
        0 as {{ measure }}{{ ',' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- Every measure of a subject, added up. -#}
{% macro add_up(subject) -%}
    {%- for measure in measures(subject) %}
        cast(sum({{ measure }}) as bigint) as {{ measure }}{{ ',' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- Counts of single segments from several relations, added up per day and room, and the segment `all` over them. -#}
{% macro with_all_segments(subject, relations) -%}
select
    local_date,
    room_id,
    case when grouping(segment) = 1 then 'all' else segment end as segment,
    {{- add_up(subject) }}
from (
    {%- for relation in relations %}
    select local_date, room_id, segment, {{ measures(subject) | join(', ') }} from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
) as by_segment
group by grouping sets ((local_date, room_id, segment), (local_date, room_id))
{%- endmacro %}

{#- The measure that a definition names: `column` is its numerator or its denominator. -#}
{% macro named_measure(column, subject) -%}
    {%- set not_additive = {'alarms': ['missions']} -%}
    case definitions.{{ column }}
        {%- for measure in measures(subject) + not_additive.get(subject, []) if '_within_' not in measure %}
            when '{{ measure | replace("_ms", "_s") }}' then measures.{{ measure }}
        {%- endfor %}
        {%- if thresholds_ms(subject) %}
            when '{{ within_measure(subject) }}' then {{ named_within(subject) }}
        {%- endif %}
    end
{%- endmacro %}

{#- The count within the threshold that a definition gives. -#}
{% macro named_within(subject) -%}
    case {{ milliseconds('definitions.threshold_s') }}
        {%- for threshold_ms in thresholds_ms(subject) %}
            when {{ threshold_ms }} then measures.{{ within(subject, threshold_ms) }}
        {%- else %}
            when 0 then null
        {%- endfor %}
    end
{%- endmacro %}
