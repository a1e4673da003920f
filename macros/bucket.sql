{{!-- bucket(grain, moment): first day of the day, ISO week, month, quarter or year of a local time or date --}}
cast(date_trunc('{{grain}}', {{moment}}) as date)
