{{!-- in_time_slot(moment, from, to): the local time of day lies in the slot, which includes its start, excludes its end and may cross midnight --}}
case when {{from}} < {{to}} then cast({{moment}} as time) >= {{from}} and cast({{moment}} as time) < {{to}} else cast({{moment}} as time) >= {{from}} or cast({{moment}} as time) < {{to}} end
