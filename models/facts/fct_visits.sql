with visits as (

    select * from {{ref "stg_visits"}}

),

enquiries as (

    select * from {{ref "fct_enquiries"}}

),

orders as (

    select * from {{ref "fct_orders"}}

),

projects as (

    select * from {{ref "dim_projects"}}

),

open_weekdays as (

    select * from {{ref "dim_open_weekdays"}}

),

free_members as (

    select * from {{ref "fct_free_members"}}

),

enquired as (

    select distinct enquiries.visit_id
    from enquiries

),

kept_orders as (

    select
        orders.project_id,
        orders.visitor_id,
        orders.ordered_at
    from orders
    where orders.cancelled_at is null

),

-- an order came out of its visitor's latest visit to the site, or out of all that began at that instant
converted as (

    select distinct
        visits.project_id,
        visits.visitor_id,
        visits.started_at
    from kept_orders
    {{> latest_join table="visits" matches="kept_orders.project_id = visits.project_id and kept_orders.visitor_id = visits.visitor_id" since="started_at" moment="kept_orders.ordered_at"}}
    where visits.visit_id is not null

),

timed as (

    select
        visits.*,
        {{> local_time moment="visits.started_at"}} as started_at_local,
        {{> local_time moment="visits.chat_displayed_at"}} as chat_displayed_at_local
    from visits

),

-- hours that cross midnight belong to the day on which they began
scheduled as (

    select
        timed.*,
        case
            when projects.closes_at <= projects.opens_at and cast(timed.started_at_local as time) < projects.closes_at
                then isodow(timed.started_at_local - interval 1 day)
            else isodow(timed.started_at_local)
        end as service_weekday,
        coalesce({{> in_time_slot moment="timed.started_at_local" from="projects.opens_at" to="projects.closes_at"}}, false) as is_at_open_hour
    from timed
    left join projects
        on timed.project_id = projects.project_id

),

final as (

    select
        scheduled.visit_id,
        scheduled.project_id,
        scheduled.visitor_id,
        scheduled.traffic_source,
        scheduled.page_views,
        scheduled.interactions,
        scheduled.is_targeted,
        scheduled.is_at_open_hour and open_weekdays.weekday is not null as is_in_service_hours,
        coalesce(free_members.free_members > 0, false) as has_free_member,
        enquired.visit_id is not null as has_enquiry,
        converted.visitor_id is not null as has_order,
        scheduled.started_at,
        scheduled.chat_displayed_at,
        scheduled.started_at_local,
        scheduled.chat_displayed_at_local
    from scheduled
    left join open_weekdays
        on scheduled.project_id = open_weekdays.project_id
        and scheduled.service_weekday = open_weekdays.weekday
    left join enquired
        on scheduled.visit_id = enquired.visit_id
    left join converted
        on scheduled.project_id = converted.project_id
        and scheduled.visitor_id = converted.visitor_id
        and scheduled.started_at = converted.started_at
    {{> latest_join table="free_members" matches="scheduled.project_id = free_members.project_id" since="changed_at" moment="scheduled.started_at"}}

)

select * from final
