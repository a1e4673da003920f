-- The lines of the dialogue between visitor and member, at the pace of the member's skill and of the rush.

create or replace table dialogue_lines as

with turns as (

    select
        talks.*,
        numbers.turn,
        concat_ws('|', talks.conversation_id, numbers.turn) as line_key
    from talks
    inner join range(1, 21) as numbers (turn)
        on numbers.turn <= talks.turns

),

authored as (

    select
        *,
        case
            when is_internal then 'member'
            when outcome = 'visitor_only' then 'visitor'
            when outcome = 'member_only' or turn = 1 then 'member'
            when draw('insists', line_key, 100) < 18 then (case when turn % 2 = 0 then 'member' else 'visitor' end)
            when turn % 2 = 1 then 'member'
            else 'visitor'
        end as author
    from turns

),

paced as (

    select
        *,
        case
            when author = 'member' then 12 + skew('member-gap', line_key, 200) * slowness // 75
            else 8 + skew('visitor-gap', line_key, 240)
        end as gap
    from authored

)

select
    conversation_id,
    line_key,
    turn,
    author,
    case
        when is_internal then (case when turn % 2 = 1 then visitor_id else taker end)
        when author = 'visitor' then null
        when is_transferred and turn > turns // 2 + 1 then second_member
        else taker
    end as member_id,
    plus(speaks_from, sum(gap) over (partition by conversation_id order by turn)) as sent_at
from paced;
