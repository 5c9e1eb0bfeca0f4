{{ config(materialized='incremental', incremental_strategy='replace_days') }}

select
    mission_no,
    base_id,
    resource,
    vehicle,
    category,
    alerted_at,
    departed_at,
    at_patient_at,
    delivered_at,
    outcome,
    cause,
    activation_s,
    response_s,
    clock_skew,
    time_ambiguous,
    local_date,
    local_hour,
    delivery_id
from {{ ref('stg_air_ambulance_missions') }}
