{%- set wanted %}(select 'A' as id, date '2025-01-01' as day union all select 'B', date '2025-01-02') as wanted{% endset %}
select id, day
from (
    select 'A' as id, date '2025-01-01' as day union all
    select 'A', date '2025-01-02' union all
    select 'B', date '2025-01-02'
) as looked_for
where {{ key_in(['id', 'day'], wanted) }}
