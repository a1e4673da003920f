{{!-- warn: an enquiry belongs to another project than the visit during which it was made --}}
with enquiries as (

    select * from {{source "enquiries"}}

),

visits as (

    select * from {{source "visits"}}

)

select
    enquiries.enquiry_id,
    enquiries.project_id,
    enquiries.visit_id,
    visits.project_id as visit_project_id
from enquiries
inner join visits
    on enquiries.visit_id = visits.visit_id
where enquiries.project_id <> visits.project_id
