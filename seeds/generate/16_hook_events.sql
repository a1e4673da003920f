-- The hook: some members send bubbles while connected, more during the launch; those of the stronger members are clicked
-- more often. A click that leads to a conversation carries its id.

create or replace table hook_events as

with sent_in_sessions as (

    select
        session_plan.member_id,
        session_plan.project_id,
        concat_ws('|', session_plan.session_key, copies.copy) as hook_key,
        plus(session_plan.connected_at, 120 + draw(
            'hook-time', concat_ws('|', session_plan.session_key, copies.copy),
            date_diff('second', session_plan.connected_at, session_plan.planned_end) - 300
        )) as triggered_at,
        member_plan.skill
    from session_plan
    inner join member_plan
        on session_plan.member_id = member_plan.member_id
    inner join day_plan
        on session_plan.project_id = day_plan.project_id
        and session_plan.local_date = day_plan.local_date
    inner join (
        select range as copy
        from range(12 * (select scale_root from settings))
    ) as copies
        on copies.copy < whole(
            'hooks', session_plan.session_key,
            11 * day_plan.growth * (select scale_root from settings) * case when day_plan.is_launch then 4 else 1 end
        )
    where session_plan.uses_hook and not session_plan.session_key like 'special%'

),

unanswered as (

    select
        *,
        format(
            'v{}{:07d}',
            case project_id when 'maison' then 'a' when 'mode' then 'm' else 's' end,
            2 * (1 + draw('hook-visitor', hook_key, 5000 * (select scale from settings)))
        ) as visitor_id,
        draw('hook-shown', hook_key, 100) < 84 as is_shown,
        draw('hook-clicked', hook_key, 100) < greatest(2, (skill - 50) // 4) as is_clicked
    from sent_in_sessions

),

from_conversations as (

    select
        member_id,
        project_id,
        conversation_id as hook_key,
        plus(requested_at, -18 - draw('hook-lead', conversation_id, 50)) as triggered_at,
        visitor_id,
        requested_at,
        conversation_id
    from conversations
    where source = 'hook'

),

events as (

    select hook_key, project_id, member_id, visitor_id, triggered_at as occurred_at, 'trigger' as event, null::varchar as conversation_id
    from unanswered
    union all
    select hook_key, project_id, member_id, visitor_id, plus(triggered_at, 2 + draw('shown-after', hook_key, 5)), 'display', null
    from unanswered
    where is_shown
    union all
    select hook_key, project_id, member_id, visitor_id, plus(triggered_at, 9 + draw('clicked-after', hook_key, 60)), 'click', null
    from unanswered
    where is_shown and is_clicked
    union all
    select hook_key, project_id, member_id, visitor_id, triggered_at, 'trigger', null
    from from_conversations
    union all
    select hook_key, project_id, member_id, visitor_id, plus(triggered_at, 3), 'display', null
    from from_conversations
    union all
    select hook_key, project_id, member_id, visitor_id, plus(requested_at, -1), 'click', conversation_id
    from from_conversations

)

select
    format('h{:06d}', row_number() over (order by occurred_at, hook_key, event)) as event_id,
    project_id,
    member_id,
    visitor_id,
    occurred_at,
    event,
    conversation_id
from events
where occurred_at < timestamp '2026-10-31 23:00:00';
