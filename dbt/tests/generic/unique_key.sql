{#-
    The columns together name one row. Exact: DuckDB's hash() gave 80 pairs the same value among 283,000 keys.

    `made_by` is what the model is made by, `day`, `month` or `period`, when it is incremental: then a build that makes some
    days looks at what it has made. A key without its day could also be another day's, so those are looked for in all of
    the year; in all rows only when all are made.
-#}
{% test unique_key(model, columns, made_by=none) %}

{%- set made = {
    none: model,
    'day': in_scope(model),
    'month': in_scope(model, 'month', 'month'),
    'period': periods_in_scope(model),
}[made_by] -%}
{%- set names_its_scope = {'day': 'local_date', 'month': 'month', 'period': 'period_start'}.get(made_by) in columns %}
select {{ columns | join(', ') }}
from {{ made if names_its_scope else model }}
{%- if made_by and not names_its_scope %}
where
    {{ is_day_of_year_in_scope('local_date') }}
    {%- if days_in_scope() %}
    and {{ key_in(columns, made) }}
    {%- endif %}
{%- endif %}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
