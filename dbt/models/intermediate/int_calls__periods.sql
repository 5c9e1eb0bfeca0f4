{{ roll_up(ref('int_calls__daily'), 'calls') }}
