{{!-- local_time(moment): wall-clock time, in the catalog's time zone, of a UTC timestamp --}}
timezone('{{timezone}}', timezone('UTC', {{moment}}))
