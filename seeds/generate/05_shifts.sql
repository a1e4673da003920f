-- When people are connected: five-hour shifts that rotate every week, holidays and sick days, few people on public
-- holidays, a lunch break for one in four, somebody who forgets to disconnect, and a watch over the nights of the
-- clock changes. Ends are made final in 13_member_sessions.sql, once it is known until when each member wrote.

create or replace table session_plan as

with member_days as (

    select
        member_plan.member_id,
        member_plan.number,
        member_plan.project_id,
        member_plan.uses_hook,
        day_plan.local_date,
        concat_ws('|', member_plan.member_id, day_plan.local_date) as day_key,
        (member_plan.number + date_diff('week', date '2025-09-29', day_plan.local_date)) % 3 as shift,
        day_plan.local_date + projects.opens_at as opens,
        day_plan.local_date + projects.closes_at as closes
    from member_plan
    inner join projects
        on member_plan.project_id = projects.project_id
    inner join day_plan
        on member_plan.project_id = day_plan.project_id
        and day_plan.is_open
        and day_plan.local_date >= member_plan.joined_on
        and (member_plan.left_on is null or day_plan.local_date < member_plan.left_on)
    where
        member_plan.kind = 'human'
        and (member_plan.project_id = 'maison' or (member_plan.number + day_plan.weekday) % 7 < 5)
        and draw('leave', concat_ws('|', member_plan.member_id, date_trunc('week', day_plan.local_date)), 100) >= 9
        and draw('sick', concat_ws('|', member_plan.member_id, day_plan.local_date), 100) >= 3
        and (not day_plan.is_holiday or draw('on-duty', concat_ws('|', member_plan.member_id, day_plan.local_date), 100) < 40)
        and (member_plan.role < 4 or draw('lead', concat_ws('|', member_plan.member_id, day_plan.local_date), 100) < 60)

),

shifts as (

    select
        *,
        case shift
            when 0 then plus(opens, skew('early', day_key, 1200) - 240)
            when 1 then plus(opens, date_diff('second', opens, closes) // 2 - 9000 + draw('middle', day_key, 1200))
            else plus(closes, -18000 + draw('late', day_key, 600))
        end as begins,
        draw('lunch', day_key, 100) < 25 as has_break
    from member_days

),

parts as (

    select
        shifts.*,
        numbers.part,
        case
            when numbers.part = 2 then plus(shifts.begins, 9000 + 2400)
            else shifts.begins
        end as part_begins,
        case
            when shifts.has_break and numbers.part = 1 then plus(shifts.begins, 9000)
            when shifts.shift = 2
                then plus(shifts.closes, draw('stays', shifts.day_key, 600) + case when draw('forgets', shifts.day_key, 100) < 2 then 6000 else 0 end)
            else plus(shifts.begins, 17400 + draw('length', shifts.day_key, 1500))
        end as part_ends
    from shifts
    inner join range(1, 3) as numbers (part)
        on numbers.part = 1 or shifts.has_break

),

shift_rows as (

    select
        concat_ws('|', day_key, part) as session_key,
        member_id,
        project_id,
        uses_hook,
        local_date,
        utc(part_begins) as connected_at,
        utc(part_ends) as planned_end
    from parts

),

-- the nights on which the clocks change, and the last evening, when one member stays connected
special_rows as (

    select
        concat('special|', session_date) as session_key,
        member_id,
        'sport' as project_id,
        member_id = 'mb018' as uses_hook,
        session_date as local_date,
        connected_at,
        planned_end
    from (values
        ('mb018', date '2025-10-26', timestamp '2025-10-25 22:10:00', timestamp '2025-10-26 02:30:00'),
        ('mb020', date '2026-03-29', timestamp '2026-03-28 23:10:00', timestamp '2026-03-29 02:30:00'),
        ('mb018', date '2026-10-25', timestamp '2026-10-24 22:10:00', timestamp '2026-10-25 02:30:00'),
        ('mb025', date '2026-10-31', timestamp '2026-10-31 21:30:00', timestamp '2026-10-31 23:40:00')
    ) as nights (member_id, session_date, connected_at, planned_end)

)

select * from shift_rows
union all
select * from special_rows;
