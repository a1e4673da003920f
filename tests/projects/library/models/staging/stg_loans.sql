with source as (

    select * from {{source "loans"}}

),

renamed as (

    select

        -- ids
        loan_id,
        borrower_id,
        branch_id,
        title_id,

        -- attributes
        format,
        renewals,
        is_damaged,

        -- timestamps
        loaned_at,
        returned_at

    from source

)

select * from renamed
