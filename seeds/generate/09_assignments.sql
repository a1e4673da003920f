-- Who takes each request: one of the members connected at that instant (a second one stands by for a transfer); a hook's
-- conversation goes to the member who sent it. Long waits are cancelled more often; some requests are never taken.

create or replace table assignments as

with candidates as (

    select
        wait_plan.conversation_id,
        min(md5(wait_plan.conversation_id || session_plan.member_id) || session_plan.member_id, 2) as ranked,
        min(md5(wait_plan.conversation_id || session_plan.member_id) || session_plan.member_id)
            filter (where session_plan.uses_hook) as ranked_for_hook,
        max(session_plan.planned_end) as last_planned_end
    from wait_plan
    inner join session_plan
        on wait_plan.project_id = session_plan.project_id
        and wait_plan.taken_date = session_plan.local_date
        and wait_plan.taken_at >= session_plan.connected_at
        and wait_plan.taken_at < plus(session_plan.planned_end, -300)
    group by all

),

ways as (

    select
        wait_plan.* exclude (way),
        case
            when wait_plan.way = 'hook' and candidates.ranked_for_hook is null then 'waiting_list'
            else wait_plan.way
        end as way,
        substr(candidates.ranked[1], 33) as first_member,
        substr(candidates.ranked[2], 33) as second_member,
        substr(candidates.ranked_for_hook, 33) as hook_member,
        date_diff('second', wait_plan.requested_at, wait_plan.taken_at) as waited
    from wait_plan
    left join candidates
        on wait_plan.conversation_id = candidates.conversation_id

),

fates as (

    select
        *,
        way = 'waiting_list'
            and request_key not like 'night|%'
            and draw('cancels', request_key, 100) < case
                when waited is null then 30
                when waited > 3600 then 13
                else 4 + least(22, waited // 60)
            end as is_cancelled,
        way in ('waiting_list', 'direct')
            and request_key not like 'night|%'
            and draw('never', request_key, 1000) < case when is_launch then 110 else 26 end as is_never_taken
    from ways

)

select
    conversation_id,
    request_key,
    visit_key,
    project_id,
    visitor_id,
    local_date,
    is_launch,
    is_in_service,
    requested_at,
    first_words_at,
    way,
    universe,
    intent,
    outcome,
    load,
    is_internal,
    case way
        when 'bot' then 'direct'
        when 'internal' then 'direct'
        else way
    end as source,
    case
        when way = 'phygital' then 'store'
        when way = 'hook' then 'web'
        when way = 'internal' then 'direct'
        when draw('channel', request_key, 100) < 10 + date_diff('month', date '2025-10-01', local_date) then 'app'
        when way = 'direct' and draw('channel', request_key, 100) > 72 then 'direct'
        else 'web'
    end as channel,
    case
        when way = 'hook' then hook_member
        when way = 'internal' then (case when first_member = visitor_id then second_member else first_member end)
        else first_member
    end as taker,
    case when way not in ('hook', 'internal') then second_member end as second_member,
    -- the instant at which a member takes it, if nobody cancelled or forgot it
    case when not is_cancelled and not is_never_taken then taken_at end as taken_at,
    case
        when is_cancelled
            then plus(requested_at, 12 + draw('cancel-time', request_key, greatest(20, least(7200, coalesce(waited, 3600)) - 14)))
    end as cancelled_at
from fates
where not (way = 'internal' and coalesce(second_member, first_member) = visitor_id and first_member = visitor_id);
