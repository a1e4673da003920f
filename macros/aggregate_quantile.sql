{{!-- aggregate_quantile(value, counts, at): interpolated quantile --}}
quantile_cont(cast({{value}} as double), {{at}}) filter (where {{counts}})
