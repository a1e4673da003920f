with program_costs as (

    select * from {{ref "stg_program_costs"}}

),

-- one row per day of each month, a month that is not over included
spread as (

    select
        program_costs.project_id,
        program_costs.cost,
        day(last_day(program_costs.month)) as days_in_month,
        cast(days.moment as date) as cost_date
    from program_costs
    cross join unnest(generate_series(
        cast(date_trunc('month', program_costs.month) as timestamp),
        cast(last_day(program_costs.month) as timestamp),
        interval 1 day
    )) as days(moment)

),

final as (

    select
        spread.project_id,
        {{> daily_share amount="spread.cost" day="day(spread.cost_date)" days="spread.days_in_month"}} as cost,
        spread.cost_date
    from spread

)

select * from final
