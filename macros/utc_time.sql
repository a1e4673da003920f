{{!-- utc_time(moment): the UTC timestamp of a wall-clock time in the catalog's time zone --}}
timezone('UTC', timezone('{{timezone}}', {{moment}}))
