-- Sends as the journeys would make them if nobody ever unsubscribed (22_delivery_events.sql stops them).

create or replace table delivery_plan as

with welcome_sends as (

    select
        steps.campaign_id,
        contact_plan.contact_id,
        plus(contact_plan.subscribed_at, steps.delay + draw(steps.campaign_id, contact_plan.contact_id, 600)) as sent_at,
        '' as occasion
    from contact_plan
    inner join (values ('cp01', 300), ('cp02', 3 * 86400), ('cp03', 10 * 86400)) as steps (campaign_id, delay)
        on not contact_plan.is_imported

),

contact_months as (

    select
        contact_plan.contact_id,
        contact_plan.subscribed_at,
        months.month::timestamp as month,
        concat_ws('|', contact_plan.contact_id, month(months.month), year(months.month)) as occasion
    from contact_plan
    inner join range(timestamp '2025-10-01', timestamp '2026-11-01', interval 1 month) as months (month)
        on contact_plan.subscribed_at < months.month

),

cart_sends as (

    select
        'cp04' as campaign_id,
        contact_id,
        utc(plus(month, draw('cart-day', occasion, 27) * 86400 + 36000 + draw('cart-time', occasion, 43200))) as sent_at,
        occasion
    from contact_months
    where month >= timestamp '2025-11-01' and draw('cart', occasion, 1000) < 125

),

cart_reminders as (

    select
        'cp05' as campaign_id,
        contact_id,
        plus(sent_at, 2 * 86400) as sent_at,
        occasion
    from cart_sends
    where draw('has-phone', contact_id, 100) < 55

),

thanks as (

    select
        'cp10' as campaign_id,
        contact_id,
        utc(plus(month, draw('thanks-day', occasion, 27) * 86400 + 32400 + draw('thanks-time', occasion, 40000))) as sent_at,
        occasion
    from contact_months
    where month >= timestamp '2026-02-01' and draw('thanks', occasion, 1000) < 90

),

opinion_requests as (

    select
        'cp11' as campaign_id,
        contact_id,
        plus(sent_at, 8 * 86400) as sent_at,
        occasion
    from thanks
    where draw('has-phone', contact_id, 100) < 55

),

mailings as (

    select
        days.campaign_id,
        contact_plan.contact_id,
        utc(plus(days.local_at, draw('batch', contact_plan.contact_id, 900))) as sent_at,
        days.local_at::varchar as occasion
    from contact_plan
    inner join (values
        ('cp06', timestamp '2025-11-24 07:30:00', 100, null::varchar),
        ('cp07', timestamp '2026-01-07 08:00:00', 55, null),
        ('cp08', timestamp '2025-11-05 18:00:00', 52, null),
        ('cp08', timestamp '2025-12-05 18:00:00', 52, null),
        ('cp08', timestamp '2026-01-05 18:00:00', 52, null),
        ('cp08', timestamp '2026-02-05 18:00:00', 52, null),
        ('cp08', timestamp '2026-03-05 18:00:00', 52, null),
        ('cp08', timestamp '2026-04-05 18:00:00', 52, null),
        ('cp08', timestamp '2026-05-05 18:00:00', 52, null),
        ('cp09', timestamp '2026-05-19 07:00:00', 100, 'sport')
    ) as days (campaign_id, local_at, share, project_id)
        on contact_plan.subscribed_at < days.local_at
        and (days.project_id is null or days.project_id = contact_plan.project_id)
        and draw(case when days.campaign_id = 'cp07' then 'has-phone' else 'reads-letters' end, contact_plan.contact_id, 100) < days.share

),

test_sends as (

    select
        'cp12' as campaign_id,
        contact_id,
        plus(timestamp '2026-09-16 09:00:00', row_number() over (order by contact_id)) as sent_at,
        'test' as occasion
    from contact_plan
    where is_imported
    order by contact_id
    limit 12

),

all_sends as (

    select * from welcome_sends
    union all
    select * from cart_sends
    union all
    select * from cart_reminders
    union all
    select * from thanks
    union all
    select * from opinion_requests
    union all
    select * from mailings
    union all
    select * from test_sends

)

select
    all_sends.campaign_id,
    all_sends.contact_id,
    all_sends.sent_at,
    concat_ws('|', all_sends.campaign_id, all_sends.contact_id, all_sends.occasion) as send_key,
    draw('fails', concat_ws('|', all_sends.campaign_id, all_sends.contact_id, all_sends.occasion), 1000) < campaign_plan.failures as is_failed
from all_sends
inner join campaign_plan
    on all_sends.campaign_id = campaign_plan.campaign_id
where all_sends.sent_at < timestamp '2026-10-31 23:00:00';
