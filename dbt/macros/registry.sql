{#-
    What the KPI registry asks for, read while a model is compiled. This is how a new threshold or percentile is
    one row in seeds/kpi_registry.csv and no SQL.
-#}

{#- Distinct values of a registry column among the KPIs of a subject, in order. -#}
{% macro registry_values(column, subject) -%}
    {%- set values = [] -%}
    {%- set asked_for -%}
        select distinct {{ column }} as wanted
        from {{ ref('kpi_registry') }}
        where subject = '{{ subject }}' and {{ column }} is not null
        order by wanted
    {%- endset -%}
    {%- if execute -%}
        {%- for row in run_query(asked_for) -%}
            {%- do values.append(row['wanted']) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(values) }}
{%- endmacro %}

{#- Thresholds, in whole milliseconds, that the KPIs of a subject count against. -#}
{% macro thresholds_ms(subject) -%}
    {%- set thresholds = [] -%}
    {%- for threshold_s in registry_values('threshold_s', subject) -%}
        {%- do thresholds.append((threshold_s * 1000) | round | int) -%}
    {%- endfor -%}
    {{ return(thresholds) }}
{%- endmacro %}

{#- Whether a definition is the one in force on a day; a period goes by the day it starts. -#}
{% macro is_in_force(definitions, day) -%}
    {{ definitions }}.valid_from <= {{ day }}
    and ({{ definitions }}.valid_to is null or {{ definitions }}.valid_to >= {{ day }})
{%- endmacro %}
