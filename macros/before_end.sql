{{!-- before_end(local moment): the moment lies before the end of the row's period; false where there is no moment --}}
coalesce({{moment}} < dated.period_end, false)
