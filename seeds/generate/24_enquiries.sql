-- Enquiries: live chat (minutes), contact page (hours, and days over a weekend), phone (at once, often without a visit),
-- FAQ (self-service: resolved at once or not at all); and proactive ones, which the shop begins.

create or replace table enquiries as

with from_visits as (

    select
        'visit|' || visits.visit_key as enquiry_key,
        visits.project_id,
        visits.visit_id,
        visit_plan.is_launch,
        plus(visits.started_at, 60 + skew('enquires', visits.visit_key, 1500)) as opened_at,
        pick('enquiry-channel', visits.visit_key, case
            when visits.started_at >= timestamp '2026-04-01' then ['livechat', 'livechat', 'contact_page', 'faq', 'faq', 'faq', 'phone']
            else ['livechat', 'livechat', 'contact_page', 'contact_page', 'contact_page', 'faq', 'phone']
        end) as contact_channel,
        draw('proactive', visits.visit_key, 100) < 7 as is_proactive
    from visits
    inner join visit_plan
        on visits.visit_key = visit_plan.visit_key
    where
        draw('enquiry', visits.visit_key, 1000) < case
            when visits.page_views > 10 then 110
            when visits.page_views > 1 then 64
            else 15
        end

),

from_phone as (

    select
        'phone|' || visits.visit_key as enquiry_key,
        visits.project_id,
        null::varchar as visit_id,
        visit_plan.is_launch,
        plus(visits.started_at, 5400) as opened_at,
        'phone' as contact_channel,
        false as is_proactive
    from visits
    inner join visit_plan
        on visits.visit_key = visit_plan.visit_key
    where visit_plan.is_in_service and draw('calls', visits.visit_key, 1000) < 24

),

all_enquiries as (

    select * from from_visits
    union all
    select * from from_phone

),

answered as (

    select
        *,
        isodow(paris(opened_at)) as weekday,
        case
            when contact_channel = 'faq' then null
            when draw('unanswered', enquiry_key, 100) < case contact_channel
                when 'phone' then 9
                when 'contact_page' then 6
                else 4
            end + case when is_launch then 12 else 0 end then null
            when contact_channel = 'phone' then plus(opened_at, 10 + skew('answer', enquiry_key, 400))
            when contact_channel = 'livechat' then plus(opened_at, 12 + skew('answer', enquiry_key, case when is_launch then 2400 else 420 end))
            else plus(
                opened_at,
                1200 + skew('answer', enquiry_key, 130000)
                    + case when isodow(paris(opened_at)) >= 6 then (8 - isodow(paris(opened_at))) * 86400 else 0 end
            )
        end as first_response_at
    from all_enquiries
    where opened_at < timestamp '2026-10-31 23:00:00'

)

select
    format('q{:06d}', row_number() over (order by opened_at, enquiry_key)) as enquiry_id,
    project_id,
    visit_id,
    contact_channel,
    is_proactive,
    opened_at,
    known(first_response_at) as first_response_at,
    case
        when contact_channel = 'faq' and draw('resolved', enquiry_key, 100) < 68 then known(plus(opened_at, 30 + skew('reads', enquiry_key, 500)))
        when draw('resolved', enquiry_key, 100) < 88 then known(plus(first_response_at, 90 + skew('resolves', enquiry_key, case contact_channel
            when 'phone' then 2400
            when 'livechat' then 5400
            else 400000
        end)))
    end as resolved_at
from answered;
