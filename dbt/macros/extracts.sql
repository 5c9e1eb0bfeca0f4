{#- The audit of delivered extracts as a relation; dagster_project/extracts/audit.py writes it, a line per try. -#}
{% macro extract_audit() -%}
    {{ return(adapter.dispatch('extract_audit', 'nodstat')()) }}
{%- endmacro %}

{#- Before the first delivery there is no file. A line that a crash cut off did not happen. -#}
{% macro duckdb__extract_audit() -%}
    {%- set columns -%}
        {
            tried_at: 'TIMESTAMP', recipient_id: 'VARCHAR', recipient: 'VARCHAR', agreement: 'VARCHAR', data_set: 'VARCHAR',
            schema_version: 'VARCHAR', period_type: 'VARCHAR', period: 'VARCHAR', version: 'INTEGER', state: 'VARCHAR',
            detail: 'VARCHAR', release_id: 'VARCHAR', is_synthetic: 'BOOLEAN', destination: 'VARCHAR',
            manifest_sha256: 'VARCHAR', bytes: 'BIGINT', files: 'MAP(VARCHAR, VARCHAR)', previous_sha256: 'VARCHAR'
        }
    {%- endset -%}
    {%- set file = env_var("NODSTAT_EXTRACTS", "extracts") ~ "/audit/deliveries.jsonl" -%}
    {%- set is_there = execute and run_query("select count(*) as files from glob('" ~ file ~ "')").columns[0][0] -%}
    {%- if is_there -%}
        read_json('{{ file }}', format = 'newline_delimited', ignore_errors = true, columns = {{ columns }})
    {%- else -%}
        (
            select
                null::timestamp as tried_at,
                {%- for name in ['recipient_id', 'recipient', 'agreement', 'data_set', 'schema_version', 'period_type',
                    'period', 'state', 'detail', 'release_id', 'destination', 'manifest_sha256', 'previous_sha256'] %}
                null::varchar as {{ name }},
                {%- endfor %}
                null::integer as version,
                null::boolean as is_synthetic,
                null::bigint as bytes,
                null::map(varchar, varchar) as files
            where false
        )
    {%- endif -%}
{%- endmacro %}

{#-
    A table over the audit's folder, which need not be there: it is empty then. Spark reads no offsets into times without
    a zone, so `tried_at` is read as the text it is.
-#}
{% macro spark__extract_audit() -%}
    {%- set texts = ['recipient_id', 'recipient', 'agreement', 'data_set', 'schema_version', 'period_type', 'period',
        'state', 'detail', 'release_id', 'destination', 'manifest_sha256', 'previous_sha256'] -%}
    {%- set lines = this.incorporate(path={'identifier': 'extract_audit_lines'}) -%}
    {%- if execute -%}
        {%- do run_query('drop table if exists ' ~ lines) -%}
        {%- set over_the_folder -%}
            create table {{ lines }} (
                tried_at string,
                {{ texts | join(' string, ') }} string,
                version integer,
                is_synthetic boolean,
                bytes bigint,
                files map<string, string>
            )
            using json
            options (mode 'DROPMALFORMED', pathGlobFilter 'deliveries.jsonl')
            location '{{ env_var("NODSTAT_EXTRACTS", "extracts") }}/audit'
        {%- endset -%}
        {%- do run_query(over_the_folder) -%}
    {%- endif -%}
    (
        select
            cast(cast(tried_at as timestamp_ltz) as timestamp_ntz) as tried_at,
            {{ texts | join(', ') }},
            version,
            is_synthetic,
            bytes,
            files
        from {{ lines }}
    )
{%- endmacro %}
