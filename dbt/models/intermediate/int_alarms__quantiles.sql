{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

{{ quantile_periods(ref('int_alarms__keyed'), 'alarms', ['acknowledge_ms']) }}
