with source as (

    select * from {{source "fines"}}

),

renamed as (

    select

        -- ids
        fine_id,
        loan_id,

        -- attributes
        amount,

        -- timestamps
        charged_at

    from source

)

select * from renamed
