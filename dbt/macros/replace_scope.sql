{#-
    dbt's incremental strategies `replace_days`, `replace_months` and `replace_periods`: what is in scope goes out of the
    table, and what the model has just made comes in, in one transaction. Not by a key: a room or a day that is no more
    has none.
-#}

{% macro get_incremental_replace_days_sql(arguments) -%}
    {{ return(replace_where(arguments, is_in_scope('local_date'))) }}
{%- endmacro %}

{% macro get_incremental_replace_months_sql(arguments) -%}
    {{ return(replace_where(arguments, is_in_scope('month', 'month'))) }}
{%- endmacro %}

{% macro get_incremental_replace_periods_sql(arguments) -%}
    {{ return(replace_where(arguments, is_period_in_scope())) }}
{%- endmacro %}

{% macro replace_where(arguments, condition) -%}
    {%- set columns = arguments['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    delete from {{ arguments['target_relation'] }} where {{ condition }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{%- endmacro %}
