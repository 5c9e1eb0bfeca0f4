{{ config(materialized='view') }}

-- The two organisations that a base's missions count for on a day.
{% for level, id in [('base', 'base_id'), ('nation', "'NO'")] %}
select local_date, base_id, '{{ level }}' as org_level, {{ id }} as org_id
from {{ ref('int_air_bases__daily') }}
{{ 'union all' if not loop.last }}
{% endfor %}
