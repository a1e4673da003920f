with participations as (

    select * from {{ref "fct_participations"}}

),

conversations as (

    select * from {{ref "fct_conversations"}}

),

orders as (

    select * from {{ref "fct_orders"}}

),

ratings as (

    select * from {{ref "fct_ratings"}}

),

-- whoever came back counts once; whoever came after the closing, not at all
participants as (

    select distinct
        participations.conversation_id,
        participations.member_id,
        participations.kind
    from participations
    inner join conversations
        on participations.conversation_id = conversations.conversation_id
        and participations.joined_at <= conversations.closed_at

),

ordered as (

    select
        orders.conversation_id,
        count(*) as order_count,
        sum(orders.amount_incl_tax) as revenue
    from orders
    where orders.cancelled_at is null
    group by orders.conversation_id

),

rated as (

    select
        ratings.conversation_id,
        count(*) as score_count,
        count(*) filter (where ratings.score >= 4) as high_score_count
    from ratings
    where ratings.score is not null
    group by ratings.conversation_id

),

final as (

    select
        participants.conversation_id,
        participants.member_id,
        participants.kind,
        conversations.project_id,
        conversations.source,
        conversations.channel,
        conversations.universe,
        conversations.theme,
        coalesce(ordered.order_count, 0) as order_count,
        coalesce(ordered.revenue, 0) as revenue,
        coalesce(rated.score_count, 0) as score_count,
        coalesce(rated.high_score_count, 0) as high_score_count,
        conversations.closed_at,
        conversations.closed_at_local
    from participants
    inner join conversations
        on participants.conversation_id = conversations.conversation_id
    left join ordered
        on participants.conversation_id = ordered.conversation_id
    left join rated
        on participants.conversation_id = rated.conversation_id

)

select * from final
