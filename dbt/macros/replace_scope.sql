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
    {{ return(adapter.dispatch('replace_where', 'nodstat')(arguments, condition)) }}
{%- endmacro %}

{% macro duckdb__replace_where(arguments, condition) -%}
    {%- set columns = arguments['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    delete from {{ arguments['target_relation'] }} where {{ condition }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{%- endmacro %}

{#-
    Without transactions, and on files that are only ever written whole: what is kept and what is new are laid out in a
    table beside, and take the old one's place in one statement.
-#}
{% macro spark__replace_where(arguments, condition) -%}
    {%- set columns = arguments['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    {%- set old = arguments['target_relation'] -%}
    {%- set new = old.incorporate(path={'identifier': old.identifier ~ '__new'}) -%}
    {%- do run_query('drop table if exists ' ~ new) -%}
    {%- set made -%}
        create table {{ new }} as
        select {{ columns }} from {{ old }} where not ({{ condition }})
        union all
        select {{ columns }} from {{ arguments['temp_relation'] }}
    {%- endset -%}
    {%- do run_query(made) -%}
    {%- do run_query('insert overwrite table ' ~ old ~ ' select ' ~ columns ~ ' from ' ~ new) -%}
    drop table {{ new }}
{%- endmacro %}
