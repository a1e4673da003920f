with conversations as (

    select * from {{ref "stg_conversations"}}

),

messages as (

    select * from {{ref "stg_messages"}}

),

orders as (

    select * from {{ref "stg_orders"}}

),

participations as (

    select * from {{ref "stg_participations"}}

),

members as (

    select * from {{ref "dim_members"}}

),

-- conversations between members count nowhere
external as (

    select
        conversations.*,
        case when conversations.source = 'waiting_list' then conversations.handled_at else conversations.requested_at end as started_at
    from conversations
    where not conversations.is_internal

),

-- automatic and system messages are written by nobody, and a bot is not a member
written as (

    select
        messages.conversation_id,
        min(messages.sent_at) filter (where messages.author = 'visitor') as first_visitor_message_at,
        min(messages.sent_at) filter (where messages.author = 'member') as first_member_message_at,
        max(messages.sent_at) as last_message_at,
        max(messages.sent_at) filter (where messages.author = 'visitor' and messages.sent_at <= external.closed_at) as last_visitor_message_to_closing_at
    from messages
    inner join external
        on messages.conversation_id = external.conversation_id
    where not messages.is_automatic
        and messages.author in ('visitor', 'member')
    group by messages.conversation_id

),

established as (

    select
        external.*,
        written.first_visitor_message_at,
        written.first_member_message_at,
        written.last_message_at,
        written.last_visitor_message_to_closing_at,
        case
            when written.first_visitor_message_at is not null and written.first_member_message_at is not null
                then greatest(written.first_visitor_message_at, written.first_member_message_at)
        end as established_at,
        case
            when external.source = 'waiting_list'
                and (external.handled_at is null or written.first_visitor_message_at < external.handled_at)
                then written.first_visitor_message_at
        end as question_at
    from external
    left join written
        on external.conversation_id = written.conversation_id

),

sold as (

    select distinct established.conversation_id
    from established
    inner join orders
        on established.conversation_id = orders.conversation_id
    where orders.ordered_at >= established.established_at
        and orders.cancelled_at is null

),

-- people and bots who had joined by the closing
closing_participants as (

    select
        established.conversation_id,
        bool_or(members.kind = 'bot') as has_bot,
        bool_or(members.kind = 'human') as has_human
    from established
    inner join participations
        on established.conversation_id = participations.conversation_id
        and established.closed_at >= participations.joined_at
    inner join members
        on participations.member_id = members.member_id
    group by established.conversation_id

),

-- a bot wrote between the visitor's first message and the closing, either instant included
bot_replies as (

    select distinct established.conversation_id
    from established
    inner join messages
        on established.conversation_id = messages.conversation_id
        and established.first_visitor_message_at <= messages.sent_at
        and established.closed_at >= messages.sent_at
    where messages.author = 'bot'
        and not messages.is_automatic

),

final as (

    select
        established.conversation_id,
        established.project_id,
        established.visitor_id,
        established.member_id,
        members.role,
        established.source,
        established.channel,
        established.universe,
        established.theme,
        established.is_blocked,
        sold.conversation_id is not null as has_sale,
        coalesce(closing_participants.has_bot, false) as has_bot_by_closing,
        coalesce(closing_participants.has_human, false) as has_human_by_closing,
        coalesce(established.first_visitor_message_at <= established.closed_at, false) as has_visitor_message_by_closing,
        bot_replies.conversation_id is not null as has_bot_reply_by_closing,
        established.requested_at + interval 24 hour <= {{data_end}} as is_a_day_old,
        established.requested_at,
        established.handled_at,
        established.cancelled_at,
        established.closed_at,
        established.started_at,
        established.question_at,
        established.first_visitor_message_at,
        established.first_member_message_at,
        established.established_at,
        established.last_message_at,
        established.last_visitor_message_to_closing_at,
        {{> local_time moment="established.requested_at"}} as requested_at_local,
        {{> local_time moment="established.handled_at"}} as handled_at_local,
        {{> local_time moment="established.cancelled_at"}} as cancelled_at_local,
        {{> local_time moment="established.closed_at"}} as closed_at_local,
        {{> local_time moment="established.started_at"}} as started_at_local,
        {{> local_time moment="established.question_at"}} as question_at_local,
        {{> local_time moment="established.established_at"}} as established_at_local,
        {{> local_time moment="established.last_message_at"}} as last_message_at_local
    from established
    left join members
        on established.member_id = members.member_id
    left join sold
        on established.conversation_id = sold.conversation_id
    left join closing_participants
        on established.conversation_id = closing_participants.conversation_id
    left join bot_replies
        on established.conversation_id = bot_replies.conversation_id

)

select * from final
