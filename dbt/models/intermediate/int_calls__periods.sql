{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

{{ roll_up(ref('int_calls__daily'), 'calls') }}
