{{!-- warn: a recipient reacted to a message before it was sent --}}
with delivery_events as (

    select * from {{source "delivery_events"}}

),

deliveries as (

    select * from {{source "deliveries"}}

)

select
    delivery_events.event_id,
    delivery_events.delivery_id,
    delivery_events.event,
    delivery_events.occurred_at,
    deliveries.sent_at
from delivery_events
inner join deliveries
    on delivery_events.delivery_id = deliveries.delivery_id
where delivery_events.occurred_at < deliveries.sent_at
