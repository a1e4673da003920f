{{!-- warn: a message was sent to a contact after that contact's abuse report --}}
with deliveries as (

    select * from {{source "deliveries"}}

),

delivery_events as (

    select * from {{source "delivery_events"}}

),

reports as (

    select
        deliveries.contact_id,
        min(delivery_events.occurred_at) as reported_at
    from delivery_events
    inner join deliveries
        on delivery_events.delivery_id = deliveries.delivery_id
    where delivery_events.event = 'abuse_report'
    group by deliveries.contact_id

)

select
    deliveries.delivery_id,
    deliveries.contact_id,
    deliveries.sent_at,
    reports.reported_at
from deliveries
inner join reports
    on deliveries.contact_id = reports.contact_id
where deliveries.sent_at > reports.reported_at
