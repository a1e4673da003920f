with source as (

    select * from {{source "enquiries"}}

),

renamed as (

    select

        -- ids
        enquiry_id,
        project_id,
        visit_id,

        -- attributes
        contact_channel,

        -- flags
        is_proactive,

        -- timestamps
        opened_at,
        first_response_at,
        resolved_at

    from source

)

select * from renamed
