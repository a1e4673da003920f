with notices as (

    select * from {{ref "stg_notices"}}

),

loans as (

    select * from {{ref "fct_loans"}}

),

final as (

    select
        notices.notice_id,
        notices.loan_id,
        loans.branch_id,
        notices.kind,
        notices.sent_at,
        {{> local_time moment="notices.sent_at"}} as sent_at_local
    from notices
    inner join loans
        on notices.loan_id = loans.loan_id

)

select * from final
