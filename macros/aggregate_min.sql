{{!-- aggregate_min(value, counts): smallest value --}}
min({{value}}) filter (where {{counts}})
