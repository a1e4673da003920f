-- Orders: after a dialogue (within the hour, or days and weeks later; larger baskets), during a visit (many pages please,
-- too many mean that people are lost), after an e-mail. Returns by cause: sizes at the women's universe. Cancelled orders:
-- by who placed them, mostly within a day or two, or one to two weeks later because they were never paid or came back
-- undelivered; more often where they were put by in a dialogue.

create or replace table order_plan as

with after_talks as (

    select
        concat('talk|', talks.conversation_id, '|', copies.copy) as order_key,
        talks.project_id,
        talks.visitor_id,
        talks.conversation_id,
        null::varchar as delivery_id,
        case when draw('order-channel', talks.conversation_id, 100) < 88 then talks.channel else 'store' end as channel,
        talks.universe,
        talks.intent as theme,
        plus(
            coalesce(sittings.first_end_at, plus(talks.first_words_at, 120)),
            copies.copy * 1500 + case
                when draw('order-delay', talks.conversation_id, 100) < 54 then 60 + skew('order-minutes', talks.conversation_id, 6000)
                when draw('order-delay', talks.conversation_id, 100) < 76 then 3600 + skew('order-hours', talks.conversation_id, 160000)
                when draw('order-delay', talks.conversation_id, 100) < 90 then 86400 + skew('order-days', talks.conversation_id, 1200000)
                else 604800 + draw('order-weeks', talks.conversation_id, 3400000)
            end
        ) as ordered_at,
        125 as basket_factor
    from talks
    left join sittings
        on talks.conversation_id = sittings.conversation_id
    inner join range(2) as copies (copy)
        on copies.copy = 0 or draw('orders-again', talks.conversation_id, 100) < 5
    where
        not talks.is_internal
        and talks.visitor_writes_first
        and talks.outcome = 'dialogue'
        and (talks.taken_at is not null or talks.is_bot_alone)
        and coalesce(sittings.first_end_at, talks.first_words_at) < timestamp '2026-10-31 23:00:00'
        and draw('buys', talks.conversation_id, 100000) < talks.sales_per_1000 * case
            when talks.is_bot_alone then 30
            else greatest(24, talks.skill * 5 // 2 - 75)
        end

),

during_visits as (

    select
        'visit|' || visits.visit_key as order_key,
        visits.project_id,
        visits.visitor_id,
        null::varchar as conversation_id,
        null::varchar as delivery_id,
        case
            when draw('order-channel', visits.visit_key, 100) < 84 then 'web'
            when draw('order-channel', visits.visit_key, 100) < 96 then 'app'
            else 'store'
        end as channel,
        pick('order-universe', visits.visit_key, project_plan.universes) as universe,
        null::varchar as theme,
        plus(visits.started_at, 120 + visits.page_views * 45 + skew('order-minutes', visits.visit_key, 1200)) as ordered_at,
        100 as basket_factor
    from visits
    inner join project_plan
        on visits.project_id = project_plan.project_id
    left join talks
        on visits.visit_key = talks.visit_key
    where
        talks.visit_key is null
        and draw('buys', visits.visit_key, 100000) < case
            when visits.page_views = 1 then 200
            when visits.page_views <= 3 then 5600
            when visits.page_views <= 6 then 16200
            when visits.page_views <= 10 then 28500
            else 13600
        end * case visits.traffic_source
            when 'email' then 140
            when 'direct' then 120
            when 'social' then 45
            when 'paid' then 80
            else 100
        end // 100

),

after_deliveries as (

    select
        'delivery|' || reactions.send_key as order_key,
        contact_plan.project_id,
        contact_plan.visitor_id,
        null::varchar as conversation_id,
        deliveries.delivery_id,
        case when draw('order-channel', reactions.send_key, 100) < 85 then 'web' else 'app' end as channel,
        pick('order-universe', reactions.send_key, project_plan.universes) as universe,
        null::varchar as theme,
        plus(reactions.opened_at, 600 + skew('order-after', reactions.send_key, 260000)) as ordered_at,
        90 as basket_factor
    from deliveries
    inner join reactions
        on deliveries.send_key = reactions.send_key
    inner join campaign_plan
        on reactions.campaign_id = campaign_plan.campaign_id
    inner join contact_plan
        on reactions.contact_id = contact_plan.contact_id
    inner join project_plan
        on contact_plan.project_id = project_plan.project_id
    where
        (reactions.is_clicked or not campaign_plan.tracks_clicks)
        and draw('buys', reactions.send_key, 1000) < campaign_plan.orders_per_click

)

select * from after_talks
union all
select * from during_visits
union all
select * from after_deliveries;

create or replace table orders as

with priced as (

    select
        order_plan.*,
        -- a basket between a third and nearly three times the shop's usual one
        (
            project_plan.basket_cents
            * (34 + draw('basket', order_plan.order_key, 70) + skew('large-basket', order_plan.order_key, 180)) // 100
            * order_plan.basket_factor // 100
        ) as cents,
        draw('order-cancelled', order_plan.order_key, 1000) < 27 as is_cancelled,
        draw('order-lapsed', order_plan.order_key, 1000) < case when order_plan.conversation_id is null then 16 else 52 end as is_lapsed,
        draw('order-returned', order_plan.order_key, 1000) < case order_plan.universe
            when 'women' then 265
            when 'men' then 110
            when 'kids' then 125
            when 'accessories' then 45
            when 'running' then 95
            when 'living' then 70
            else 60
        end * case when order_plan.theme = 'sizing' then 60 else 100 end // 100 as is_returned
    from order_plan
    inner join project_plan
        on order_plan.project_id = project_plan.project_id
    where order_plan.ordered_at < timestamp '2026-10-31 23:00:00'

),

with_returns as (

    select
        *,
        case when not is_cancelled and is_returned then known(plus(ordered_at, 4 * 86400 + skew('returned-after', order_key, 2900000))) end as returned_at,
        pick('return-reason', order_key, case
            when universe = 'women' then ['size', 'size', 'size', 'size', 'size', 'size', 'product', 'changed_mind', 'changed_mind']
            when universe in ('men', 'kids', 'running') then ['size', 'size', 'size', 'product', 'changed_mind', 'delivery', 'other']
            when universe in ('living', 'bedroom', 'kitchen', 'garden') then ['delivery', 'delivery', 'delivery', 'product', 'product', 'changed_mind', 'other']
            else ['product', 'product', 'changed_mind', 'delivery', 'other']
        end) as reason
    from priced

)

select
    format('o{:06d}', row_number() over (order by ordered_at, order_key)) as order_id,
    project_id,
    visitor_id,
    conversation_id,
    delivery_id,
    channel,
    ordered_at,
    money(cents) as amount_incl_tax,
    money((cents - case when cents < 6000 then 490 else 0 end) * 100 // 120) as amount_excl_tax,
    case
        when is_cancelled then known(plus(ordered_at, 900 + skew('cancelled-after', order_key, 600000)))
        when is_lapsed and not is_returned then known(plus(ordered_at, 5 * 86400 + draw('lapsed-after', order_key, 690000)))
    end as cancelled_at,
    returned_at,
    case when returned_at is not null then reason end as return_reason
from with_returns;
