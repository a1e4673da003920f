with loans as (

    select * from {{ref "stg_loans"}}

),

borrowers as (

    select * from {{ref "stg_borrowers"}}

),

final as (

    select
        loans.loan_id,
        loans.borrower_id,
        loans.branch_id,
        loans.title_id,
        loans.format,
        borrowers.category,
        loans.renewals,
        loans.is_damaged,
        loans.loaned_at,
        loans.returned_at,
        {{> local_time moment="loans.loaned_at"}} as loaned_at_local,
        {{> local_time moment="loans.returned_at"}} as returned_at_local
    from loans
    left join borrowers
        on loans.borrower_id = borrowers.borrower_id

)

select * from final
