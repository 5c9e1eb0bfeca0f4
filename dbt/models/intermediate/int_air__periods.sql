{{ config(materialized='incremental', incremental_strategy='replace_periods') }}

{{ roll_up(ref('int_air__daily'), 'air', place='base_id', organisations=ref('int_air_bases__organisations')) }}
