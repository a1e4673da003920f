{{!-- A KPI as a table macro: any period and filters, from SQL. A macro's parameter replaces every unqualified column of its name, so all columns are qualified. --}}
create or replace macro marts.{{name}}(
    period_start,
    period_end,
    {{#each parameters}}
    {{this}} := null,
    {{/each}}
    hours_from := null,
    hours_to := null,
    weekdays := null
) as table (

    with periods as (

        select
            'period' as grain,
            cast(period_start as date) as period_start,
            cast(period_end as date) as period_end

    ),

    {{> exact_period}}

    select
        calculated.numerator,
        calculated.denominator,
        calculated.value,
        calculated.sample_size
    from calculated

)
