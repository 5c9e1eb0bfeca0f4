{#-
    What a build makes: everything, or the days in NODSTAT_BUILD_DAYS and the periods that hold them, which it then puts
    in the place of what the tables have for them. dagster_project/build_scope.py says which days a run has to make.

    The variable is asked for only while a model runs: what is read while dbt parses would make it parse anew each day.
-#}

{#- Whether a column, which is a day or the first day of a period, is in scope. -#}
{% macro is_in_scope(column, period_type='day') -%}
    {%- if days_in_scope() -%}
        {{ column }} in (date '{{ starts_in_scope(period_type) | join("', date '") }}')
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#- Whether a row with the columns period_type and period_start is in scope; `relation` says which relation's they are. -#}
{% macro is_period_in_scope(relation=none) -%}
    {%- set of_relation = relation ~ '.' if relation else '' -%}
    {%- if days_in_scope() -%}
        (
        {%- for period_type in ['day', 'week', 'month', 'tertial', 'year'] -%}
            {{ ' or ' if not loop.first }}{{ of_relation }}period_type = '{{ period_type }}'
            and {{ is_in_scope(of_relation ~ 'period_start', period_type) }}
        {%- endfor -%}
        )
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#- Whether a day lies in a year that holds a day in scope. -#}
{% macro is_day_of_year_in_scope(column) -%}
    {{ is_in_scope("cast(date_trunc('year', " ~ column ~ ") as date)", 'year') }}
{%- endmacro %}

{#- Whether a day may be one of those that the periods in scope are made of: each lies in a year, or in a week. -#}
{% macro is_day_of_period_in_scope(column) -%}
    {%- if days_in_scope() -%}
        (
            {{ is_day_of_year_in_scope(column) }}
            or cast(date_trunc('week', {{ column }}) as date) in (date '{{ starts_in_scope('week') | join("', date '") }}')
        )
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}

{#- The rows of a relation that this build makes. -#}
{% macro in_scope(relation, column='local_date', period_type='day') -%}
    {%- set condition = is_in_scope(column, period_type) -%}
    {{ '(select * from ' ~ relation ~ ' where ' ~ condition ~ ')' if days_in_scope() else relation }}
{%- endmacro %}

{#- The same of a relation of periods of every type. -#}
{% macro periods_in_scope(relation) -%}
    {%- set condition = is_period_in_scope() -%}
    {{ '(select * from ' ~ relation ~ ' where ' ~ condition ~ ')' if days_in_scope() else relation }}
{%- endmacro %}
