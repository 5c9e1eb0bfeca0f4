{{ roll_up(ref('int_video__daily'), 'video') }}
