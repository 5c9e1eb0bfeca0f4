{{ config(materialized='incremental', incremental_strategy='replace_days') }}

{{ keyed_events(ref('int_video__completed'), 'video', ['connect_ms', 'duration_ms']) }}
