{#-
    How an engine reads the lake. What lies there is the business of dagster_project/ingest.
    Nothing here knows what the events mean.
-#}

{#- Every file of a part of the lake that matches `pattern`, as a relation. -#}
{% macro lake_files(pattern) -%}
    {{ return(adapter.dispatch('lake_files', 'nodstat')(pattern)) }}
{%- endmacro %}

{% macro duckdb__lake_files(pattern) -%}
    read_parquet('{{ env_var("NODSTAT_LAKE", "lake") }}/{{ pattern }}', hive_partitioning = false)
{%- endmacro %}

{#- The events of a feed's accepted deliveries on the days in scope, as a relation. -#}
{% macro accepted_events(feed) -%}
    {{ return(adapter.dispatch('accepted_events', 'nodstat')(feed)) }}
{%- endmacro %}

{#-
    The ledger picks the files, so that superseded deliveries, and those of other days, are not even opened. A semi-join
    on delivery_id would cost more than the reading itself. The empty schema file keeps a feed without deliveries a
    relation. A delivery of a month may have days that are not in scope.
-#}
{% macro duckdb__accepted_events(feed) -%}
    {%- set folder = env_var("NODSTAT_LAKE", "lake") ~ "/" ~ feed ~ "/accepted" -%}
    {%- set files = [folder ~ "/month=0000-00/schema.parquet"] -%}
    {%- set accepted -%}
        select 'month=' || strftime(period_start, '%Y-%m') || '/' || delivery_id || '.parquet' as file
        from {{ ref('stg_ledger') }}
        where
            feed = '{{ feed }}'
            and state = 'accepted'
            {%- if days_in_scope() %}
            and exists (
                select 1
                from (values (date '{{ days_in_scope() | join("'), (date '") }}')) as days(day)
                where days.day between period_start and period_end
            )
            {%- endif %}
        order by period_start
    {%- endset -%}
    {%- if execute -%}
        {%- for row in run_query(accepted) -%}
            {%- do files.append(folder ~ "/" ~ row['file']) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set events -%}
        read_parquet(['{{ files | join("', '") }}'], hive_partitioning = false)
    {%- endset -%}
    {{ in_scope(events) }}
{%- endmacro %}
