{#- Columns for every measure or threshold of a subject. They follow other columns: each begins with its comma. -#}

{#- For each threshold of the registry, how many events had a duration of at most that. -#}
{% macro count_within_thresholds(subject, duration_ms) -%}
    {%- for threshold_ms in thresholds_ms(subject) -%}
        , count(*) filter (where {{ duration_ms }} <= {{ threshold_ms }}) as {{ within(subject, threshold_ms) }}
    {%- endfor -%}
{%- endmacro %}

{#- Every measure by name. -#}
{% macro measure_columns(subject) -%}
    {%- for measure in measures(subject) -%}
        , {{ measure }}
    {%- endfor -%}
{%- endmacro %}

{#- Every measure, added up. -#}
{% macro measure_sums(subject) -%}
    {%- for measure in measures(subject) -%}
        , cast(sum({{ measure }}) as bigint) as {{ measure }}
    {%- endfor -%}
{%- endmacro %}

{#- A zero for every measure. -#}
{% macro measure_zeros(subject) -%}
    {%- for measure in measures(subject) -%}
        , 0 as {{ measure }}
    {%- endfor -%}
{%- endmacro %}
