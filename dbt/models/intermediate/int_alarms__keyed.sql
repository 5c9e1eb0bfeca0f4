{{ keyed_events(ref('int_alarms__acknowledged'), 'alarms', ['acknowledge_ms']) }}
