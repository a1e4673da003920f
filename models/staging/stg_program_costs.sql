with source as (

    select * from {{source "program_costs"}}

),

renamed as (

    select

        -- ids
        project_id,

        -- attributes
        cost,

        -- dates
        month

    from source

)

select * from renamed
