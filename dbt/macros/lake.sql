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

{% macro spark__lake_files(pattern) -%}
    parquet.`{{ env_var("NODSTAT_LAKE", "lake") }}/{{ pattern }}`
{%- endmacro %}

{#-
    The events of a feed's accepted deliveries on the days in scope, as a relation. The ledger picks the files, so that
    superseded deliveries, and those of other days, are not even opened. A semi-join on delivery_id would cost more than
    the reading itself.
-#}
{% macro accepted_events(feed) -%}
    {{ return(adapter.dispatch('accepted_events', 'nodstat')(feed)) }}
{%- endmacro %}

{% macro duckdb__accepted_events(feed) -%}
    {%- set folder = env_var("NODSTAT_LAKE", "lake") ~ "/" ~ feed ~ "/accepted/" -%}
    {%- set events -%}
        read_parquet(['{{ folder }}{{ accepted_files(feed) | join("', '" ~ folder) }}'], hive_partitioning = false)
    {%- endset -%}
    {{ in_scope(events) }}
{%- endmacro %}

{#-
    Spark takes one path or pattern. Of some days, the files that it opens are named; of everything, the ledger says what
    counts: years of names are more than a catalogue has room for in a view.
-#}
{% macro spark__accepted_events(feed) -%}
    (
        select *
        from {{ lake_files(feed ~ '/accepted/*') }}
        where
            {%- if days_in_scope() %}
            _metadata.file_name in (
                {%- for file in accepted_files(feed) -%}
                '{{ file.split('/') | last }}'{{ ', ' if not loop.last }}
                {%- endfor -%}
            )
            {%- else %}
            delivery_id in (select delivery_id from {{ ref('stg_ledger') }} where feed = '{{ feed }}' and state = 'accepted')
            {%- endif %}
            and {{ is_in_scope('local_date') }}
    )
{%- endmacro %}
