{{!-- latest_join(table, matches, since, moment): joins to each row the latest of a table's rows that match it and begin no later than the moment, NULLs where there is none --}}
asof left join {{table}}
    on {{matches}}
    and {{moment}} >= {{table}}.{{since}}
