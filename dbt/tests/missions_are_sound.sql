-- Code lists and the rules between the columns of air ambulance missions and of their bases.
with bases as (
    select
        *,
        lead(valid_from) over (partition by base_id order by valid_from) as next_valid_from
    from {{ ref('dim_air_base') }}
)

select 'mission ' || mission_no as broken
from {{ in_scope(ref('fct_air_ambulance_mission')) }}
where
    not coalesce(
        vehicle in ('helicopter', 'plane', 'rescue_helicopter', 'rapid_response_car')
        and category in ('primary', 'secondary', 'other')
        and outcome in ('completed', 'aborted', 'declined')
        and (outcome = 'completed') = (cause is null)
        and coalesce(cause, 'other') in (
            'weather', 'competing_mission', 'no_longer_indicated', 'technical', 'duty_time', 'other'
        )
        and (outcome != 'declined' or coalesce(departed_at, at_patient_at, delivered_at) is null)
        and (departed_at is null) = (activation_s is null)
        and (at_patient_at is null) = (response_s is null)
        and coalesce(activation_s, 0) >= 0
        and coalesce(response_s, 0) >= 0
        and local_hour between 0 and 23,
        false
    )
union all
select 'base ' || base_id
from bases
where
    not coalesce(
        vehicle in ('helicopter', 'plane', 'rescue_helicopter')
        and vehicles > 0
        and (valid_to is null or valid_to >= valid_from)
        and (next_valid_from is null or valid_to < next_valid_from),
        false
    )
