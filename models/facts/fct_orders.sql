with orders as (

    select * from {{ref "stg_orders"}}

),

conversations as (

    select * from {{ref "fct_conversations"}}

),

messages as (

    select * from {{ref "fct_messages"}}

),

last_messages as (

    select
        orders.order_id,
        max(messages.sent_at) as last_message_before_at
    from orders
    inner join messages
        on orders.conversation_id = messages.conversation_id
        and messages.sent_at <= orders.ordered_at
    where messages.is_written
    group by orders.order_id

),

final as (

    select
        orders.order_id,
        orders.project_id,
        orders.visitor_id,
        orders.channel,
        orders.conversation_id,
        orders.delivery_id,
        conversations.project_id as conversation_project_id,
        conversations.channel as conversation_channel,
        conversations.source,
        conversations.universe,
        conversations.theme,
        conversations.member_id,
        conversations.role,
        coalesce(conversations.established_at <= orders.ordered_at, false) as is_attributed,
        orders.return_reason,
        orders.amount_incl_tax,
        orders.amount_excl_tax,
        conversations.established_at,
        conversations.closed_at as conversation_closed_at,
        last_messages.last_message_before_at,
        orders.ordered_at,
        orders.cancelled_at,
        orders.returned_at,
        {{> local_time moment="conversations.closed_at"}} as conversation_closed_at_local,
        {{> local_time moment="orders.ordered_at"}} as ordered_at_local,
        {{> local_time moment="orders.cancelled_at"}} as cancelled_at_local,
        {{> local_time moment="orders.returned_at"}} as returned_at_local
    from orders
    left join conversations
        on orders.conversation_id = conversations.conversation_id
    left join last_messages
        on orders.order_id = last_messages.order_id

)

select * from final
