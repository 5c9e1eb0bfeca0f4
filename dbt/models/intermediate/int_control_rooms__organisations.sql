{{ config(materialized='view') }}

-- The four organisations that a room's events count for on a day.
{% for level, id in [('room', 'room_id'), ('hf', 'hf_id'), ('rhf', 'rhf_id'), ('nation', "'NO'")] %}
select local_date, room_id, '{{ level }}' as org_level, {{ id }} as org_id
from {{ ref('int_control_rooms__daily') }}
{{ 'union all' if not loop.last }}
{% endfor %}
