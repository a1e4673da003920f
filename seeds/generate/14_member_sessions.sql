-- Member sessions: the shifts, drawn out to the last message that the member wrote in them. Whoever is connected when the
-- data ends has no end. The last to leave on the last evening logs off at local midnight: the data's last instant, so that
-- October is complete.

create or replace table member_sessions as

with human_lines as (

    select
        message_lines.conversation_id,
        message_lines.member_id,
        message_lines.sent_at
    from message_lines
    where message_lines.author = 'member' and message_lines.member_id is not null

),

attached as (

    select
        human_lines.sent_at,
        session_plan.session_key
    from human_lines
    asof inner join session_plan
        on human_lines.member_id = session_plan.member_id
        and human_lines.sent_at >= session_plan.connected_at

),

last_written as (

    select
        session_key,
        max(sent_at) as sent_at
    from attached
    group by all

),

final as (

    select
        session_plan.session_key,
        session_plan.member_id,
        session_plan.connected_at,
        greatest(session_plan.planned_end, coalesce(plus(last_written.sent_at, 45), session_plan.planned_end)) as disconnected_at
    from session_plan
    left join last_written
        on session_plan.session_key = last_written.session_key
    where session_plan.connected_at < timestamp '2026-10-31 23:00:00'

),

ranked as (

    select
        final.*,
        row_number() over (order by known(disconnected_at) desc nulls last, session_key) as leaves_last
    from final

)

select
    format('s{:06d}', row_number() over (order by connected_at, session_key)) as session_id,
    member_id,
    connected_at,
    case when leaves_last = 1 then timestamp '2026-10-31 23:00:00' else known(disconnected_at) end as disconnected_at
from ranked;
