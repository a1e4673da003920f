-- Contacts of the mailings: a base imported on the first morning, then visitors who subscribe during a visit, some of them
-- to a second shop. When they unsubscribe follows from 22_delivery_events.sql and, for some, from the site itself.

create or replace table contact_plan as

with imported as (

    select
        project_plan.project_id,
        format('i{}{:07d}', project_plan.letter, numbers.number) as visitor_id,
        plus(timestamp '2025-10-01 05:00:00', draw('import', concat_ws('|', project_plan.project_id, numbers.number), 3600)) as subscribed_at
    from project_plan
    inner join (
        select range as number
        from range(1, 1 + 200 * (select scale from settings))
    ) as numbers
        on numbers.number <= project_plan.visits_per_day * 4 * (select scale from settings)

),

from_visits as (

    select
        project_id,
        visitor_id,
        plus(started_at, 60 + skew('subscribes-after', visit_key, 600)) as subscribed_at
    from visits
    where
        page_views > 1
        and draw('subscribes', visit_key, 1000) < case traffic_source
            when 'social' then 75
            when 'email' then 20
            else 58
        end

),

first_subscriptions as (

    select
        project_id,
        visitor_id,
        min(subscribed_at) as subscribed_at
    from (
        select * from imported
        union all
        select * from from_visits
    )
    group by all

)

select
    format('k{:06d}', row_number() over (order by subscribed_at, visitor_id)) as contact_id,
    project_id,
    visitor_id,
    subscribed_at,
    subscribed_at < timestamp '2025-10-01 06:00:00' as is_imported
from first_subscriptions
where subscribed_at < timestamp '2026-10-31 22:59:00';
