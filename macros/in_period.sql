{{!-- in_period(local moment): the moment lies in the row's period; false where there is no moment --}}
coalesce({{moment}} >= dated.period_start and {{moment}} < dated.period_end, false)
