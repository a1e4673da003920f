with projects as (

    select * from {{ref "stg_projects"}}

),

final as (

    select
        projects.project_id,
        projects.name,
        projects.site_url,
        projects.opens_at,
        projects.closes_at,
        projects.open_weekdays
    from projects

)

select * from final
