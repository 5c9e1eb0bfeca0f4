{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

{{ quantile_periods(ref('int_video__keyed'), 'video', ['connect_ms', 'duration_ms']) }}
