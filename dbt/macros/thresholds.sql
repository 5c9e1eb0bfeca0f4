{#- Thresholds, in whole milliseconds, that the KPIs of a subject count against. -#}
{% macro thresholds_ms(subject) -%}
    {%- set thresholds = [] -%}
    {%- for threshold_s in registry_values('threshold_s', subject) -%}
        {%- do thresholds.append((threshold_s * 1000) | round | int) -%}
    {%- endfor -%}
    {{ return(thresholds) }}
{%- endmacro %}
