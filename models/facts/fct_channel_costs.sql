with channel_costs as (

    select * from {{ref "stg_channel_costs"}}

),

-- one row per day of each month, a month that is not over included
spread as (

    select
        channel_costs.project_id,
        channel_costs.sales_channel,
        channel_costs.cost,
        channel_costs.contacts,
        channel_costs.sales,
        day(last_day(channel_costs.month)) as days_in_month,
        cast(days.moment as date) as cost_date
    from channel_costs
    cross join unnest(generate_series(
        cast(date_trunc('month', channel_costs.month) as timestamp),
        cast(last_day(channel_costs.month) as timestamp),
        interval 1 day
    )) as days(moment)

),

final as (

    select
        spread.project_id,
        spread.sales_channel,
        {{> daily_share amount="spread.cost" day="day(spread.cost_date)" days="spread.days_in_month"}} as cost,
        {{> daily_share amount="cast(spread.contacts as bigint)" day="day(spread.cost_date)" days="spread.days_in_month"}} as contacts,
        {{> daily_share amount="cast(spread.sales as bigint)" day="day(spread.cost_date)" days="spread.days_in_month"}} as sales,
        spread.cost_date
    from spread

)

select * from final
