with source as (

    select * from {{source "borrowers"}}

),

renamed as (

    select

        -- ids
        borrower_id,

        -- attributes
        category

    from source

)

select * from renamed
