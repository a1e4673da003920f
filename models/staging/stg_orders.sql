with source as (

    select * from {{source "orders"}}

),

renamed as (

    select

        -- ids
        order_id,
        project_id,
        visitor_id,
        conversation_id,
        delivery_id,

        -- attributes
        channel,
        amount_incl_tax,
        amount_excl_tax,
        return_reason,

        -- timestamps
        ordered_at,
        cancelled_at,
        returned_at

    from source

)

select * from renamed
