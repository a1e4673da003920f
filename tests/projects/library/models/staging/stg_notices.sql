with source as (

    select * from {{source "notices"}}

),

renamed as (

    select

        -- ids
        notice_id,
        loan_id,

        -- attributes
        kind,

        -- timestamps
        sent_at

    from source

)

select * from renamed
