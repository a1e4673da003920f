with messages as (

    select * from {{ref "fct_messages"}}

),

-- a member's message ends a turn, so a turn's number is how many members' messages came before
numbered as (

    select
        messages.message_id,
        messages.conversation_id,
        messages.author,
        messages.sent_at,
        count(*) filter (where messages.author = 'member') over (
            partition by messages.conversation_id
            order by messages.sent_at, messages.message_id
            rows between unbounded preceding and 1 preceding
        ) as turn
    from messages
    where messages.is_written

),

-- a turn without a visitor's message answers nothing; one without a member's is not answered yet
turns as (

    select
        numbered.conversation_id,
        numbered.turn,
        min(numbered.sent_at) filter (where numbered.author = 'visitor') as asked_at,
        max(numbered.message_id) filter (where numbered.author = 'member') as message_id
    from numbered
    group by numbered.conversation_id, numbered.turn
    having min(numbered.sent_at) filter (where numbered.author = 'visitor') is not null
        and max(numbered.message_id) filter (where numbered.author = 'member') is not null

),

ranked as (

    select
        turns.message_id,
        turns.asked_at,
        row_number() over (
            partition by turns.conversation_id
            order by turns.turn
        ) = 1 as is_first
    from turns

),

final as (

    select
        messages.message_id,
        messages.conversation_id,
        messages.project_id,
        messages.source,
        messages.channel,
        messages.universe,
        messages.theme,
        messages.member_id,
        messages.role,
        ranked.is_first,
        ranked.asked_at,
        messages.sent_at as replied_at,
        messages.sent_at_local as replied_at_local
    from ranked
    inner join messages
        on ranked.message_id = messages.message_id

)

select * from final
