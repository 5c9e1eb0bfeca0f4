-- Code lists and the rules between the columns of alarms, video sessions and NødSMS days.
select 'alarm ' || alarm_id as broken
from {{ in_scope(ref('fct_ambulance_alarm')) }}
where
    not coalesce(
        urgency in ('akutt', 'haster', 'vanlig')
        and channel in ('nodnett', 'mobile')
        and (acknowledged_at is null) = (acknowledge_s is null)
        and coalesce(acknowledge_s, 0) >= 0
        and local_hour between 0 and 23,
        false
    )
union all
select 'session ' || session_id
from {{ in_scope(ref('fct_video_session')) }}
where
    not coalesce(
        solution in ('hjelp113', 'bliksund')
        and status in ('completed', 'failed', 'declined', 'expired')
        and (status = 'completed') = (started_at is not null)
        and (status = 'completed') = (ended_at is not null)
        and (status = 'completed') = (connect_s is not null)
        and (status = 'completed') = (duration_s is not null)
        and coalesce(connect_s, 0) >= 0
        and coalesce(duration_s, 0) >= 0
        and local_hour between 0 and 23,
        false
    )
union all
select 'NødSMS ' || local_date
from {{ ref('fct_nodsms_day') }}
where not coalesce(received = forwarded + filtered and forwarded >= 0 and filtered >= 0 and test_messages >= 0, false)
