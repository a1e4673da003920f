{{!-- aggregate_average(value, counts): an entity's mean, rounded to 9 decimals so that it can be added up exactly --}}
cast(cast(sum({{value}}) filter (where {{counts}}) as double) / nullif(count({{value}}) filter (where {{counts}}), 0) as decimal(28, 9))
