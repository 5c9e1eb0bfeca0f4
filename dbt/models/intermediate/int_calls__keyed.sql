{{ keyed_events(ref('int_calls__answered'), 'calls', ['wait_ms']) }}
