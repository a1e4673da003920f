with ratings as (

    select * from {{ref "stg_ratings"}}

),

conversations as (

    select * from {{ref "fct_conversations"}}

),

members as (

    select * from {{ref "dim_members"}}

),

final as (

    select
        ratings.rating_id,
        ratings.conversation_id,
        conversations.project_id,
        conversations.source,
        conversations.channel,
        conversations.universe,
        conversations.theme,
        ratings.member_id,
        members.role,
        ratings.score,
        ratings.welcome_score,
        ratings.wait_score,
        ratings.answer_score,
        ratings.comment,
        conversations.closed_at as conversation_closed_at,
        ratings.requested_at,
        ratings.given_at,
        {{> local_time moment="conversations.closed_at"}} as conversation_closed_at_local,
        {{> local_time moment="ratings.requested_at"}} as requested_at_local,
        {{> local_time moment="ratings.given_at"}} as given_at_local
    from ratings
    inner join conversations
        on ratings.conversation_id = conversations.conversation_id
    left join members
        on ratings.member_id = members.member_id

)

select * from final
