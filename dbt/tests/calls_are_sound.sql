-- Code lists and the rules between a call's columns, in one pass over the calls: they are grouped by everything that
-- the rules look at, which leaves a few dozen rows.
with kinds as (
    select
        source_system,
        line,
        direction,
        outcome,
        was_transferred,
        answered_at is not null as has_answer_time,
        answering_room_id is not null as has_answering_room,
        wait_s is not null as has_wait,
        talk_s is not null as has_talk,
        min(wait_s) as least_wait_s,
        min(talk_s) as least_talk_s,
        min(local_hour) as first_hour,
        max(local_hour) as last_hour,
        count(*) as calls
    from {{ in_scope(ref('fct_call')) }}
    group by all
)

select *
from kinds
where
    not coalesce(
        source_system in ('iccs', 'lifex')
        and line in ('113', '116117', '116117_local', 'other')
        and direction in ('inbound', 'outbound', 'internal')
        and outcome in ('answered', 'unanswered')
        and first_hour >= 0
        and last_hour <= 23
        and has_answer_time = (outcome = 'answered')
        and has_wait = (outcome = 'answered')
        and has_talk = (outcome = 'answered')
        and (has_answering_room or outcome = 'unanswered')
        and (outcome = 'answered' or not was_transferred)
        and (outcome = 'unanswered' or (least_wait_s >= 0 and least_talk_s >= 0)),
        false
    )
