-- Deliveries and what recipients do. After an unsubscription or an abuse report nothing more is sent, but for the blemish:
-- two sends to one contact after his report, as a badly synchronised list would make. And one delivery that also bounced.

create or replace table reactions as

select
    delivery_plan.send_key,
    delivery_plan.campaign_id,
    delivery_plan.contact_id,
    delivery_plan.sent_at,
    campaign_plan.message_channel,
    campaign_plan.tracks_opens and draw('opens', delivery_plan.send_key, 1000) < campaign_plan.opens as is_opened,
    campaign_plan.tracks_clicks
        and (not campaign_plan.tracks_opens or draw('opens', delivery_plan.send_key, 1000) < campaign_plan.opens)
        and draw('clicks', delivery_plan.send_key, 1000) < campaign_plan.clicks as is_clicked,
    draw('unsubscribes', delivery_plan.send_key, 1000) < campaign_plan.unsubscribes as is_unsubscribed,
    draw('reports', delivery_plan.send_key, 1000) < campaign_plan.abuses as is_reported,
    plus(delivery_plan.sent_at, 3 + skew('delivered', delivery_plan.send_key, 90)) as arrives_at,
    plus(delivery_plan.sent_at, 180 + skew('opens-after', delivery_plan.send_key, 260000)) as opened_at
from delivery_plan
inner join campaign_plan
    on delivery_plan.campaign_id = campaign_plan.campaign_id
where not delivery_plan.is_failed;

create or replace table contact_ends as

with first_reports as (

    select
        contact_id,
        min(plus(opened_at, 240)) filter (where is_reported) as reported_at,
        min(plus(opened_at, 300)) filter (where is_unsubscribed) as unsubscribed_at
    from reactions
    group by all

),

-- the contact with the most sends planned after the report, the earliest in case of a tie
blemish as (

    select
        delivery_plan.contact_id
    from delivery_plan
    inner join first_reports
        on delivery_plan.contact_id = first_reports.contact_id
        and delivery_plan.sent_at > first_reports.reported_at
        and (first_reports.unsubscribed_at is null or delivery_plan.sent_at < first_reports.unsubscribed_at)
    group by all
    having count(*) >= 2
    order by count(*) desc, delivery_plan.contact_id
    limit 1

)

select
    contact_plan.contact_id,
    first_reports.reported_at,
    case
        when first_reports.unsubscribed_at is not null then first_reports.unsubscribed_at
        when draw('leaves', contact_plan.contact_id, 100) < 5
            then plus(contact_plan.subscribed_at, 86400 + draw('leaves-after', contact_plan.contact_id, 20000000))
    end as unsubscribed_at,
    blemish.contact_id is not null as is_blemish
from contact_plan
left join first_reports
    on contact_plan.contact_id = first_reports.contact_id
left join blemish
    on contact_plan.contact_id = blemish.contact_id;

create or replace table deliveries as

with kept as (

    select
        delivery_plan.*,
        contact_ends.reported_at,
        row_number() over (
            partition by delivery_plan.contact_id, coalesce(delivery_plan.sent_at > contact_ends.reported_at, false)
            order by delivery_plan.sent_at, delivery_plan.send_key
        ) as send_number,
        contact_ends.is_blemish
    from delivery_plan
    inner join contact_ends
        on delivery_plan.contact_id = contact_ends.contact_id
        and (contact_ends.unsubscribed_at is null or delivery_plan.sent_at < contact_ends.unsubscribed_at)

),

sent as (

    select *
    from kept
    where reported_at is null or sent_at <= reported_at or (is_blemish and send_number <= 2)

),

numbered as (

    select
        sent.*,
        format('d{:07d}', row_number() over (order by sent.sent_at, sent.send_key)) as delivery_id,
        campaign_plan.message_channel,
        plus(sent.sent_at, 3 + skew('delivered', sent.send_key, 90)) as arrives_at
    from sent
    inner join campaign_plan
        on sent.campaign_id = campaign_plan.campaign_id

)

select
    delivery_id,
    send_key,
    campaign_id,
    contact_id,
    sent_at,
    case when not is_failed then known(arrives_at) end as delivered_at,
    case
        when is_failed and message_channel = 'email' then known(arrives_at)
        when delivery_id = (
            select min(blemish.delivery_id)
            from numbered as blemish
            where blemish.delivery_id >= 'd0001234' and blemish.message_channel = 'email' and not blemish.is_failed
        ) then known(plus(arrives_at, 3600))
    end as bounced_at,
    case when is_failed and message_channel = 'sms' then known(arrives_at) end as undelivered_at
from numbered;

create or replace table delivery_events as

with reacted as (

    select
        deliveries.delivery_id,
        reactions.*
    from deliveries
    inner join reactions
        on deliveries.send_key = reactions.send_key

),

events as (

    select delivery_id, 'open' as event, opened_at as occurred_at
    from reacted
    where is_opened
    union all
    select delivery_id, 'open', plus(opened_at, 1800 + skew('reopens-after', send_key, 400000))
    from reacted
    where is_opened and draw('reopens', send_key, 100) < 27
    union all
    select delivery_id, 'click', plus(opened_at, 12 + draw('clicks-after', send_key, 120))
    from reacted
    where is_clicked
    union all
    select delivery_id, 'click', plus(opened_at, 160 + draw('clicks-more-after', send_key, 900))
    from reacted
    where is_clicked and draw('clicks-more', send_key, 100) < 24
    union all
    select reacted.delivery_id, 'unsubscribe', plus(reacted.opened_at, 300)
    from reacted
    inner join contact_ends
        on reacted.contact_id = contact_ends.contact_id
        and plus(reacted.opened_at, 300) = contact_ends.unsubscribed_at
    where reacted.is_unsubscribed
    union all
    select delivery_id, 'abuse_report', plus(opened_at, 240)
    from reacted
    where is_reported

)

select
    format('e{:07d}', row_number() over (order by occurred_at, delivery_id, event)) as event_id,
    delivery_id,
    event,
    occurred_at
from events
where occurred_at < timestamp '2026-10-31 23:00:00';

create or replace table subscriptions as

with rows as (

    select
        contact_plan.contact_id,
        contact_plan.project_id,
        contact_plan.subscribed_at,
        contact_ends.unsubscribed_at
    from contact_plan
    inner join contact_ends
        on contact_plan.contact_id = contact_ends.contact_id
    union all
    -- some subscribe to a second shop too
    select
        contact_plan.contact_id,
        case contact_plan.project_id when 'mode' then 'maison' else 'mode' end,
        plus(contact_plan.subscribed_at, 40 + draw('second-shop-after', contact_plan.contact_id, 4000000)),
        contact_ends.unsubscribed_at
    from contact_plan
    inner join contact_ends
        on contact_plan.contact_id = contact_ends.contact_id
    where draw('second-shop', contact_plan.contact_id, 100) < 7

)

select
    format('n{:06d}', row_number() over (order by subscribed_at, contact_id, project_id)) as subscription_id,
    project_id,
    contact_id,
    subscribed_at,
    known(unsubscribed_at) as unsubscribed_at
from rows
where
    subscribed_at < timestamp '2026-10-31 23:00:00'
    and (unsubscribed_at is null or subscribed_at < unsubscribed_at);
