{#- What dbt's Spark adapters ask of a project, or do in another way than DuckDB's. -#}

{#- They know no incremental strategies but their own, and ask these two macros. -#}
{% macro dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format) -%}
    {{ return(raw_strategy) }}
{%- endmacro %}

{% macro dbt_spark_get_incremental_sql(strategy, source, target, existing, unique_key, incremental_predicates) -%}
    {%- set arguments = {
        'target_relation': target,
        'temp_relation': source,
        'dest_columns': adapter.get_columns_in_relation(target),
    } -%}
    {{ return(context['get_incremental_' ~ strategy ~ '_sql'](arguments)) }}
{%- endmacro %}

{#- Contracts say `varchar`, which on Spark has a greatest length. -#}
{% macro spark__cast(expression, data_type) -%}
    cast({{ expression }} as {{ 'string' if data_type == 'varchar' else data_type }})
{%- endmacro %}

{#- Spark's tables of files let a NULL into any column: a contract's `not_null` is looked for once a table is made. -#}
{% macro spark__persist_constraints(relation, model) -%}
    {%- set nulls = [] -%}
    {%- for column in model.columns.values() -%}
        {%- for constraint in column.constraints if constraint.type == 'not_null' -%}
            {%- do nulls.append('count_if(' ~ column.name ~ ' is null) as ' ~ column.name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if config.get('contract').enforced and nulls -%}
        {%- set found = run_query('select ' ~ nulls | join(', ') ~ ' from ' ~ relation) -%}
        {%- for column in found.columns if column[0] -%}
            {%- do exceptions.raise_compiler_error(
                relation ~ '.' ~ column.name ~ ' is NULL in ' ~ column[0] ~ ' rows, against its contract'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- dbt-spark would write a missing value of a seed as the text `None`, and stop at an apostrophe. -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model['config']['column_types'] -%}
    {%- set rows = [] -%}
    {%- for row in agate_table.rows -%}
        {%- set values = [] -%}
        {%- for column in agate_table.column_names -%}
            {%- set text = row[column] | string | replace('\\', '\\\\') | replace("'", "\\'") -%}
            {%- set value = 'null' if row[column] is none else "'" ~ text ~ "'" -%}
            {%- do values.append('cast(' ~ value ~ ' as ' ~ types[column] ~ ')') -%}
        {%- endfor -%}
        {%- do rows.append('(' ~ values | join(', ') ~ ')') -%}
    {%- endfor -%}
    {%- set sql = 'insert into ' ~ this ~ ' values ' ~ rows | join(', ') -%}
    {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
    {{ return(sql) }}
{%- endmacro %}
