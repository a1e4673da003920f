with fines as (

    select * from {{ref "stg_fines"}}

),

loans as (

    select * from {{ref "fct_loans"}}

),

final as (

    select
        fines.fine_id,
        fines.loan_id,
        loans.branch_id,
        fines.amount,
        fines.charged_at,
        {{> local_time moment="fines.charged_at"}} as charged_at_local
    from fines
    inner join loans
        on fines.loan_id = loans.loan_id

)

select * from final
