with source as (

    select * from {{source "visits"}}

),

renamed as (

    select

        -- ids
        visit_id,
        project_id,
        visitor_id,

        -- attributes
        traffic_source,
        page_views,
        interactions,

        -- flags
        is_targeted,

        -- timestamps
        started_at,
        chat_displayed_at

    from source

)

select * from renamed
