with source as (

    select * from {{source "branches"}}

),

renamed as (

    select

        -- ids
        branch_id,

        -- attributes
        name

    from source

)

select * from renamed
