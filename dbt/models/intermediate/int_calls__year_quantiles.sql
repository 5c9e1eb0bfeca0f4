{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

-- One after the other, since each holds copies of every wait in memory.
-- depends_on: {{ ref('int_calls__tertial_quantiles') }}
{{ quantile_periods(ref('int_calls__keyed'), 'calls', ['wait_ms'], ['year']) }}
