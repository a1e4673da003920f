{{!-- aggregate_max(value, counts): largest value --}}
max({{value}}) filter (where {{counts}})
