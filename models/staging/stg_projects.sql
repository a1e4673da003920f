with source as (

    select * from {{source "projects"}}

),

renamed as (

    select

        -- ids
        project_id,

        -- attributes
        name,
        site_url,
        opens_at,
        closes_at,
        open_weekdays

    from source

)

select * from renamed
