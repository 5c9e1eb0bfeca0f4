{#- Every day from the first to the last, as a relation with the column `day`. -#}
{% macro series_of_days(first_day, last_day) -%}
    {{ return(adapter.dispatch('series_of_days', 'nodstat')(first_day, last_day)) }}
{%- endmacro %}

{% macro duckdb__series_of_days(first_day, last_day) -%}
    generate_series(date '{{ first_day }}', date '{{ last_day }}', interval 1 day) as days(day)
{%- endmacro %}

{#- The days in a column, spelt out for an IN list; a day before all others when there are none. -#}
{% macro literal_days(relation, column) -%}
    {%- set days = ["date '0001-01-01'"] -%}
    {%- if execute -%}
        {%- for row in run_query('select distinct ' ~ column ~ ' as day from ' ~ relation ~ ' order by day') -%}
            {%- do days.append("date '" ~ row['day'] ~ "'") -%}
        {%- endfor -%}
    {%- endif -%}
    {{ days | join(', ') }}
{%- endmacro %}
