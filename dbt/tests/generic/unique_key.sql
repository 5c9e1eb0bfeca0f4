{#- The columns together name one row. Exact: DuckDB's hash() gave 80 pairs the same value among 283,000 keys. -#}
{% test unique_key(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
