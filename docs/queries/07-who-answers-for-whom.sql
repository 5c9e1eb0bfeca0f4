-- Which AMK answered whose calls to 113 in 2025?
--
-- meant_for      the AMK that the calls were meant for, and belong to in every KPI
-- answered_by    the room that answered instead
-- calls
-- share          of all answered calls that were meant for the first AMK, a fraction

with answered as (
    select
        intended_room_id as meant_for,
        answering_room_id as answered_by,
        count(*) as calls,
        sum(count(*)) over (partition by intended_room_id) as all_calls
    from marts.fct_call
    where
        local_date between date '2025-01-01' and date '2025-12-31'
        and line = '113'
        and direction = 'inbound'
        and not is_test
        and outcome = 'answered'
    group by intended_room_id, answering_room_id
)

select
    meant_for,
    answered_by,
    calls,
    calls / all_calls as share
from answered
where meant_for <> answered_by
order by meant_for asc, calls desc, answered_by asc;
