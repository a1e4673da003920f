-- Costs: the chat programme's per month and shop, and the other channels' (phone and e-mail dear per sale, the store
-- cheaper per sale), which grow with the shops. Contacts and sales are multiplied by the scale, and so are the costs.

create or replace table program_costs as

with months as (

    select
        month::date as month,
        date_diff('month', timestamp '2025-10-01', month) as month_index
    from range(timestamp '2025-10-01', timestamp '2026-11-01', interval 1 month) as dates (month)

)

select
    project_plan.project_id,
    months.month,
    money((
        project_plan.visits_per_day * 2900
        + months.month_index * project_plan.visits_per_day * 55
        + case when project_plan.project_id = 'sport' and months.month in (date '2026-05-01', date '2026-06-01') then 45000 else 0 end
        + draw('program-cost', concat_ws('|', project_plan.project_id, months.month), 6000)
    ) * (select scale from settings)) as cost
from project_plan
cross join months;

create or replace table channel_costs as

with months as (

    select
        project_id,
        date_trunc('month', local_date)::date as month,
        sum(visits) as visits
    from day_plan
    group by all

),

volumes as (

    select
        months.project_id,
        months.month,
        channels.sales_channel,
        months.visits * channels.contacts_per_1000
            * (90 + draw('channel', concat_ws('|', months.project_id, months.month, channels.sales_channel), 21)) // 100000 as contacts,
        channels.cents_per_contact,
        channels.sales_per_100
    from months
    cross join (values
        ('store', 240, 620, 31),
        ('phone', 95, 540, 9),
        ('email', 130, 390, 4)
    ) as channels (sales_channel, contacts_per_1000, cents_per_contact, sales_per_100)

)

select
    project_id,
    month,
    sales_channel,
    money(
        contacts * cents_per_contact
        * (95 + draw('channel-cost', concat_ws('|', project_id, month, sales_channel), 11)) // 100
    ) as cost,
    contacts::integer as contacts,
    (
        contacts * sales_per_100
        * (85 + draw('channel-sales', concat_ws('|', project_id, month, sales_channel), 31)) // 10000
    )::integer as sales
from volumes;
