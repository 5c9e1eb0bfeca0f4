{#-
    The first days of the periods that hold a day in scope, ISO dates in order. Reckoned here and not looked up in dim_date:
    staging would else depend on a mart.
-#}
{% macro starts_in_scope(period_type) -%}
    {%- set starts = [] -%}
    {%- for day in days_in_scope() -%}
        {%- set date = modules.datetime.date.fromisoformat(day) -%}
        {%- set start = {
            'day': date,
            'week': date - modules.datetime.timedelta(days=date.weekday()),
            'month': date.replace(day=1),
            'tertial': date.replace(month=date.month - (date.month - 1) % 4, day=1),
            'year': date.replace(month=1, day=1),
        }[period_type] -%}
        {%- if start | string not in starts -%}
            {%- do starts.append(start | string) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(starts | sort) }}
{%- endmacro %}
