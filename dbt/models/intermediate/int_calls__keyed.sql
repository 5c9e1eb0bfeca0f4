{{ config(materialized='incremental', incremental_strategy='replace_days') }}

{{ keyed_events(ref('int_calls__answered'), 'calls', ['wait_ms']) }}
