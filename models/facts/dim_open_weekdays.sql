with projects as (

    select * from {{ref "stg_projects"}}

),

-- `1-5` is one span of days, `1,2,6` are three of one day each
spans as (

    select
        projects.project_id,
        unnest(string_split(replace(projects.open_weekdays, ' ', ''), ',')) as span
    from projects

),

bounded as (

    select
        spans.project_id,
        try_cast(left(spans.span, 1) as integer) as first_weekday,
        try_cast(right(spans.span, 1) as integer) as last_weekday
    from spans

),

final as (

    select distinct
        bounded.project_id,
        cast(weekdays.weekday as integer) as weekday
    from bounded
    cross join unnest(generate_series(1, 7)) as weekdays(weekday)
    where case
        when bounded.first_weekday <= bounded.last_weekday
            then weekdays.weekday >= bounded.first_weekday and weekdays.weekday <= bounded.last_weekday
        else weekdays.weekday >= bounded.first_weekday or weekdays.weekday <= bounded.last_weekday
    end

)

select * from final
