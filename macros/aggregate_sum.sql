{{!-- aggregate_sum(value, counts): sum of exact numbers, so the same in any order --}}
coalesce(sum({{value}}) filter (where {{counts}}), 0)
