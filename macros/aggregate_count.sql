{{!-- aggregate_count(value, counts): rows that count --}}
count(*) filter (where {{counts}})
