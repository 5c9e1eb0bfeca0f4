{#-
    Durations are whole milliseconds as they come from the source. Adding and ranking them as integers makes
    every sum and percentile the same whatever order the rows are read in.
-#}

{% macro milliseconds(seconds) -%}
    cast(round({{ seconds }} * 1000) as integer)
{%- endmacro %}

{#- Exact percentiles, type 7: linear interpolation between closest ranks. An array, in the order of `quantiles`. -#}
{% macro exact_quantiles(column, quantiles) -%}
    {{ return(adapter.dispatch('exact_quantiles', 'nodstat')(column, quantiles)) }}
{%- endmacro %}

{% macro duckdb__exact_quantiles(column, quantiles) -%}
    quantile_cont({{ column }}, [{{ quantiles | join(', ') }}])
{%- endmacro %}

{% macro spark__exact_quantiles(column, quantiles) -%}
    percentile({{ column }}, array({{ quantiles | join(', ') }}))
{%- endmacro %}

{#- An element of an array, counted from 1. -#}
{% macro array_element(column, position) -%}
    {{ return(adapter.dispatch('array_element', 'nodstat')(column, position)) }}
{%- endmacro %}

{% macro duckdb__array_element(column, position) -%}
    list_extract({{ column }}, {{ position }})
{%- endmacro %}

{% macro spark__array_element(column, position) -%}
    element_at({{ column }}, {{ position }})
{%- endmacro %}
