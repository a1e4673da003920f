{{!-- before_start(local moment): the moment lies before the start of the row's period; false where there is no moment --}}
coalesce({{moment}} < dated.period_start, false)
