{{ quantile_periods(ref('int_video__completed'), 'video', 'connect_ms') }}
