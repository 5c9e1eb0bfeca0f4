{#-
    A feed's accepted deliveries on the days in scope, as paths below its folder `accepted`. The empty schema file comes
    first: it keeps a feed without deliveries a relation. A delivery of a month may have days that are not in scope.
-#}
{% macro accepted_files(feed) -%}
    {%- set files = ['month=0000-00/schema.parquet'] -%}
    {%- set accepted -%}
        select delivery_id, period_start
        from {{ ref('stg_ledger') }}
        where
            feed = '{{ feed }}'
            and state = 'accepted'
            {%- if days_in_scope() %}
            and (
                {%- for day in days_in_scope() %}
                {{ 'or ' if not loop.first }}date '{{ day }}' between period_start and period_end
                {%- endfor %}
            )
            {%- endif %}
        order by period_start
    {%- endset -%}
    {%- if execute -%}
        {%- for row in run_query(accepted) -%}
            {%- set month = (row['period_start'] | string)[:7] -%}
            {%- do files.append('month=' ~ month ~ '/' ~ row['delivery_id'] ~ '.parquet') -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(files) }}
{%- endmacro %}
