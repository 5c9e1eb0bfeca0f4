{{ quantile_periods(ref('int_calls__keyed'), 'calls', ['wait_ms'], ['year']) }}
