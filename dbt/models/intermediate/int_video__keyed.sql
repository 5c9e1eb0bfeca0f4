{{ keyed_events(ref('int_video__completed'), 'video', ['connect_ms', 'duration_ms']) }}
