with journeys as (

    select * from {{ref "stg_journeys"}}

),

final as (

    select
        journeys.journey_id,
        journeys.name,
        journeys.status,
        journeys.status in ('active', 'paused') as is_reported,
        journeys.started_at,
        {{> local_time moment="journeys.started_at"}} as started_at_local
    from journeys

)

select * from final
