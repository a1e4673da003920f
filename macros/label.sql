{{!-- label(column): a dimension's value as text, with a name for its absence --}}
coalesce(cast({{column}} as varchar), '(none)')
