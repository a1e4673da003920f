{{!-- aggregate_count_distinct(value, counts): distinct values --}}
count(distinct {{value}}) filter (where {{counts}})
