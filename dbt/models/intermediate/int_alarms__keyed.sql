{{ config(materialized='incremental', incremental_strategy='replace_days') }}

{{ keyed_events(ref('int_alarms__acknowledged'), 'alarms', ['acknowledge_ms']) }}
