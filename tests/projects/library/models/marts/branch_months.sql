-- written by hand: what a branch lends in a month, beside its name; branches without a loan are there too
with lending as (

    select * from {{ref "lending"}}

),

branches as (

    select * from {{ref "dim_branches"}}

),

final as (

    select
        branches.branch_id,
        branches.name,
        lending.period_start as month,
        lending.loan_card_1 as loans
    from branches
    left join lending
        on branches.branch_id = lending.dimension_value
        and lending.dimension = 'branch'
        and lending.grain = 'month'

)

select * from final
