-- How long each request waits and when a member could take it: the wait grows with the day's requests per connected
-- member (the launch, Black Friday), requests outside the presence of members wait for the next ones to connect
-- (a whole weekend at the home shop), a few are forgotten for a day or two, some are never taken.

create or replace table wait_plan as

with requests_by_day as (

    select
        project_id,
        local_date,
        count(*) as requests
    from request_plan
    where is_in_service and not is_internal
    group by all

),

presence_by_day as (

    select
        project_id,
        local_date,
        sum(date_diff('second', connected_at, planned_end)) // 3600 as hours
    from session_plan
    group by all

),

loads as (

    select
        request_plan.*,
        least(900, (100 * coalesce(requests_by_day.requests, 0))
            // (greatest(4, coalesce(presence_by_day.hours, 0)) * (select scale_root from settings))) as load
    from request_plan
    left join requests_by_day
        on request_plan.project_id = requests_by_day.project_id
        and request_plan.local_date = requests_by_day.local_date
    left join presence_by_day
        on request_plan.project_id = presence_by_day.project_id
        and request_plan.local_date = presence_by_day.local_date

),

waits as (

    select
        *,
        case
            when request_key like 'night|%' then 3600
            when way in ('hook', 'internal') then 0
            when way = 'phygital' then 2 + skew('wait', request_key, 60)
            when way = 'direct' then 8 + skew('wait', request_key, 60 + load * load // 30)
            when way = 'bot' then 70 + draw('wait', request_key, 110)
            else 8 + skew('wait', request_key, 150 + load * load // 6)
                + case when draw('forgotten', request_key, 1000) < 16 then 86400 * (1 + draw('days', request_key, 2)) else 0 end
        end as wait_seconds
    from loads

),

wanted as (

    select
        *,
        plus(requested_at, wait_seconds) as wanted_at,
        paris(plus(requested_at, wait_seconds))::date as wanted_date
    from waits

),

-- somebody of the shop is connected at that instant, with five minutes left
covered as (

    select distinct
        wanted.conversation_id
    from wanted
    inner join session_plan
        on wanted.project_id = session_plan.project_id
        and wanted.wanted_date = session_plan.local_date
        and wanted.wanted_at >= session_plan.connected_at
        and wanted.wanted_at < plus(session_plan.planned_end, -300)

),

next_sessions as (

    select
        project_id,
        connected_at,
        max(planned_end) as planned_end
    from session_plan
    group by all

)

select
    wanted.* exclude (wanted_at, wanted_date),
    case
        when covered.conversation_id is not null then wanted.wanted_at
        when wanted.way = 'hook' then null
        else plus(
            next_sessions.connected_at,
            40 + skew('backlog', wanted.request_key, least(9000, date_diff('second', next_sessions.connected_at, next_sessions.planned_end) - 400))
        )
    end as taken_at,
    paris(case
        when covered.conversation_id is not null then wanted.wanted_at
        when wanted.way = 'hook' then null
        else plus(
            next_sessions.connected_at,
            40 + skew('backlog', wanted.request_key, least(9000, date_diff('second', next_sessions.connected_at, next_sessions.planned_end) - 400))
        )
    end)::date as taken_date
from wanted
left join covered
    on wanted.conversation_id = covered.conversation_id
asof left join next_sessions
    on wanted.project_id = next_sessions.project_id
    and wanted.wanted_at <= next_sessions.connected_at;
