{%- set some %}(select 'A' as id, date '2025-01-01' as day union all select 'B', date '2025-01-02') as some{% endset %}
select id, day
from (
    select 'A' as id, date '2025-01-01' as day union all
    select 'A', date '2025-01-02' union all
    select 'B', date '2025-01-02'
) as looked_for
where {{ key_in(['id', 'day'], some) }}
