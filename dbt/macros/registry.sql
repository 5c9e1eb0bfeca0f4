{#-
    What the KPI registry asks for, read while a model is compiled. This is how a new threshold or percentile is
    one row in seeds/kpi_registry.csv and no SQL.

    Macros that give a list have a file each: sqlfluff's templater follows `return` only from file to file.
-#}

{#- Distinct values of a registry column among the KPIs of a subject, in order. -#}
{% macro registry_values(column, subject) -%}
    {%- set asked_for -%}
        select distinct {{ column }} as wanted
        from {{ ref('kpi_registry') }}
        where subject = '{{ subject }}' and {{ column }} is not null
        order by wanted
    {%- endset -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for row in run_query(asked_for) -%}
            {%- do found.append(row['wanted']) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}
