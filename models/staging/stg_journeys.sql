with source as (

    select * from {{source "journeys"}}

),

renamed as (

    select

        -- ids
        journey_id,

        -- attributes
        name,
        status,

        -- timestamps
        started_at

    from source

)

select * from renamed
