with participations as (

    select * from {{ref "stg_participations"}}

),

conversations as (

    select * from {{ref "fct_conversations"}}

),

messages as (

    select * from {{ref "fct_messages"}}

),

members as (

    select * from {{ref "dim_members"}}

),

-- the first stay of each member in each conversation during which that member wrote, from arrival to leaving inclusive
first_written as (

    select
        participations.conversation_id,
        participations.member_id,
        min(participations.joined_at) as joined_at
    from participations
    inner join messages
        on participations.conversation_id = messages.conversation_id
        and participations.member_id = messages.writer_id
        and participations.joined_at <= messages.sent_at
        and (participations.left_at is null or participations.left_at >= messages.sent_at)
    where messages.is_written
    group by participations.conversation_id, participations.member_id

),

final as (

    select
        participations.conversation_id,
        conversations.project_id,
        conversations.source,
        conversations.channel,
        conversations.universe,
        conversations.theme,
        participations.member_id,
        members.role,
        members.kind,
        first_written.joined_at is not null as is_first_written,
        conversations.requested_at,
        participations.joined_at,
        participations.left_at,
        {{> local_time moment="conversations.requested_at"}} as requested_at_local,
        {{> local_time moment="participations.joined_at"}} as joined_at_local,
        {{> local_time moment="participations.left_at"}} as left_at_local
    from participations
    inner join conversations
        on participations.conversation_id = conversations.conversation_id
    left join members
        on participations.member_id = members.member_id
    left join first_written
        on participations.conversation_id = first_written.conversation_id
        and participations.member_id = first_written.member_id
        and participations.joined_at = first_written.joined_at

)

select * from final
