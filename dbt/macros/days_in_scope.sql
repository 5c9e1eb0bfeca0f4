{#- The days that this build makes, ISO dates; none when it makes everything. -#}
{% macro days_in_scope() -%}
    {%- set days = [] -%}
    {%- if execute -%}
        {%- for day in env_var('NODSTAT_BUILD_DAYS', '').split(',') if day -%}
            {%- do days.append(day) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(days) }}
{%- endmacro %}
