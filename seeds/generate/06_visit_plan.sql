-- Visits of the three sites, before it is known to whom the chat was shown (that depends on how busy the members were:
-- 15_visits.sql). Visitors come back; bounces depend on where they came from; e-mail traffic peaks with the mailings.

create or replace table visit_plan as

with numbered as (

    select
        day_plan.project_id,
        day_plan.local_date,
        day_plan.is_launch,
        day_plan.is_open and not (day_plan.is_holiday and day_plan.project_id <> 'sport') as is_staffed,
        concat_ws('|', day_plan.project_id, day_plan.local_date, copies.copy) as visit_key
    from day_plan
    inner join (
        select range as copy
        from range((select max(visits) from day_plan))
    ) as copies
        on copies.copy < day_plan.visits

),

timed as (

    select
        numbered.*,
        case
            -- the last thing that happens in the data
            when numbered.visit_key = 'sport|2026-10-31|0' then timestamp '2026-10-31 23:59:40'
            else plus(numbered.local_date::timestamp, hour_plan.hour * 3600 + draw('second', numbered.visit_key, 3600))
        end as started_local
    from numbered
    inner join hour_plan
        on numbered.project_id = hour_plan.project_id
        and hour_plan.slot = draw('hour', numbered.visit_key, 100)

),

drawn as (

    select
        timed.*,
        utc(timed.started_local) as started_at,
        timed.is_staffed
            and timed.started_local::time >= projects.opens_at
            and timed.started_local::time < projects.closes_at as is_in_service,
        pick('traffic', timed.visit_key, case
            when timed.is_launch then ['paid', 'paid', 'paid', 'social', 'social', 'direct', 'organic', 'email']
            when month(timed.local_date) in (11, 12) then ['paid', 'paid', 'organic', 'organic', 'direct', 'direct', 'social', 'email', 'email', 'referral']
            when day(timed.local_date) between 4 and 6 then ['email', 'email', 'email', 'organic', 'organic', 'direct', 'direct', 'paid', 'referral']
            when timed.project_id = 'maison' then ['organic', 'organic', 'organic', 'organic', 'direct', 'direct', 'paid', 'referral', 'email', 'organic']
            else ['organic', 'organic', 'organic', 'direct', 'direct', 'direct', 'paid', 'paid', 'social', 'email', 'referral']
        end) as traffic_source,
        row_number() over (partition by timed.project_id order by timed.started_local, timed.visit_key) as number
    from timed
    inner join projects
        on timed.project_id = projects.project_id

),

with_pages as (

    select
        *,
        case
            when draw('bounce', visit_key, 100) < case traffic_source
                when 'paid' then 47
                when 'social' then 54
                when 'direct' then 27
                when 'email' then 25
                else 36
            end then 1
            else 2 + skew('pages', visit_key, 24)
        end as page_views,
        -- four visits in ten bring a new visitor, the others go back to an earlier one
        case
            when draw('new', visit_key, 100) < 40 or number <= 80 * (select scale from settings) then number
            else greatest(2, number - 18 * (select scale from settings) - skew('back', visit_key, least(number, 3000 * (select scale from settings)))) // 2 * 2
        end as visitor_number
    from drawn

)

select
    with_pages.visit_key,
    with_pages.project_id,
    format('v{}{:07d}', project_plan.letter, with_pages.visitor_number) as visitor_id,
    with_pages.local_date,
    with_pages.is_launch,
    with_pages.is_in_service,
    with_pages.started_at,
    with_pages.traffic_source,
    with_pages.page_views::integer as page_views,
    case
        when with_pages.page_views = 1 and draw('touch', with_pages.visit_key, 100) < 85 then 0
        else 1 + draw('interactions', with_pages.visit_key, with_pages.page_views + 1)
    end::integer as interactions,
    draw('targeted', with_pages.visit_key, 100) < case
        when with_pages.page_views = 1 then 30
        when with_pages.is_launch then 90
        else 74
    end as is_targeted
from with_pages
inner join project_plan
    on with_pages.project_id = project_plan.project_id;
