{#- Every day from the first to the last, as a relation with the column `day`. -#}
{% macro series_of_days(first_day, last_day) -%}
    {{ return(adapter.dispatch('series_of_days', 'nodstat')(first_day, last_day)) }}
{%- endmacro %}

{% macro duckdb__series_of_days(first_day, last_day) -%}
    generate_series(date '{{ first_day }}', date '{{ last_day }}', interval 1 day) as days(day)
{%- endmacro %}

{% macro spark__series_of_days(first_day, last_day) -%}
    (select explode(sequence(date '{{ first_day }}', date '{{ last_day }}', interval 1 day)) as day)
{%- endmacro %}

{#- The year that a day's ISO week belongs to. -#}
{% macro iso_year(day) -%}
    {{ return(adapter.dispatch('iso_year', 'nodstat')(day)) }}
{%- endmacro %}

{% macro duckdb__iso_year(day) -%}
    extract(isoyear from {{ day }})
{%- endmacro %}

{% macro spark__iso_year(day) -%}
    extract(yearofweek from {{ day }})
{%- endmacro %}

{#- The day of the week, from 1, a Monday, to 7. -#}
{% macro iso_weekday(day) -%}
    {{ return(adapter.dispatch('iso_weekday', 'nodstat')(day)) }}
{%- endmacro %}

{% macro duckdb__iso_weekday(day) -%}
    extract(isodow from {{ day }})
{%- endmacro %}

{% macro spark__iso_weekday(day) -%}
    extract(dayofweek_iso from {{ day }})
{%- endmacro %}

{#- How many days there are from the first to the last, both counted. -#}
{% macro days_from_to(first_day, last_day) -%}
    {{ return(adapter.dispatch('days_from_to', 'nodstat')(first_day, last_day)) }}
{%- endmacro %}

{% macro duckdb__days_from_to(first_day, last_day) -%}
    ({{ last_day }} - {{ first_day }} + 1)
{%- endmacro %}

{#- Taken from each other, dates are an interval on Spark. -#}
{% macro spark__days_from_to(first_day, last_day) -%}
    (datediff({{ last_day }}, {{ first_day }}) + 1)
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
