{{ config(materialized='incremental', incremental_strategy='replace_days', on_schema_change='fail') }}

select
    cast(day as date) as local_date,
    '{{ env_var("NODSTAT_ENGINES_BUILD", "first") }}' as made_in
from {{ series_of_days('2025-01-01', '2025-01-04') }}
where
    {{ is_in_scope('cast(day as date)') }}
    -- The second build has nothing of a day that the first one had.
    and not ('{{ env_var("NODSTAT_ENGINES_BUILD", "first") }}' = 'second' and day = date '2025-01-02')
