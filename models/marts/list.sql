{{!-- The latest rows of a list in a period, the latest first; rows of one instant in the order of their texts. --}}
select
    {{#each columns}}
    cast(listed.{{column}} as varchar) as {{name}},
    {{/each}}
    cast(count(*) over () as double) as rows_of
from {{relation}} as listed
where listed.{{date}} >= cast($period_start as date)
    and listed.{{date}} < cast($period_end as date)
    {{> filters list=filters}}
order by
    listed.{{date}} desc{{#each columns}},
    cast(listed.{{column}} as varchar){{/each}}
limit {{limit}}
