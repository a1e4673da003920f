with enquiries as (

    select * from {{ref "stg_enquiries"}}

),

-- a contact that the site began by itself is no enquiry of the visitor's
final as (

    select
        enquiries.enquiry_id,
        enquiries.project_id,
        enquiries.visit_id,
        enquiries.contact_channel,
        enquiries.opened_at,
        enquiries.first_response_at,
        enquiries.resolved_at,
        {{> local_time moment="enquiries.opened_at"}} as opened_at_local,
        {{> local_time moment="enquiries.first_response_at"}} as first_response_at_local,
        {{> local_time moment="enquiries.resolved_at"}} as resolved_at_local
    from enquiries
    where not enquiries.is_proactive

)

select * from final
