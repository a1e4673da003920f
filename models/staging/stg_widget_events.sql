with source as (

    select * from {{source "widget_events"}}

),

renamed as (

    select

        -- ids
        event_id,
        project_id,
        visitor_id,

        -- attributes
        event,

        -- timestamps
        occurred_at

    from source

)

select * from renamed
