-- The calendar: 2025-10-01 to 2026-10-31 in Paris. It tells the year's growth, the week's rhythm, the quiet public
-- holidays, Black Friday, the run-up to Christmas, the sales, and the launch of 2026-05-19 at the sport shop.

create or replace table day_plan as

with days as (

    select
        day::date as local_date,
        isodow(day::date) as weekday,
        date_diff('month', date '2025-10-01', day::date) as month_index
    from range(timestamp '2025-10-01', timestamp '2026-11-01', interval 1 day) as dates (day)

),

public_holidays as (

    select unnest([
        date '2025-11-01', date '2025-11-11', date '2025-12-25', date '2026-01-01', date '2026-04-06', date '2026-05-01',
        date '2026-05-08', date '2026-05-14', date '2026-05-25', date '2026-07-14', date '2026-08-15'
    ]) as local_date

),

described as (

    select
        project_plan.project_id,
        days.local_date,
        days.weekday,
        public_holidays.local_date is not null as is_holiday,
        project_plan.project_id = 'sport'
            and days.local_date between date '2026-05-19' and date '2026-06-01' as is_launch,
        days.weekday <= project_plan.last_open_weekday as is_open,
        project_plan.visits_per_day,
        project_plan.store_chats_per_1000_days,
        [66, 76, 88, 80, 82, 88, 92, 98, 102, 98, 92, 114, 124][days.month_index + 1] as growth,
        [104, 96, 95, 97, 101, 110, 116][days.weekday] as rhythm,
        case when public_holidays.local_date is not null then 45 else 100 end as quiet
    from days
    cross join project_plan
    left join public_holidays
        on days.local_date = public_holidays.local_date

),

with_events as (

    select
        *,
        case
            when is_launch and local_date < date '2026-05-23' then 950
            when is_launch and local_date < date '2026-05-27' then 760
            when is_launch then 560
            when local_date between date '2025-11-24' and date '2025-12-01' and project_id = 'mode' then 230
            when local_date between date '2025-11-24' and date '2025-12-01' then 170
            when local_date between date '2025-12-08' and date '2025-12-21' then 140
            when local_date between date '2026-01-07' and date '2026-01-18' then 150
            when local_date between date '2026-06-24' and date '2026-07-05' then 140
            else 100
        end as event
    from described

)

select
    project_id,
    local_date,
    weekday,
    is_holiday,
    is_launch,
    is_open,
    growth,
    whole(
        'visits', concat_ws('|', project_id, local_date),
        (
            visits_per_day * growth * rhythm * quiet // 1000 * event // 100
            * (88 + draw('visits-noise', concat_ws('|', project_id, local_date), 25)) // 100
        ) * (select scale from settings)
    ) as visits,
    case
        when weekday = 7 or is_holiday then 0
        else whole(
            'store-chats', concat_ws('|', project_id, local_date),
            store_chats_per_1000_days * growth // 100 * (select scale from settings)
        )
    end as store_chats
from with_events;

-- the day's rhythm: how many visits of 100 begin in each hour (lunch and evening), one row per hundredth
create or replace table hour_plan as

with weights as (

    select * from (values
        ('maison', [1, 0, 0, 0, 0, 0, 1, 2, 3, 5, 7, 7, 8, 9, 7, 6, 5, 5, 6, 6, 8, 8, 4, 2]),
        ('mode', [1, 1, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 9, 8, 5, 4, 4, 5, 7, 8, 10, 10, 5, 2]),
        ('sport', [1, 0, 0, 0, 0, 1, 3, 5, 4, 4, 4, 5, 9, 8, 4, 4, 5, 7, 9, 9, 8, 6, 3, 1])
    ) as hours (project_id, weights)

),

hours as (

    select
        weights.project_id,
        numbers.hour,
        unnest(range(weights.weights[numbers.hour + 1])) as copy
    from weights
    cross join range(24) as numbers (hour)

)

select
    project_id,
    row_number() over (partition by project_id order by hour, copy) - 1 as slot,
    hour
from hours;
