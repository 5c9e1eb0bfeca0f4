{#- Whether a row's columns together are those of some row of a relation. -#}
{% macro key_in(columns, relation) -%}
    {{ return(adapter.dispatch('key_in', 'nodstat')(columns, relation)) }}
{%- endmacro %}

{% macro duckdb__key_in(columns, relation) -%}
    ({{ columns | join(', ') }}) in (select ({{ columns | join(', ') }}) from {{ relation }})
{%- endmacro %}

{% macro spark__key_in(columns, relation) -%}
    ({{ columns | join(', ') }}) in (select {{ columns | join(', ') }} from {{ relation }})
{%- endmacro %}
