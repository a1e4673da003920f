with orders as (

    select * from {{ref "stg_orders"}}

),

conversations as (

    select * from {{ref "fct_conversations"}}

),

all_conversations as (

    select * from {{ref "stg_conversations"}}

),

messages as (

    select * from {{ref "fct_messages"}}

),

-- an order that came out of a conversation between members counts nowhere
external as (

    select orders.*
    from orders
    left join all_conversations
        on orders.conversation_id = all_conversations.conversation_id
    where not coalesce(all_conversations.is_internal, false)

),

last_messages as (

    select
        external.order_id,
        max(messages.sent_at) as last_message_before_at
    from external
    inner join messages
        on external.conversation_id = messages.conversation_id
        and messages.sent_at <= external.ordered_at
    where messages.is_written
    group by external.order_id

),

final as (

    select
        external.order_id,
        external.project_id,
        external.visitor_id,
        external.channel,
        external.conversation_id,
        external.delivery_id,
        conversations.project_id as conversation_project_id,
        conversations.channel as conversation_channel,
        conversations.source,
        conversations.universe,
        conversations.theme,
        conversations.member_id,
        conversations.role,
        coalesce(conversations.established_at <= external.ordered_at, false) as is_attributed,
        external.return_reason,
        external.amount_incl_tax,
        external.amount_excl_tax,
        conversations.established_at,
        conversations.closed_at as conversation_closed_at,
        last_messages.last_message_before_at,
        external.ordered_at,
        external.cancelled_at,
        external.returned_at,
        {{> local_time moment="conversations.closed_at"}} as conversation_closed_at_local,
        {{> local_time moment="external.ordered_at"}} as ordered_at_local,
        {{> local_time moment="external.cancelled_at"}} as cancelled_at_local,
        {{> local_time moment="external.returned_at"}} as returned_at_local
    from external
    left join conversations
        on external.conversation_id = conversations.conversation_id
    left join last_messages
        on external.order_id = last_messages.order_id

)

select * from final
