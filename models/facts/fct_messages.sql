with messages as (

    select * from {{ref "stg_messages"}}

),

conversations as (

    select * from {{ref "fct_conversations"}}

),

members as (

    select * from {{ref "dim_members"}}

),

-- who wrote what: automatic and system messages are written by nobody, and a bot is not a member
attributed as (

    select
        messages.message_id,
        messages.conversation_id,
        messages.author,
        messages.kind,
        messages.is_automatic,
        not messages.is_automatic and messages.author in ('visitor', 'member') as is_written,
        case when messages.author = 'member' then messages.member_id end as writer_id,
        case when messages.author = 'member' then messages.member_id else conversations.member_id end as member_id,
        messages.sent_at,
        messages.email_filled_at,
        conversations.project_id,
        conversations.source,
        conversations.channel,
        conversations.universe,
        conversations.theme,
        conversations.established_at
    from messages
    inner join conversations
        on messages.conversation_id = conversations.conversation_id

),

final as (

    select
        attributed.message_id,
        attributed.conversation_id,
        attributed.project_id,
        attributed.source,
        attributed.channel,
        attributed.universe,
        attributed.theme,
        attributed.member_id,
        members.role,
        attributed.writer_id,
        attributed.author,
        attributed.kind,
        attributed.is_automatic,
        attributed.is_written,
        attributed.sent_at,
        attributed.email_filled_at,
        attributed.established_at,
        {{> local_time moment="attributed.sent_at"}} as sent_at_local,
        {{> local_time moment="attributed.email_filled_at"}} as email_filled_at_local,
        {{> local_time moment="attributed.established_at"}} as established_at_local
    from attributed
    left join members
        on attributed.member_id = members.member_id

)

select * from final
