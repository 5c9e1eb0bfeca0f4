{{ quantile_periods(ref('int_calls__waits'), 'calls', 'wait_ms') }}
