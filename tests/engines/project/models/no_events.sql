select session_id
from {{ accepted_events('video_hjelp113') }}
