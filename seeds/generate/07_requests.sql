-- Requests for a conversation: from a targeted visit (web, app), or in a store (phygital); and a few conversations
-- between members. What each is about, how it came, what will become of it.

create or replace table request_plan as

with from_visits as (

    select
        'visit|' || visit_key as request_key,
        visit_key,
        project_id,
        visitor_id,
        local_date,
        is_launch,
        is_in_service,
        plus(started_at, 35 + skew('hesitates', visit_key, 900)) as requested_at,
        false as is_store,
        false as is_internal
    from visit_plan
    where
        is_targeted
        and draw('asks', visit_key, 1000) < case
            when is_launch then 290
            when is_in_service then 338
            else 125
        end

),

store_days as (

    select
        day_plan.project_id,
        day_plan.local_date,
        day_plan.is_launch,
        concat_ws('|', 'store', day_plan.project_id, day_plan.local_date, copies.copy) as request_key
    from day_plan
    inner join (
        select range as copy
        from range((select max(store_chats) from day_plan))
    ) as copies
        on copies.copy < day_plan.store_chats

),

from_stores as (

    select
        store_days.request_key,
        null::varchar as visit_key,
        store_days.project_id,
        format('q{}{:07d}', project_plan.letter, row_number() over (
            partition by store_days.project_id
            order by store_days.local_date, store_days.request_key
        )) as visitor_id,
        store_days.local_date,
        store_days.is_launch,
        true as is_in_service,
        utc(plus(store_days.local_date::timestamp, 36000 + draw('store-time', store_days.request_key, 32400))) as requested_at,
        true as is_store,
        false as is_internal
    from store_days
    inner join project_plan
        on store_days.project_id = project_plan.project_id

),

-- a request over the night of each clock change, taken by the member on watch
from_nights as (

    select
        'night|' || rows.local_date as request_key,
        null::varchar as visit_key,
        'sport' as project_id,
        rows.visitor_id,
        rows.local_date,
        false as is_launch,
        true as is_in_service,
        rows.requested_at,
        false as is_store,
        false as is_internal
    from (values
        ('vs0000002', date '2025-10-26', timestamp '2025-10-26 00:30:00'),
        ('vs0000004', date '2026-03-29', timestamp '2026-03-29 00:30:00'),
        ('vs0000006', date '2026-10-25', timestamp '2026-10-25 00:30:00')
    ) as rows (visitor_id, local_date, requested_at)

),

internal as (

    select
        'internal|' || session_key as request_key,
        null::varchar as visit_key,
        project_id,
        member_id as visitor_id,
        local_date,
        false as is_launch,
        true as is_in_service,
        plus(connected_at, 600 + draw('internal-time', session_key, 3000)) as requested_at,
        false as is_store,
        true as is_internal
    from session_plan
    where
        draw('internal', session_key, 1000) < 8
        and date_diff('second', connected_at, planned_end) > 6000
        and session_key not like 'special%'

),

all_requests as (

    select * from from_visits
    union all
    select * from from_stores
    union all
    select * from from_nights
    union all
    select * from internal

)

select
    format('c{:06d}', row_number() over (order by all_requests.requested_at, all_requests.request_key)) as conversation_id,
    all_requests.*,
    case
        when all_requests.is_internal then 'internal'
        when all_requests.is_store then 'phygital'
        when all_requests.request_key like 'night|%' then 'waiting_list'
        when all_requests.project_id = 'mode' and draw('bot', all_requests.request_key, 100) < (case when all_requests.is_in_service then 19 else 42 end) then 'bot'
        when all_requests.project_id = 'sport' and all_requests.local_date >= date '2026-02-02'
            and draw('bot', all_requests.request_key, 100) < (case when all_requests.is_in_service then 21 else 46 end) then 'bot'
        when draw('way', all_requests.request_key, 100) < 66 then 'waiting_list'
        when draw('way', all_requests.request_key, 100) < 84 then 'direct'
        else 'hook'
    end as way,
    case
        when not all_requests.is_internal and draw('universe-known', all_requests.request_key, 100) < 93
            then pick('universe', all_requests.request_key, project_plan.universes)
    end as universe,
    case
        when all_requests.is_internal then null
        when month(all_requests.local_date) = 1 and draw('season', all_requests.request_key, 100) < 25 then 'returns'
        when month(all_requests.local_date) = 12 and draw('season', all_requests.request_key, 100) < 25 then 'delivery'
        when all_requests.is_launch and draw('season', all_requests.request_key, 100) < 45
            then pick('launch-theme', all_requests.request_key, ['product', 'product', 'stock', 'stock', 'stock', 'sizing'])
        else pick('theme', all_requests.request_key, project_plan.themes)
    end as intent,
    case
        when all_requests.is_internal or all_requests.request_key like 'night|%' then 'dialogue'
        when draw('outcome', all_requests.request_key, 1000) < 30 then 'empty'
        when draw('outcome', all_requests.request_key, 1000) < 85 then 'visitor_only'
        when draw('outcome', all_requests.request_key, 1000) < 135 then 'member_only'
        else 'dialogue'
    end as outcome,
    plus(all_requests.requested_at, 4 + skew('question', all_requests.request_key, 160)) as first_words_at
from all_requests
inner join project_plan
    on all_requests.project_id = project_plan.project_id
where all_requests.requested_at < timestamp '2026-10-31 22:59:00';
