{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

{{ quantile_periods(ref('int_calls__keyed'), 'calls', ['wait_ms'], ['month']) }}
