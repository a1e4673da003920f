-- Widget openings: before most requests made on the site, and by visitors who open it and then ask nothing (more of them
-- during the launch, when the wait announced is long).

create or replace table widget_events as

with before_requests as (

    select
        conversation_id as widget_key,
        project_id,
        visitor_id,
        plus(requested_at, -3 - draw('opened', conversation_id, 20)) as occurred_at
    from talks
    where
        visit_key is not null
        and source in ('waiting_list', 'direct')
        and channel <> 'app'
        and draw('opens', conversation_id, 100) < 78

),

without_request as (

    select
        visits.visit_key as widget_key,
        visits.project_id,
        visits.visitor_id,
        plus(visits.chat_displayed_at, 5 + skew('opened', visits.visit_key, 400)) as occurred_at
    from visits
    left join talks
        on visits.visit_key = talks.visit_key
    where
        visits.chat_displayed_at is not null
        and talks.visit_key is null
        and draw('opens', visits.visit_key, 100) < 11

),

events as (

    select * from before_requests
    union all
    select * from without_request

)

select
    format('w{:06d}', row_number() over (order by occurred_at, widget_key)) as event_id,
    project_id,
    visitor_id,
    occurred_at,
    'open' as event
from events
where occurred_at < timestamp '2026-10-31 23:00:00';
