{{!-- seconds(start, stop): elapsed seconds between two UTC timestamps, exact to the microsecond (DECIMAL, so that sums don't depend on order) --}}
cast(date_diff('microsecond', {{start}}, {{stop}}) as decimal(20, 0)) * cast(0.000001 as decimal(7, 6))
