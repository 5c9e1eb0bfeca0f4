{#- A row for each of the words in a column that separates them with a bar. -#}
{% macro explode_words(column) -%}
    {{ return(adapter.dispatch('explode_words', 'nodstat')(column)) }}
{%- endmacro %}

{% macro duckdb__explode_words(column) -%}
    unnest(string_split({{ column }}, '|'))
{%- endmacro %}

{% macro spark__explode_words(column) -%}
    explode(split({{ column }}, '[|]'))
{%- endmacro %}
