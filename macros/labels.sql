{{!-- labels(labelled): the CTE "labels", the names of dimensions' values as the catalog's models have them --}}
labels as (

    {{#each labelled}}
    select
        {{literal name}} as dimension,
        cast(labelled.{{key}} as varchar) as dimension_value,
        cast(labelled.{{label}} as varchar) as label
    from {{relation}} as labelled
    {{#unless @last}}

    union all

    {{/unless}}
    {{/each}}
    {{#unless labelled.length}}
    select
        cast(null as varchar) as dimension,
        cast(null as varchar) as dimension_value,
        cast(null as varchar) as label
    where false
    {{/unless}}

),
